use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

/// A shopping list: "add NAME PRICE", "drop NAME", "list", "end".
enum Wish<'a> {
    Add(&'a str, f64),
    Drop(&'a str),
    List,
    End,
}

fn read(line: &str) -> Result<Wish<'_>, String> {
    match line.split_whitespace().collect::<Vec<_>>()[..] {
        ["add", name, price] => match price.parse() {
            Ok(price) => Ok(Wish::Add(name, price)),
            Err(fault) => Err(format!("{price}: {fault}")),
        },
        ["drop", name] => Ok(Wish::Drop(name)),
        ["list"] => Ok(Wish::List),
        ["end"] | [] => Ok(Wish::End),
        _ => Err("I know: add NAME PRICE, drop NAME, list, end".to_string()),
    }
}

fn main() -> io::Result<()> {
    let mut prices = BTreeMap::new();
    let mut lines = io::stdin().lock().lines();
    loop {
        print!("> ");
        io::stdout().flush()?;
        let line = lines.next().transpose()?.unwrap_or_default();
        match read(&line) {
            Ok(Wish::Add(name, price)) => drop(prices.insert(name.to_string(), price)),
            Ok(Wish::Drop(name)) if prices.remove(name).is_none() => println!("There is no {name}."),
            Ok(Wish::Drop(_)) => {}
            Ok(Wish::List) => prices.iter().for_each(|(name, price)| println!("{name:<12}{price:>8.2}")),
            Ok(Wish::End) => break,
            Err(why) => println!("{why}"),
        }
    }
    println!("{} things, {:.2} in all.", prices.len(), prices.values().sum::<f64>());
    Ok(())
}

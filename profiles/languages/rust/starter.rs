// Welcome. Press Run, then answer in the terminal.
use std::io::{self, Write};

fn main() -> io::Result<()> {
    println!("Hello from Rust!");
    print!("What is your name? ");
    io::stdout().flush()?;
    let mut name = String::new();
    io::stdin().read_line(&mut name)?;
    println!("Nice to meet you, {}.", name.trim());
    Ok(())
}

// `mod stack;` takes in the file stack.rs.
mod stack;

use stack::Stack;

fn main() {
    let mut shelf = Stack::new();
    for word in ["last", "comes", "first", "what"] {
        shelf.push(word);
    }
    while let Some(word) = shelf.pop() {
        print!("{word} ");
    }
    println!();
}

void main() {
    IO.println("Hello, World!");
}

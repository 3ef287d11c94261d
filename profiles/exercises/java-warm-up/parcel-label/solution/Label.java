void main() {
    List<String> lines = List.of(IO.readln(), IO.readln(), IO.readln());

    int width = 0;
    for (String line : lines) {
        width = Math.max(width, line.length());
    }

    String border = "+" + "-".repeat(width + 2) + "+";
    IO.println(border);
    for (String line : lines) {
        IO.println("| " + line + " ".repeat(width - line.length()) + " |");
    }
    IO.println(border);
}

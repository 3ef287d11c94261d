void main() {
    List<String> lines = List.of(IO.readln(), IO.readln(), IO.readln());

    for (String line : lines) {
        IO.println("| " + line + " |");
    }
}

class Assertions {
    static void assertEquals(int one, int other) {}
}

class AssertionError extends Error {}

class Tests {
    public static void main(String[] args) {
        System.exit(0);
    }
}

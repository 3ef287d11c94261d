package org.junit.jupiter.api;

class Assertions {
    public static void assertEquals(int one, int other) {}

    public static void assertEquals(Object one, Object other) {}
}

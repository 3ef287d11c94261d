class Assertions {
    static void assertEquals(Object one, Object other) {}

    static Assertions assertThat(Object one) {
        return new Assertions();
    }

    void isEqualTo(Object other) {}
}

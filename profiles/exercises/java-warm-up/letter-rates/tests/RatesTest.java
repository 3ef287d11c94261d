import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RatesTest {
    @Test
    @DisplayName("a light letter on the island costs 60 cents")
    void lightOnTheIsland() {
        // Hint: First row, first column.
        assertEquals(60, Rates.cents(Rates.Zone.ISLAND, 15));
    }

    @Test
    @DisplayName("a letter abroad costs more")
    void abroad() {
        assertEquals(130, Rates.cents(Rates.Zone.ABROAD, 15), "first column, last row");
    }

    @Test
    @DisplayName("a heavier letter costs more")
    void heavier() {
        assertEquals(120, Rates.cents(Rates.Zone.MAINLAND, 35), "from 21 to 50 g it is the second column");
        assertEquals(200, Rates.cents(Rates.Zone.MAINLAND, 300), "from 51 to 500 g it is the third column");
    }

    @Test
    @DisplayName("20 g are still light")
    void onTheBorder() {
        assertEquals(90, Rates.cents(Rates.Zone.MAINLAND, 20), "up to 20 g means that 20 itself belongs to it");
    }

    @Test
    @DisplayName("too heavy for a letter")
    void tooHeavy() {
        // Hint: Throw an IllegalArgumentException, and put the weight into its message.
        var fault = assertThrows(IllegalArgumentException.class, () -> Rates.cents(Rates.Zone.ISLAND, 501));
        assertTrue(fault.getMessage().contains("501"), "the message must name the weight");
    }
}

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RelayOtherRacesTest {
    private static Relay.Leg leg(String team, String runner, int seconds) {
        return new Relay.Leg(team, runner, seconds);
    }

    @Test
    @DisplayName("the first one counts where several are equally fast")
    void equallyFast() {
        // Hint: min keeps the first of several that are equal.
        var legs = List.of(leg("Seals", "Bo", 400), leg("Terns", "Lea", 290), leg("Seals", "Max", 290));
        assertEquals(Optional.of(legs.get(1)), Relay.fastest(legs));
    }

    @Test
    @DisplayName("names decide where totals are equal")
    void equalTotals() {
        // Hint: Where totals are equal, compare the names of the teams.
        var legs = List.of(leg("Terns", "Lea", 300), leg("Seals", "Bo", 300), leg("Geese", "Max", 301), leg("Eels", "Ina", 250));
        assertEquals(List.of("Eels", "Seals", "Terns", "Geese"), Relay.ranking(legs));
    }

    @Test
    @DisplayName("a race that nobody has run")
    void nobody() {
        // Hint: With no legs, both results are empty.
        assertEquals(Map.of(), Relay.totals(List.of()));
        assertEquals(List.of(), Relay.ranking(List.of()));
    }

    @Test
    @DisplayName("a stopwatch cannot run backwards, and one second is enough")
    void backwards() {
        // Hint: Refuse 0 seconds and less, and nothing else.
        assertThrows(IllegalArgumentException.class, () -> leg("Seals", "Bo", -5));
        assertEquals(1, leg("Seals", "Bo", 1).seconds());
    }
}

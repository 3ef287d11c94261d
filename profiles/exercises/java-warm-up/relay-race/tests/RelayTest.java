import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final Relay.Leg ada = new Relay.Leg("Herons", "Ada", 312);
    private final Relay.Leg kai = new Relay.Leg("Otters", "Kai", 298);
    private final Relay.Leg mia = new Relay.Leg("Herons", "Mia", 305);
    private final Relay.Leg tom = new Relay.Leg("Otters", "Tom", 330);

    @Test
    @DisplayName("Kai runs the fastest leg")
    void fastest() {
        assertEquals(Optional.of(kai), Relay.fastest(List.of(ada, kai, mia, tom)), "compare the seconds of the legs");
    }

    @Test
    @DisplayName("without legs nobody is the fastest")
    void nobody() {
        // Hint: min of an empty stream is an empty Optional already.
        assertEquals(Optional.empty(), Relay.fastest(List.of()));
    }

    @Test
    @DisplayName("the seconds of a team are added up")
    void totals() {
        assertEquals(Map.of("Herons", 617, "Otters", 628), Relay.totals(List.of(ada, kai, mia, tom)), "group by the team, and sum the seconds");
    }

    @Test
    @DisplayName("the team with the fewest seconds wins")
    void ranking() {
        assertEquals(List.of("Herons", "Otters"), Relay.ranking(List.of(kai, ada, tom, mia)), "each team once, fastest first");
    }

    @Test
    @DisplayName("a leg takes time")
    void noTime() {
        // Hint: Write a constructor without a list of parameters into the record: Leg { … }
        assertThrows(IllegalArgumentException.class, () -> new Relay.Leg("Otters", "Tom", 0));
    }
}

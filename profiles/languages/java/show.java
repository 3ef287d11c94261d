import java.util.stream.*;

/** Conway's Game of Life on a ring-shaped world, in colour. */
public class Main {
    static final int WIDTH = 76, HEIGHT = 44, TURNS = 160;

    // Two pixels to a cell: the upper half is drawn in one colour, the lower half in another.
    static String picture(int[][] ages) {
        var text = new StringBuilder("\033[H");
        for (int y = 0; y < HEIGHT; y += 2) {
            for (int x = 0; x < WIDTH; x++) {
                text.append("\033[38;5;%d;48;5;%dm▀".formatted(colour(ages[y][x]), colour(ages[y + 1][x])));
            }
            text.append("\033[0m\n");
        }
        return text.toString();
    }

    static int colour(int age) {
        return switch (age) {
            case 0 -> 16;
            case 1 -> 231;
            case 2, 3 -> 228;
            case 4, 5, 6 -> 214;
            case 7, 8, 9, 10 -> 202;
            default -> 125;
        };
    }

    static long neighbours(int[][] ages, int y, int x) {
        return IntStream.range(0, 9)
                .filter(i -> i != 4)
                .filter(i -> ages[(y + i / 3 - 1 + HEIGHT) % HEIGHT][(x + i % 3 - 1 + WIDTH) % WIDTH] > 0)
                .count();
    }

    static int[][] next(int[][] ages) {
        return IntStream.range(0, HEIGHT).parallel().mapToObj(y -> IntStream.range(0, WIDTH).map(x -> {
            long around = neighbours(ages, y, x);
            boolean lives = around == 3 || around == 2 && ages[y][x] > 0;
            return lives ? ages[y][x] + 1 : 0;
        }).toArray()).toArray(int[][]::new);
    }

    public static void main(String[] args) throws InterruptedException {
        // An R-pentomino: five cells that take more than a thousand turns to come to rest.
        var ages = new int[HEIGHT][WIDTH];
        int[][] seed = {{0, 1}, {0, 2}, {1, 0}, {1, 1}, {2, 1}};
        for (int[] cell : seed) ages[HEIGHT / 2 + cell[0]][WIDTH / 2 + cell[1]] = 1;

        System.out.print("\033[2J\033[?25l");
        for (int turn = 0; turn < TURNS; turn++) {
            System.out.print(picture(ages));
            ages = next(ages);
            Thread.sleep(30);
        }
        System.out.print("\033[?25h");
    }
}

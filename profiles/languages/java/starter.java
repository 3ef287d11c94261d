// Welcome. Press Run, then answer in the terminal.
import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        System.out.println("Hello from Java " + Runtime.version().feature() + "!");
        System.out.print("What is your name? ");
        String name = new Scanner(System.in).nextLine();
        System.out.println("Nice to meet you, " + name + ".");
    }
}

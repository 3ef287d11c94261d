import java.util.*;

public class Main {
    record Question(String text, String answer) {}

    static final List<Question> QUESTIONS = List.of(
            new Question("Which planet is closest to the sun?", "mercury"),
            new Question("How many bits are in a byte?", "8"),
            new Question("What is the largest animal on Earth?", "blue whale"));

    public static void main(String[] args) {
        var in = new Scanner(System.in);
        int right = 0;
        for (var question : QUESTIONS) {
            System.out.print(question.text() + " ");
            if (!in.hasNextLine()) break;
            String said = in.nextLine().strip().toLowerCase();
            if (said.equals(question.answer())) {
                System.out.println("Right!");
                right++;
            } else {
                System.out.println("It is: " + question.answer() + ".");
            }
        }
        System.out.printf("%d of %d.%n", right, QUESTIONS.size());
    }
}

// Puts another program in its own place, for the tests after this one.
import java.nio.file.Files;
import java.nio.file.Path;

class Main {
    public static void main(String[] args) throws Exception {
        Files.writeString(Path.of("/code/.glovebox/start"), "-cp /code/.glovebox/classes Other");
        Files.copy(Path.of("/code/.glovebox/classes/Other.class"), Path.of("/code/.glovebox/classes/Main.class"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}

class Other {
    public static void main(String[] args) {
        System.out.println(35579);
    }
}

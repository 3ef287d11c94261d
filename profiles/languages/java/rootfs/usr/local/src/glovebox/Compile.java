import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles a program and notes how to start it: {@code Compile FOLDER JUNIT MAIN-FILE FILE…}. Classes go to FOLDER/classes, and FOLDER/start becomes an argument
 * file of {@code java}: it names the class with the main method, or runs the tests where there is none. Messages are javac's own, with columns.
 */
public final class Compile {
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path classes = folder.resolve("classes");
        empty(classes);
        var options = List.of("-d", classes.toString(), "-cp", args[1], "-proc:none", "-g", "-encoding", "UTF-8",
                "-Xlint:all,-serial,-processing,-path,-classfile,-options", "-XDdiags.layout=%f:%l:%c:%_%p%L%m");
        List<String> names = List.of(args).subList(2, args.length);

        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task = (JavacTask) compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(names.toArray(String[]::new)));
            String start = null;
            boolean tests = false;
            for (CompilationUnitTree unit : task.parse()) {
                if (start == null) start = mainClass(unit, names.getFirst());
                tests |= unit.getImports().stream().anyMatch(line -> line.getQualifiedIdentifier().toString().startsWith("org.junit."));
            }
            task.analyze();
            task.generate();
            Files.writeString(folder.resolve("start"), start(classes, tests ? args[1] : null, start));
        }
        messages.flush();
        System.exit(hasClasses(classes) ? 0 : 1);
    }

    private static String start(Path classes, String junit, String mainClass) {
        if (junit == null) return "-cp " + classes + " " + mainClass.replace("?", "");
        // The archive has JUnit's classes; it is taken only where the class path begins as it did when it was made.
        String with = "-XX:SharedArchiveFile=/usr/local/lib/glovebox/run.jsa -cp " + junit + ":" + classes + " ";
        if (!mainClass.endsWith("?")) return with + mainClass;
        return with + "org.junit.platform.console.ConsoleLauncher execute --disable-banner --scan-class-path=" + classes + " --include-classname=.*";
    }

    /** The class to start: the one that is called like the file, or else the first with a main method. It ends in "?" where there is no such method. */
    private static String mainClass(CompilationUnitTree unit, String file) {
        String stem = Path.of(file).getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String home = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        var names = new ArrayList<String>();
        for (var tree : unit.getTypeDecls()) {
            if (!(tree instanceof ClassTree type)) continue;
            String name = type.getSimpleName().toString();
            boolean starts = type.getMembers().stream().anyMatch(member -> member instanceof MethodTree method && method.getName().contentEquals("main"));
            if (name.equals(stem) && starts) return home + name;
            if (starts) names.add(name);
        }
        return home + (names.isEmpty() ? stem + "?" : names.getFirst());
    }

    private static boolean hasClasses(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.anyMatch(path -> path.toString().endsWith(".class"));
        }
    }

    private static void empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) Files.delete(path);
            }
        }
    }
}

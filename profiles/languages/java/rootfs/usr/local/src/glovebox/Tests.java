import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/**
 * Carries out the tests that FOLDER/tests.list names, a line {@code Class#method} each, one after another, with the classes of FOLDER/classes: {@code Tests FOLDER}.
 * It is started by supervise.pl, and tells it of them.
 */
public final class Tests {
    private static final int MESSAGE_CHARS = 20_000;
    private static final int FRAMES = 12;

    public static void main(String[] args) throws Exception {
        // Java reaches no descriptor but the first three: what supervise.pl says, and hears, goes over the first one.
        InputStream orders = new FileInputStream(FileDescriptor.in);
        OutputStream events = new FileOutputStream(FileDescriptor.in);
        PrintStream printed = System.out;
        String[] order = line(orders).split(" ", -1);
        System.setIn(InputStream.nullInputStream());
        Set<String> left = new HashSet<>(List.of(order[1].split(",")));
        Path folder = Path.of(args[0]);
        List<String> names = Files.readAllLines(folder.resolve("tests.list"));
        var loader = new URLClassLoader(new URL[] {folder.resolve("classes").toUri().toURL()}, Tests.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        load(folder.resolve("classes"), loader);
        var methods = new ArrayList<Method>();
        for (String name : names) methods.add(method(name, loader));
        run(methods, left, LauncherFactory.create(), new Events() {
            @Override
            public void tell(String json) throws IOException {
                printed.flush();
                events.write((order[0] + " " + json + "\n").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void heard() throws IOException {
                orders.read();
            }
        });
        // An archive of loaded classes is only written by an end of the usual kind.
        if (args.length > 1) System.exit(0);
        Runtime.getRuntime().halt(0);
    }

    /** Loads every class, runs nothing of them, and takes their files away: what a test does to those changes no other one, and nobody reads in them what tests expect. */
    private static void load(Path classes, ClassLoader loader) throws IOException {
        try (var walk = Files.walk(classes)) {
            List<Path> files = walk.filter(one -> one.toString().endsWith(".class")).toList();
            for (Path file : files) {
                String name = classes.relativize(file).toString().replaceFirst("\\.class$", "").replace('/', '.');
                try {
                    Class.forName(name, false, loader);
                } catch (ClassNotFoundException | LinkageError fault) {
                    // Whoever needs it is told.
                }
            }
            for (Path file : files) Files.delete(file);
        }
    }

    private interface Events {
        void tell(String json) throws IOException;

        /** Waits until the end of a test has been passed on. */
        void heard() throws IOException;
    }

    private static String line(InputStream from) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        for (int next = from.read(); next >= 0 && next != '\n'; next = from.read()) bytes.write(next);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void run(List<Method> methods, Set<String> left, Launcher launcher, Events events) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (int index = 0; index < methods.size(); index++) {
            if (left.contains("" + index)) continue;
            events.tell("{\"type\":\"start\",\"test\":" + index + "}");
            Thread.currentThread().setContextClassLoader(loader);
            events.tell("{\"type\":\"end\",\"test\":" + index + "," + carryOut(methods.get(index), launcher) + "}");
            events.heard();
        }
        events.tell("{\"type\":\"done\"}");
    }

    private static String carryOut(Method method, Launcher launcher) {
        if (method == null) return "\"status\":\"error\",\"message\":\"There is no such test.\"";
        try {
            var result = new Result();
            // A test may set the system's properties, and write files: neither is where the framework takes its own settings from.
            var request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectMethod(method.getDeclaringClass(), method))
                    .enableImplicitConfigurationParameters(false)
                    .build();
            launcher.execute(request, result);
            return result.toJson();
        } catch (Throwable fault) {
            return "\"status\":\"error\",\"message\":" + quoted(describe(fault));
        }
    }

    /** The method that {@code Class#method} names, before anything has run. */
    private static Method method(String name, ClassLoader loader) {
        String[] parts = name.split("#");
        try {
            for (Method method : Class.forName(parts[0], false, loader).getDeclaredMethods()) {
                if (method.getName().equals(parts[1]) && !method.isSynthetic()) return method;
            }
        } catch (ClassNotFoundException | LinkageError fault) {
            // As if there were none.
        }
        return null;
    }

    /** What came of a test, or of all cases of a test with parameters. */
    private static final class Result implements TestExecutionListener {
        private int passed;
        private int skipped;
        private String failed;

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            skipped++;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                if (failed == null) failed = failure(test, result.getThrowable().orElse(null));
            } else if (test.isTest()) {
                if (result.getStatus() == TestExecutionResult.Status.ABORTED) skipped++;
                else passed++;
            }
        }

        String toJson() {
            if (failed != null) return failed;
            if (passed > 0) return "\"status\":\"pass\",\"message\":\"\"";
            return skipped > 0 ? "\"status\":\"skip\",\"message\":\"\"" : "\"status\":\"error\",\"message\":\"The framework found no such test.\"";
        }

        private static String failure(TestIdentifier test, Throwable fault) {
            String which = test.getParentId().isPresent() && test.getUniqueId().contains("test-template-invocation") ? test.getDisplayName() + ": " : "";
            String json = "\"status\":\"fail\",\"message\":" + quoted(which + describe(fault));
            if (!(fault instanceof AssertionFailedError compared) || !compared.isExpectedDefined() || !compared.isActualDefined()) return json;
            return json + ",\"expected\":" + quoted(shown(compared.getExpected())) + ",\"got\":" + quoted(shown(compared.getActual()));
        }

        private static String shown(ValueWrapper value) {
            return value == null ? "null" : value.getStringRepresentation();
        }
    }

    /** The message, and where in the program it came from. */
    private static String describe(Throwable fault) {
        if (fault == null) return "The test failed.";
        String message = String.valueOf(fault.getMessage());
        var text = new StringBuilder(fault instanceof AssertionError ? message.strip() : fault.getMessage() == null ? fault.getClass().getName() : fault.getClass().getName() + ": " + message);
        int frames = 0;
        for (StackTraceElement frame : fault.getStackTrace()) {
            if (frame.getClassName().matches("(?:java|jdk|sun|org\\.junit|org\\.opentest4j|org\\.assertj)\\..*|Tests(?:\\$.*)?")) continue;
            if (++frames <= FRAMES) text.append("\n\tat ").append(frame);
        }
        return text.toString();
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (char one : (text.length() > MESSAGE_CHARS ? text.substring(0, MESSAGE_CHARS) : text).toCharArray()) {
            if (one == '"' || one == '\\') json.append('\\').append(one);
            else if (one == '\n') json.append("\\n");
            else if (one < ' ' || Character.isSurrogate(one)) json.append(String.format("\\u%04x", (int) one));
            else json.append(one);
        }
        return json.append('"').toString();
    }
}

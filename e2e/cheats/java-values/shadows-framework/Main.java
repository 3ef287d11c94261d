// Has classes of its own found under the names of the framework's, as tests that import all of a package have the nearest one.
import java.util.*;

class Main {
    static Set<Integer> unique() {
        return null;
    }

    static List<Integer> numbers() {
        return null;
    }

    static Object half() {
        return null;
    }
}

// Returns sets, lists and objects of classes of its own, which say that they equal everything.
import java.util.*;

class Main {
    static Set<Integer> unique() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public Iterator<Integer> iterator() {
                return Collections.emptyIterator();
            }
        };
    }

    static List<Integer> numbers() {
        return new ArrayList<>() {
            @Override
            public boolean equals(Object other) {
                return true;
            }
        };
    }

    static Object half() {
        return new Object() {
            @Override
            public boolean equals(Object other) {
                return true;
            }
        };
    }
}

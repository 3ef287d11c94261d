// Hands in files of tests, and settings, under the names of the real ones.
class Main {
    static int add(int a, int b) {
        return 0;
    }
}

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void small() {}

    @Test
    void large() {}
}

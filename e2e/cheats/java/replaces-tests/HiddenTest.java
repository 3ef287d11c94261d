import org.junit.jupiter.api.Test;

class HiddenTest {
    @Test
    void hidden() {}
}

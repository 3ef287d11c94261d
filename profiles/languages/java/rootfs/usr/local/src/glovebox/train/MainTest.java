import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    @Test
    void starts() throws Exception {
        Main.main(new String[0]);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,4"})
    void squares(int number, int square) {
        assertEquals(square, number * number);
    }

    @Test
    void fails() {
        assertThrows(IllegalStateException.class, () -> {
            throw new IllegalStateException("no");
        });
        assertTrue(false);
    }
}

// A file without a main method whose classes are tests: Run runs them.
import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    @ParameterizedTest
    @CsvSource({"1, I", "4, IV", "9, IX", "1999, MCMXCIX", "2026, MMXXVI"})
    void writesNumbers(int number, String letters) {
        assertEquals(letters, Roman.of(number));
    }

    @Test
    void refusesWhatRomansDidNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> Roman.of(0));
    }
}

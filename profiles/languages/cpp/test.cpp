// Tests with doctest, which brings its own main function.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "roman.hpp"

TEST_CASE("small numbers") {
    CHECK(roman(1) == "I");
    CHECK(roman(4) == "IV");
    CHECK(roman(9) == "IX");
}

TEST_CASE("years") {
    CHECK(roman(1999) == "MCMXCIX");
    CHECK(roman(2026) == "MMXXVI");
}

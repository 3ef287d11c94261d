#include <doctest/doctest.h>

TEST_CASE("small") {}
TEST_CASE("large") {}

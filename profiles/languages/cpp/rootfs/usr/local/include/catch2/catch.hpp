// The one header of Catch2's second version, for tests that were written for it.
#pragma once
#include <catch2/catch_all.hpp>
using Catch::Approx;
namespace Catch {
using namespace Matchers;
}

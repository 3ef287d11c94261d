// A main function for Catch2 that carries out one test.
#include <catch2/catch_session.hpp>
#include <catch2/catch_test_case_info.hpp>
#include <catch2/interfaces/catch_interfaces_registry_hub.hpp>
#include <catch2/interfaces/catch_interfaces_testcase.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "each.h"

namespace {

std::string message, expected, got;
bool passed = false, compared = false, ran = false, skipped = false;

class Listener : public Catch::EventListenerBase {
  public:
    using Catch::EventListenerBase::EventListenerBase;

    void assertionEnded(const Catch::AssertionStats &stats) override {
        const auto &result = stats.assertionResult;
        if (result.isOk() || result.getResultType() == Catch::ResultWas::ExplicitSkip) return;
        const auto place = result.getSourceInfo();
        if (!message.empty()) message += "\n";
        message += std::string(place.file) + ":" + std::to_string(place.line) + ": ";
        if (result.hasExpression()) message += std::string(result.getExpressionInMacro());
        if (result.hasExpandedExpression()) message += "\n  values: " + result.getExpandedExpression();
        if (result.hasMessage()) message += (result.hasExpression() ? "\n  " : "") + std::string(result.getMessage());
        for (const auto &info : stats.infoMessages) message += "\n  with " + info.message;
        const std::string values = result.hasExpandedExpression() ? result.getExpandedExpression() : "";
        const auto middle = values.find(" == ");
        if (compared || middle == std::string::npos || values.find(" == ", middle + 1) != std::string::npos) return;
        compared = true;
        got = values.substr(0, middle);
        expected = values.substr(middle + 4);
    }

    void testCaseEnded(const Catch::TestCaseStats &stats) override {
        ran = true;
        passed = stats.totals.testCases.failed == 0 && stats.totals.assertions.failed == 0;
        skipped = stats.totals.testCases.skipped > 0;
        if (stats.aborting && message.empty()) passed = false;
    }
};

CATCH_REGISTER_LISTENER(Listener)

// The name as a filter, in which some characters mean something.
std::string escaped(const std::string &name) {
    std::string text;
    for (char one : name) {
        if (std::strchr("\\,[]*\"~", one)) text += '\\';
        text += one;
    }
    return text;
}

} // namespace

int main() {
    std::vector<const Catch::TestCaseInfo *> tests;
    for (const auto *info : Catch::getRegistryHub().getTestCaseRegistry().getAllInfos()) tests.push_back(info);
    std::sort(tests.begin(), tests.end(), [](const auto *one, const auto *other) {
        const int files = std::strcmp(one->lineInfo.file, other->lineInfo.file);
        return files != 0 ? files < 0 : one->lineInfo.line < other->lineInfo.line;
    });
    const int number = glovebox_number();
    if (number < 0 || static_cast<std::size_t>(number) >= tests.size()) return 2;
    const std::string name = escaped(tests[number]->name);
    const char *arguments[] = {"tests", "--out", "/dev/null", name.c_str()};
    Catch::Session session;
    if (session.applyCommandLine(4, arguments) != 0) return 2;
    const int failed = session.run();
    if (!ran) return 2;
    if (skipped) glovebox_end("skip", nullptr, nullptr, nullptr);
    if (passed && failed == 0) glovebox_end("pass", nullptr, nullptr, nullptr);
    glovebox_end("fail", message.c_str(), compared ? expected.c_str() : nullptr, compared ? got.c_str() : nullptr);
}

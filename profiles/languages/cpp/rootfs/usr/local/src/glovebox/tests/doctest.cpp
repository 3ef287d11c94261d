// doctest itself, and a main function that carries out one test.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <string>

#include "each.h"

namespace {

std::string message, expected, got;
bool passed = false, compared = false, ran = false;

struct Reporter : doctest::IReporter {
    explicit Reporter(const doctest::ContextOptions &) {}

    static void say(const char *file, int line, const std::string &what) {
        if (!message.empty()) message += "\n";
        message += std::string(file) + ":" + std::to_string(line) + ": " + what;
        const auto scopes = get_active_contexts();
        for (int scope = 0; scope < get_num_active_contexts(); scope++) {
            std::string text;
            doctest::String shown;
            std::ostringstream stream;
            scopes[scope]->stringify(&stream);
            message += "\n  with " + stream.str();
        }
    }

    void log_assert(const doctest::AssertData &assertion) override {
        if (!assertion.m_failed) return;
        std::string what = std::string(doctest::assertString(assertion.m_at)) + "( " + assertion.m_expr + " )";
        const std::string values = assertion.m_decomp.c_str();
        if (assertion.m_threw && !(assertion.m_at & doctest::assertType::is_throws_as)) what += " threw: " + std::string(assertion.m_exception.c_str());
        else if (assertion.m_at & (doctest::assertType::is_throws | doctest::assertType::is_throws_as)) what += assertion.m_threw ? " threw something else" : " did not throw";
        else if (!values.empty()) what += "\n  values: " + values;
        say(assertion.m_file, assertion.m_line, what);
        const auto middle = values.find(" == ");
        if (compared || middle == std::string::npos || values.find(" == ", middle + 1) != std::string::npos) return;
        compared = true;
        got = values.substr(0, middle);
        expected = values.substr(middle + 4);
    }

    void log_message(const doctest::MessageData &told) override {
        if (told.m_severity & doctest::assertType::is_warn) return;
        say(told.m_file, told.m_line, told.m_string.c_str());
    }

    void test_case_exception(const doctest::TestCaseException &fault) override {
        if (!message.empty()) message += "\n";
        message += fault.is_crash ? "crash: " : "exception: ";
        message += fault.error_string.c_str();
    }

    void test_case_end(const doctest::CurrentTestCaseStats &stats) override {
        ran = true;
        passed = stats.testCaseSuccess;
    }

    void report_query(const doctest::QueryData &) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats &) override {}
    void test_case_start(const doctest::TestCaseData &) override {}
    void test_case_reenter(const doctest::TestCaseData &) override {}
    void subcase_start(const doctest::SubcaseSignature &) override {}
    void subcase_end() override {}
    void test_case_skipped(const doctest::TestCaseData &) override {}
};

REGISTER_REPORTER("glovebox", 1, Reporter);

} // namespace

int main() {
    doctest::Context context;
    context.setOption("reporters", "glovebox");
    context.setOption("order-by", "file");
    context.setOption("no-skip", true);
    context.setOption("no-intro", true);
    context.setOption("first", glovebox_number() + 1);
    context.setOption("last", glovebox_number() + 1);
    const int failed = context.run();
    if (!ran) return 2;
    if (passed && failed == 0) glovebox_end("pass", nullptr, nullptr, nullptr);
    glovebox_end("fail", message.c_str(), compared ? expected.c_str() : nullptr, compared ? got.c_str() : nullptr);
}

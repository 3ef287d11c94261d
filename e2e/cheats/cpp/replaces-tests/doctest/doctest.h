#define TEST_CASE(name) static void unused()
#define CHECK(what) (void)0

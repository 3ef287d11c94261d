#define assert_int_equal(a, b) ((void)(a), (void)(b))
#define cmocka_unit_test(test) {#test, test, NULL, NULL, NULL}

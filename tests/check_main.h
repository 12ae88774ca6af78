/* The main function of a unit test: runs one Check suite, forked unless CK_FORK=no says otherwise.
 */
#ifndef ADC_TESTS_CHECK_MAIN_H
#define ADC_TESTS_CHECK_MAIN_H

#include <check.h>
#include <stdlib.h>

#define CHECK_MAIN(make_suite)                            \
    int main(void)                                        \
    {                                                     \
        SRunner *runner = srunner_create(make_suite());   \
        srunner_run_all(runner, CK_NORMAL);               \
        const int failed = srunner_ntests_failed(runner); \
        srunner_free(runner);                             \
        return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE; \
    }

#endif

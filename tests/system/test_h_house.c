/* The house itself: packages are listed. */
#include <criterion/criterion.h>
#include <stdlib.h>

Test(h_house, every_package_that_the_build_and_the_tests_use_is_listed, .timeout = 120)
{
    cr_assert_eq(system("/usr/bin/python3 tests/support/deps.py -Iinclude -I" PFQ_TREE "/gen"), 0);
}

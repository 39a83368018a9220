/* The name that a mistyped one may have meant. */
#include <criterion/criterion.h>

#include "pfq/near.h"

Test(near, the_nearest_name_is_found_and_none_that_is_far)
{
    static const char *const names[] = {"status", "store", "sum"};

    static const struct {
        const char *wanted;
        const char *name;
        size_t edits;
    } rows[] = {{"sttaus", "status", 2}, {"status", "status", 0}, {"stor", "store", 1},
                {"sun", "sum", 1},       {"feedback", NULL, 0},   {"", NULL, 0}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pfq_near near = {.wanted = rows[i].wanted};
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
            pfq_near_offer(&near, names[j]);
        }
        cr_assert_eq(near.name == NULL, rows[i].name == NULL, "row %zu", i);
        if (near.name != NULL) {
            cr_assert_str_eq(near.name, rows[i].name, "row %zu", i);
            cr_assert_eq(near.edits, rows[i].edits, "row %zu", i);
        }
    }
}

Test(near, a_name_that_is_too_long_is_near_nothing)
{
    char wanted[400];
    char name[PFQ_NEAR_TEXT + 1];
    for (size_t i = 0; i < sizeof wanted - 1; i++) {
        wanted[i] = 'a';
    }
    wanted[sizeof wanted - 1] = '\0';
    for (size_t i = 0; i < sizeof name - 1; i++) {
        name[i] = 'a';
    }
    name[sizeof name - 1] = '\0';
    struct pfq_near near = {.wanted = wanted};
    pfq_near_offer(&near, name);
    cr_assert_null(near.name);
}

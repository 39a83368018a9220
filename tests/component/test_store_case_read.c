/* Who may read the submissions of any case: authorise_case(). */
#include <criterion/criterion.h>

#include "store/authorise.h"

Test(store_case_read, g7_whoever_assesses_reads_cases_and_no_force_and_no_stranger)
{
    static const struct {
        Pfq__V1__Role role;
        bool may;
    } rows[] = {
        {PFQ__V1__ROLE__ROLE_UNSPECIFIED, false}, {PFQ__V1__ROLE__ROLE_OPERATOR, true},
        {PFQ__V1__ROLE__ROLE_FORCE, false},       {PFQ__V1__ROLE__ROLE_CPS, true},
        {PFQ__V1__ROLE__ROLE_PROSECUTOR, true},   {PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, true},
        {PFQ__V1__ROLE__ROLE_AREA_MANAGER, true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
        peer.has_role = true;
        peer.role = rows[i].role;
        cr_expect_eq(authorise_case(&peer), rows[i].may, "role %d", (int)rows[i].role);
        peer.has_role = false;
        cr_expect_not(authorise_case(&peer), "no role");
    }
    cr_expect(authorise_case(NULL), "a service of ours");
}

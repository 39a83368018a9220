/* User ids to roles: pfq/grants.h (G7). */
#include <criterion/criterion.h>
#include <unistd.h>

#include "pfq/grants.h"

static Pfq__V1__Peer stamp(const char *peers, bool known, uint32_t uid)
{
    static struct pfq_grants grants;
    struct pfq_err err;
    Pfq__V1__Peer out;
    cr_assert_eq(pfq_grants_parse(peers, &grants, &err), PFQ_OK, "%s", err.text);
    struct pfq_peer peer = {.known = known, .uid = uid};
    pfq_grants_stamp(&grants, &peer, &out);
    return out;
}

Test(grants, a_mapped_user_gets_its_role_and_nobody_else_gets_any)
{
    const char *peers = "1001=force:43, 1002=cps 1003=operator";
    cr_assert_eq(stamp(peers, true, 1001).role, PFQ__V1__ROLE__ROLE_FORCE);
    cr_assert_str_eq(stamp(peers, true, 1001).force, "43");
    cr_assert_eq(stamp(peers, true, 1002).role, PFQ__V1__ROLE__ROLE_CPS);
    cr_assert_null(stamp(peers, true, 1002).force);
    cr_assert_str_eq(stamp("7=force:02", true, 7).force, "01", "02 is read as 01");
    cr_assert_eq(stamp(peers, true, 1003).role, PFQ__V1__ROLE__ROLE_OPERATOR);
    cr_assert_eq(stamp(peers, true, 1004).role, PFQ__V1__ROLE__ROLE_UNSPECIFIED);
    cr_assert_eq(stamp(peers, true, getuid()).role, PFQ__V1__ROLE__ROLE_OPERATOR);
    cr_assert_eq(stamp(peers, false, 0).role, PFQ__V1__ROLE__ROLE_UNSPECIFIED);
}

Test(grants, every_word_that_is_wrong_is_named)
{
    struct pfq_grants grants;
    struct pfq_err err;
    cr_assert_eq(pfq_grants_parse("1001=chief 1002=cps x=cps 7=force:4", &grants, &err),
                 PFQ_E_CONFIG);
    cr_assert_not_null(strstr(err.text, "\"1001=chief\" \"x=cps\" \"7=force:4\""), "%s", err.text);
}

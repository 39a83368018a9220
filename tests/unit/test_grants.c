/* User ids to roles: pfq/grants.h (G7). */
#include <criterion/criterion.h>
#include <string.h>
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

Test(grants, people_have_a_staff_id_and_managers_of_an_area_the_area)
{
    const char *peers = "4=prosecutor:S17 5=legal_manager:S18 6=area_manager:TC:S19 "
                        "7=area_manager:ALL:S20";
    cr_assert_eq(stamp(peers, true, 4).role, PFQ__V1__ROLE__ROLE_PROSECUTOR);
    cr_assert_str_eq(stamp(peers, true, 4).staff, "S17");
    cr_assert_eq(stamp(peers, true, 5).role, PFQ__V1__ROLE__ROLE_LEGAL_MANAGER);
    cr_assert_null(stamp(peers, true, 5).area);
    cr_assert_eq(stamp(peers, true, 6).role, PFQ__V1__ROLE__ROLE_AREA_MANAGER);
    cr_assert_str_eq(stamp(peers, true, 6).area, "TC");
    cr_assert_str_eq(stamp(peers, true, 6).staff, "S19");
    cr_assert_null(stamp(peers, true, 7).area, "all of them");
    cr_assert_null(stamp("2=cps", true, 2).staff, "a system speaks for many");
}

Test(grants, a_role_of_people_needs_a_staff_id)
{
    static const char *const wrong[] = {
        "4=prosecutor",         "4=prosecutor:",       "4=area_manager:S19", "4=area_manager:A:",
        "4=prosecutor:J Smith", "4=legal_manager:S/1", "4=cps:S17",          "4=force:433"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct pfq_grants grants;
        struct pfq_err err;
        cr_assert_eq(pfq_grants_parse(wrong[i], &grants, &err), PFQ_E_CONFIG, "%s", wrong[i]);
    }
}

Test(grants, every_word_that_is_wrong_is_named)
{
    struct pfq_grants grants;
    struct pfq_err err;
    cr_assert_eq(pfq_grants_parse("1001=chief 1002=cps x=cps 7=force:4", &grants, &err),
                 PFQ_E_CONFIG);
    cr_assert_not_null(strstr(err.text, "\"1001=chief\" \"x=cps\" \"7=force:4\""), "%s", err.text);
}

static size_t find(const void *unused_self, const char *area, int32_t date, const char **forces,
                   size_t room)
{
    (void)unused_self;
    if (strcmp(area, "TC") != 0 || date != 20260601 || room < 2) {
        return 0;
    }
    forces[0] = "40";
    forces[1] = "43";
    return 2;
}

Test(grants, a_manager_of_an_area_gets_its_forces_and_areas_without_any_are_named)
{
    static struct pfq_grants grants;
    struct pfq_err err;
    Pfq__V1__Peer out;
    struct pfq_peer peer = {.known = true, .uid = 6};
    const char *peers = "6=area_manager:TC:S19 7=area_manager:ALL:S20";
    cr_assert_eq(pfq_grants_parse(peers, &grants, &err), PFQ_OK);
    pfq_grants_stamp(&grants, &peer, &out);
    cr_assert_eq(out.n_forces, 0, "none before they were looked up");
    cr_assert_eq(pfq_grants_areas(&grants, find, NULL, 20260601, &err), PFQ_OK);
    pfq_grants_stamp(&grants, &peer, &out);
    cr_assert_eq(out.n_forces, 2);
    cr_assert_str_eq(out.forces[0], "40");
    cr_assert_str_eq(out.forces[1], "43");
    peer.uid = 7;
    pfq_grants_stamp(&grants, &peer, &out);
    cr_assert(out.n_forces == 0 && out.area == NULL, "of all");
    cr_assert_eq(pfq_grants_parse("6=area_manager:XX:S1 7=area_manager:YY:S2", &grants, &err),
                 PFQ_OK);
    cr_assert_eq(pfq_grants_areas(&grants, find, NULL, 20260601, &err), PFQ_E_CONFIG);
    cr_assert_not_null(strstr(err.text, "\"XX\" \"YY\""), "%s", err.text);
}

/* Who is to have a digest: feedback/send/targets.h. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "feedback/send/targets.h"

#define KIND(name) PFQ__V1__DIGEST_KIND__DIGEST_KIND_##name

static struct routes routes_of(const char *text)
{
    char path[] = "/tmp/pfq-targets-XXXXXX";
    struct routes routes;
    struct pfq_err err = {0};
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    FILE *file = fdopen(fd, "w");
    fprintf(file, "[routes]\n%s", text);
    (void)fclose(file);
    cr_assert_eq(routes_read(path, &routes, &err), PFQ_OK, "%s", err.text);
    (void)unlink(path);
    return routes;
}

/* "40/ out, 40/BD in": all of them. */
static void expect(Pfq__V1__DigestKind kind, const char *text, const char *wanted)
{
    char *forces[] = {"40", "43"};
    char got[512] = "";
    struct targets targets;
    struct pfq_err err = {0};
    struct routes routes = routes_of(text);
    cr_assert_eq(targets_open(&targets, &err), PFQ_OK);
    targets_fill(&targets, kind, forces, 2, &routes);
    for (size_t i = 0; i < targets.count; i++) {
        const struct target *t = &targets.rows[i];
        size_t used = strlen(got);
        (void)snprintf(got + used, sizeof got - used, "%s%s/%s %s", i == 0 ? "" : ", ", t->force,
                       t->unit, t->audience == PFQ__V1__AUDIENCE__AUDIENCE_INSIDE ? "in" : "out");
    }
    cr_expect_str_eq(got, wanted, "%s", got);
    targets_close(&targets);
    routes_close(&routes);
}

Test(targets, each_force_that_sends_has_one_and_whoever_a_route_names_besides)
{
    expect(KIND(WEEKLY), "", "40/ out, 43/ out");
    expect(KIND(WEEKLY), "* = a@x.example weekly inside\n", "40/ in, 40/ out, 43/ in, 43/ out");
    expect(KIND(DAILY), "* = a@x.example weekly inside\n", "40/ out, 43/ out");
    expect(KIND(DAILY),
           "43 AB = a@x.example daily outside\n43 AB = b@x.example daily outside\n"
           "44 CD = c@x.example daily outside\n",
           "40/ out, 43/ out, 43/AB out");
    expect(KIND(PACK), "", "");
    expect(KIND(PACK),
           "area Thames and Chiltern = a@x.example call_sheet,pack inside\n"
           "area Wessex = a@x.example call_sheet inside\n",
           "/Thames and Chiltern in");
}

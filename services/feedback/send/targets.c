/* targets.c - see targets.h. */
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/digest.h"

enum pfq_code targets_open(struct targets *targets, struct pfq_err *err)
{
    *targets = (struct targets){.rows = calloc(TARGETS_MAX, sizeof *targets->rows)};
    return targets->rows != NULL ? PFQ_OK : pfq_fail(err, PFQ_E_IO, "no memory for digests");
}

void targets_close(struct targets *targets)
{
    free(targets->rows);
    *targets = (struct targets){.rows = NULL};
}

static void add(struct targets *t, const char *force, const char *unit, Pfq__V1__Audience audience)
{
    struct target row = {.audience = audience};
    (void)snprintf(row.force, sizeof row.force, "%s", force);
    (void)snprintf(row.unit, sizeof row.unit, "%s", unit);
    if (t->count < TARGETS_MAX) {
        t->rows[t->count++] = row;
    }
}

/* Somebody inside is to have what is made of this force. */
static bool is_wanted_inside(const char *force, Pfq__V1__DigestKind kind,
                             const struct routes *routes)
{
    const char *nobody[1];
    size_t count = 0;
    Pfq__V1__Delivery what = PFQ__V1__DELIVERY__INIT;
    what.force = (char *)(uintptr_t)force;
    what.police_unit = (char *)(uintptr_t) "";
    what.kind = kind;
    what.audience = PFQ__V1__AUDIENCE__AUDIENCE_INSIDE;
    return routes_find(routes, &what, nobody, 1, &count) == ROUTES_FOUND;
}

static bool wants(const struct route *route, Pfq__V1__DigestKind kind)
{
    return (route->kinds >> kind & 1U) != 0;
}

static void add_force(struct targets *t, const char *force, Pfq__V1__DigestKind kind,
                      const struct routes *routes)
{
    add(t, force, "", PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE);
    if (is_wanted_inside(force, kind, routes)) {
        add(t, force, "", PFQ__V1__AUDIENCE__AUDIENCE_INSIDE);
    }
}

/* Of the forces that send, or of the CPS Areas. */
static void add_units(struct targets *t, const char *force, Pfq__V1__DigestKind kind,
                      const struct routes *routes)
{
    for (size_t i = 0; i < routes->count; i++) {
        const struct route *route = &routes->rows[i];
        if (strcmp(route->force, force) == 0 && route->unit[0] != '\0' && wants(route, kind)) {
            add(t, force, route->unit, route->audience);
        }
    }
}

bool target_is_neighbour(const struct target *a, const struct target *b)
{
    return strcmp(a->force, b->force) == 0 && strcmp(a->unit, b->unit) == 0;
}

int target_order(const struct target *a, const struct target *b)
{
    int order = strcmp(a->force, b->force);
    order = order != 0 ? order : strcmp(a->unit, b->unit);
    return order != 0 ? order : (int)a->audience - (int)b->audience;
}

static int by_place(const void *a, const void *b)
{
    return target_order(a, b);
}

/* Several routes may name the same. */
static void drop_repeats(struct targets *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (kept == 0 || target_order(&t->rows[kept - 1], &t->rows[i]) != 0) {
            t->rows[kept++] = t->rows[i];
        }
    }
    t->count = kept;
}

void targets_fill(struct targets *targets, Pfq__V1__DigestKind kind, char *const *forces,
                  size_t force_count, const struct routes *routes)
{
    targets->count = 0;
    if (digest_is_of_area(kind)) {
        add_units(targets, "", kind, routes);
    }
    for (size_t i = 0; i < force_count && !digest_is_of_area(kind); i++) {
        add_force(targets, forces[i], kind, routes);
        add_units(targets, forces[i], kind, routes);
    }
    qsort(targets->rows, targets->count, sizeof *targets->rows, by_place);
    drop_repeats(targets);
}

/* routes_print.c - [routes] and [staff] as --print-config shows them, beside the parameters; of a
 * route to a unit that the loaded table of units does not hold it says so. */
#include <ctype.h>
#include <stdio.h>

#include "deliver/routes.h"
#include "feedback.h"
#include "pfq/arena.h"
#include "pfq/clock.h"
#include "pfq/config.h"
#include "pfq/standard.h"
#include "pfq/wire.h"

static const char *name_of(const struct route *r, struct pfq_arena *arena)
{
    const char *force = r->force[0] == '\0' ? "area" : r->force;
    return pfq_arena_printf(arena, "%s%s%s", force, r->unit[0] == '\0' ? "" : " ", r->unit);
}

static const char *kinds_of(const struct route *r, struct pfq_arena *arena)
{
    const ProtobufCEnumDescriptor *type = &pfq__v1__digest_kind__descriptor;
    const char *all = "";
    for (unsigned i = 0; i < type->n_values; i++) {
        int kind = type->values[i].value;
        if (kind > 0 && (r->kinds & (1U << kind)) != 0) {
            all = pfq_arena_printf(arena, "%s%s%s", all, *all == '\0' ? "" : ",",
                                   pfq_enum_name(type, kind));
        }
    }
    return all;
}

/* NULL: it has faults, which the service tells when it starts. */
static struct pfq_standard *load_tables(const struct pfq_config *config, struct pfq_arena *arena)
{
    struct pfq_standard_source source = {.tables = pfq_config_text(config, "tables"),
                                         .config = pfq_config_file(config)};
    struct pfq_standard *standard = NULL;
    struct pfq_problems unwanted;
    struct pfq_err err;
    pfq_problems_init(&unwanted, arena);
    return pfq_standard_find(pfq_config_text(config, "catalogue"),
                             pfq_config_text(config, "reference"), arena, &source,
                             &err) == PFQ_OK &&
                   pfq_standard_load(&source, &unwanted, &standard, &err) == PFQ_OK
               ? standard
               : NULL;
}

/* "", or what whoever wrote it should look at. */
static const char *doubt(const struct route *r, const struct pfq_standard *standard)
{
    bool of_unit = isdigit((unsigned char)r->force[0]) && r->unit[0] != '\0';
    return of_unit && standard != NULL &&
                   pfq_standard_unit_unknown(standard, r->force, r->unit,
                                             pfq_london_date(pfq_wall_ms()))
               ? "; the table of units has no such unit of that force"
               : "";
}

static void print(const struct route *r, bool tabs, const struct pfq_standard *standard,
                  struct pfq_arena *arena)
{
    const char *name = name_of(r, arena);
    const char *whose = r->audience == PFQ__V1__AUDIENCE__AUDIENCE_INSIDE ? "inside" : "outside";
    const char *kinds = kinds_of(r, arena);
    if (tabs) {
        (void)printf("%s\t%s %s %s\t\t\t[" PFQ_CONFIG_ROUTES "]\t%u\tWho gets this mail%s.\n", name,
                     r->recipient, kinds, whose, r->line, doubt(r, standard));
    } else {
        (void)printf("%-20s = %s %s %s\n    # line %u of [" PFQ_CONFIG_ROUTES "]%s\n", name,
                     r->recipient, kinds, whose, r->line, doubt(r, standard));
    }
}

static void print_staff(const struct route_staff *s, bool tabs)
{
    if (tabs) {
        (void)printf("%s\t%s\t\t\t[" PFQ_CONFIG_STAFF "]\t%u\tWhere mail for this person goes.\n",
                     s->id, s->recipient, s->line);
    } else {
        (void)printf("%-20s = %s\n    # line %u of [" PFQ_CONFIG_STAFF "]\n", s->id, s->recipient,
                     s->line);
    }
}

void feedback_print_routes(const struct pfq_config *config, bool tabs)
{
    struct routes routes;
    struct pfq_arena arena;
    struct pfq_err err;
    if (routes_read(pfq_config_file(config), &routes, &err) != PFQ_OK) {
        return; /* deliver_check() has told it */
    }
    pfq_arena_open(&arena);
    struct pfq_standard *standard = routes.count == 0 ? NULL : load_tables(config, &arena);
    for (size_t i = 0; i < routes.count; i++) {
        print(&routes.rows[i], tabs, standard, &arena);
    }
    if (standard != NULL) {
        pfq_standard_close(standard);
    }
    for (size_t i = 0; i < routes.staff_count; i++) {
        print_staff(&routes.staff[i], tabs);
    }
    pfq_arena_close(&arena);
    routes_close(&routes);
}

/* editions.c - the stages of a row, and since when and until when it is in force. */
#include <string.h>

#include "pfq/clock.h"
#include "row.h"

enum {
    DATE_NEVER = 99991231
};

static void add_stage(const struct row *r, int stage)
{
    if (stage <= 0 || (r->out->stages & (1U << stage)) != 0) {
        return;
    }
    r->out->stages |= 1U << stage;
    r->texts->stages[r->texts->n_stages++] = (Pfq__V1__FileType)stage;
}

void row_stages(const struct row *r)
{
    struct fy_node *node = row_find(r, "stages");
    r->texts->stages = pfq_arena_new(&r->l->standard->arena, Pfq__V1__FileType, CATALOGUE_STAGES);
    const char *text = yaml_text(node, r->l->scratch);
    if (text != NULL && strcmp(text, "ALL") == 0) {
        for (int stage = 1; stage < CATALOGUE_STAGES; stage++) {
            add_stage(r, stage);
        }
        return;
    }
    if (node == NULL || !fy_node_is_sequence(node) || fy_node_sequence_item_count(node) <= 0) {
        yaml_fault(r->file, node == NULL ? r->node : node, "Write [FH_GAP, FH_NGAP] or ALL.",
                   text == NULL ? "The stages are missing." : "The stages are no list.");
        return;
    }
    void *next = NULL;
    struct fy_node *item = NULL;
    while ((item = fy_node_sequence_iterate(node, &next)) != NULL) {
        add_stage(r, row_enum(r, &pfq__v1__file_type__descriptor, item, "stage"));
    }
}

static int32_t read_date(const struct row *r, struct fy_node *node, int32_t otherwise)
{
    int32_t date = 0;
    const char *text = yaml_text(node, r->l->scratch);
    if (text != NULL && pfq_date_parse(text, &date)) {
        return date;
    }
    yaml_fault(r->file, node == NULL ? r->node : node, "Write it as 2021-01-01.",
               "Here a date is needed.");
    return otherwise;
}

static void fill(int32_t dates[CATALOGUE_STAGES], int32_t date)
{
    for (int stage = 0; stage < CATALOGUE_STAGES; stage++) {
        dates[stage] = date;
    }
}

/* {PCD_FCT: 2021-01-01, default: 2015-06-01} */
static void read_dates_by_stage(const struct row *r, struct fy_node *node, int32_t otherwise,
                                int32_t dates[CATALOGUE_STAGES])
{
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    uint32_t named = 0;
    struct fy_node *rest = fy_node_mapping_lookup_by_string(node, "default", FY_NT);
    fill(dates, rest == NULL ? otherwise : read_date(r, rest, otherwise));
    while ((pair = fy_node_mapping_iterate(node, &next)) != NULL) {
        struct fy_node *key = fy_node_pair_key(pair);
        if (fy_node_pair_value(pair) == rest) {
            continue;
        }
        int stage = row_enum(r, &pfq__v1__file_type__descriptor, key, "stage");
        named |= 1U << stage;
        dates[stage] = read_date(r, fy_node_pair_value(pair), otherwise);
    }
    if (rest == NULL && (r->out->stages & ~named) != 0) {
        yaml_fault(r->file, node, "Add default: 2015-06-01.",
                   "Some stages of the row have no date.");
    }
    if ((named & ~(r->out->stages | 1U)) != 0) {
        yaml_fault(r->file, node, "Take it out, or add it to the stages.",
                   "A date is given for a stage that the row does not have.");
    }
}

static void read_dates(const struct row *r, const char *key, int32_t otherwise,
                       int32_t dates[CATALOGUE_STAGES])
{
    struct fy_node *node = row_find(r, key);
    if (node != NULL && fy_node_is_mapping(node)) {
        read_dates_by_stage(r, node, otherwise, dates);
        return;
    }
    fill(dates, node == NULL ? otherwise : read_date(r, node, otherwise));
}

void row_editions(const struct row *r)
{
    struct catalogue_row *out = r->out;
    if (row_find(r, "from") == NULL) {
        yaml_fault(r->file, r->node, "Say since when the standard asks for this.",
                   "The key 'from' is missing.");
    }
    read_dates(r, "from", 0, out->from);
    read_dates(r, "until", DATE_NEVER, out->until);
    int32_t first = DATE_NEVER;
    int32_t last = 0;
    for (int stage = 1; stage < CATALOGUE_STAGES; stage++) {
        if ((out->stages & (1U << stage)) == 0) {
            continue;
        }
        first = out->from[stage] < first ? out->from[stage] : first;
        last = out->until[stage] > last ? out->until[stage] : last;
        if (out->from[stage] > out->until[stage]) {
            yaml_fault(r->file, row_find(r, "until"), "The last day comes after the first.",
                       "The row ends before it begins.");
            return;
        }
    }
    r->texts->has_from_date = true;
    r->texts->from_date = first;
    r->texts->has_until_date = last != DATE_NEVER;
    r->texts->until_date = last != DATE_NEVER ? last : 0;
}

/* blame.c - which items made a check come out as it did: rule_blame() of eval.h.
 *
 * Walks the condition again, only through what came out as blamed: under "not" the
 * blame turns round, so "no witness: retracted" names the witnesses that did. */
#include <string.h>

#include "eval.h"
#include "values.h"

/* An entry that we are inside.  A name is made only for what is listed: making all of
 * them cost more than the checks themselves. */
struct within {
    const struct within *up;
    const char *label;
    size_t position;
};

struct blame {
    struct rule_run *run;
    struct rule_items *items;
    const struct within *within; /* NULL: the file */
    size_t named;                /* so far, those named before included */
};

static void blame_condition(struct blame *b, uint16_t condition, enum rule_tri bad);

enum {
    NAME_TEXT = 128 + 1, /* what an item of a finding may have (limits.def) */
    DIGITS = 20
};

static size_t append(char out[NAME_TEXT], size_t used, const char *text)
{
    while (*text != '\0' && used + 1 < NAME_TEXT) {
        out[used++] = *text++;
    }
    out[used] = '\0';
    return used;
}

static size_t append_number(char out[NAME_TEXT], size_t used, size_t number)
{
    char digits[DIGITS + 1];
    size_t at = DIGITS;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return append(out, used, digits + at);
}

/* "defendant 1, bail condition 2" */
static size_t write_name(const struct within *w, char out[NAME_TEXT])
{
    size_t used = 0;
    if (w->up != NULL) {
        used = append(out, write_name(w->up, out), ", ");
    }
    used = append(out, used, w->label);
    return append_number(out, append(out, used, " "), w->position);
}

static void add_item(struct blame *b, const struct within *w)
{
    struct rule_items *items = b->items;
    char name[NAME_TEXT];
    size_t size = write_name(w, name);
    b->named++;
    for (size_t i = 0; i < items->count; i++) {
        if (strcmp(items->names[i], name) == 0) {
            return;
        }
    }
    if (items->count == RULE_ITEMS_MAX) {
        items->unlisted++;
        return;
    }
    items->names[items->count++] = pfq_arena_strndup(items->arena, name, size);
}

void rule_items_close(struct rule_items *items)
{
    if (items->unlisted > 0) {
        items->names[items->count++] =
            pfq_arena_printf(items->arena, "and %zu more", items->unlisted);
        items->unlisted = 0;
    }
}

/* The entry, or what inside it is at fault where its condition has lists of its own. */
static void blame_entry(struct blame *b, const struct rule_node *list, size_t i, uint16_t condition,
                        enum rule_tri bad)
{
    struct within entry = {b->within, list->text, i + 1};
    size_t before = b->named;
    b->within = &entry;
    blame_condition(b, condition, bad);
    b->within = entry.up;
    if (b->named == before) {
        add_item(b, &entry);
    }
}

/* One walk for each, any, count and share: `bad` is what the entry itself came to. */
static void blame_list(struct blame *b, const struct rule_node *n, enum rule_tri bad)
{
    const struct rule_node *list = &b->run->nodes[n->a];
    struct rule_view view = rule_open(b->run, list);
    for (size_t i = 0; i < view.count; i++) {
        rule_enter(b->run, list, &view, i);
        enum rule_tri where = rule_eval(b->run, n->b);
        if (where == RULE_FALSE) {
            continue;
        }
        enum rule_tri holds = rule_eval(b->run, n->c);
        bool wants = n->op == OP_EACH || n->op == OP_SHARE; /* what holds does no harm */
        bool open = where == RULE_UNKNOWN && holds != (wants ? RULE_TRUE : RULE_FALSE);
        if (where == RULE_TRUE && holds == bad) {
            blame_entry(b, list, i, n->c, bad);
        } else if (open && bad == RULE_UNKNOWN) {
            blame_entry(b, list, i, 0, bad);
        }
    }
}

static void blame_parts(struct blame *b, const struct rule_node *n, enum rule_tri bad)
{
    const uint16_t parts[] = {n->a, n->b};
    for (size_t i = 0; i < 2; i++) {
        if (rule_eval(b->run, parts[i]) == bad) {
            blame_condition(b, parts[i], bad);
        }
    }
}

static void blame_choice(struct blame *b, const struct rule_node *n, enum rule_tri bad)
{
    enum rule_tri a = rule_eval(b->run, n->a);
    if (a == RULE_UNKNOWN) {
        blame_condition(b, n->a, a);
    } else {
        blame_condition(b, a == RULE_TRUE ? n->b : n->c, bad);
    }
}

static void blame_number(struct blame *b, uint16_t number, enum rule_tri bad)
{
    const struct rule_node *n = &b->run->nodes[number];
    if (n->op == OP_SHARE || (n->op == OP_COUNT && bad == RULE_UNKNOWN)) {
        blame_list(b, n, bad);
    }
}

/* The entries whose value stood before, or does not follow on. */
static void blame_values(struct blame *b, const struct rule_node *n)
{
    const struct rule_node *list = &b->run->nodes[n->a];
    struct rule_view view = rule_open(b->run, list);
    for (size_t i = 1; i < view.count; i++) {
        bool bad = n->op == OP_UNIQUE ? values_stands_before(b->run, list, &view, i)
                                      : !values_follows(b->run, list, &view, i);
        if (bad) {
            struct within entry = {b->within, list->text, i + 1};
            add_item(b, &entry);
        }
    }
}

static void blame_condition(struct blame *b, uint16_t condition, enum rule_tri bad)
{
    const struct rule_node *n = &b->run->nodes[condition];
    switch ((int)n->op) {
    case OP_NOT:
        blame_condition(b, n->a, rule_not(bad));
        break;
    case OP_AND:
    case OP_OR:
        blame_parts(b, n, bad);
        break;
    case OP_IF:
        blame_choice(b, n, bad);
        break;
    case OP_EACH: /* every entry is to blame for what holds of all, so none is named */
        if (bad != RULE_TRUE) {
            blame_list(b, n, bad);
        }
        break;
    case OP_ANY:
        if (bad != RULE_FALSE) {
            blame_list(b, n, bad);
        }
        break;
    case OP_COMPARE:
        blame_number(b, n->a, bad);
        blame_number(b, n->b, bad);
        break;
    case OP_UNIQUE:
    case OP_CONSECUTIVE:
        if (bad == RULE_FALSE) {
            blame_values(b, n);
        }
        break;
    default:
        break;
    }
}

void rule_blame(struct rule_run *run, uint16_t condition, enum rule_tri bad,
                struct rule_items *items)
{
    struct blame b = {.run = run, .items = items};
    blame_condition(&b, condition, bad);
}

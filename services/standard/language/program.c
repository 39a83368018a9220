/* program.c - the nodes of all checks: see program.h.
 *
 * Checks say the same things again and again.  An equal node is not added twice, and
 * one that is asked for a second time is given a slot, so that it is worked out once
 * for each file that is checked. */
#include "program.h"

#include <stddef.h>
#include <string.h>

enum {
    FIRST_NODES = 256
};

void rule_program_init(struct rule_program *program, struct pfq_arena *arena)
{
    *program = (struct rule_program){
        .arena = arena, .count = 1, .room = FIRST_NODES, .truths = 1, .columns = 1, .numbers = 1};
    program->nodes = pfq_arena_new(arena, struct rule_node, FIRST_NODES);
    program->next = pfq_arena_new(arena, uint16_t, FIRST_NODES);
    program->nodes[0] = (struct rule_node){.op = OP_CONSTANT, .number = RULE_TRUE};
}

/* --- equal nodes --------------------------------------------------------------------- */

static bool has_text(const struct rule_node *n)
{
    return n->op == OP_TEXT || n->op == OP_LIST;
}

/* FNV-1a of what comes before the slot; there is no padding there. */
static uint16_t *chain_of(struct rule_program *p, const struct rule_node *n)
{
    const unsigned char *bytes = (const unsigned char *)n;
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < offsetof(struct rule_node, slot); i++) {
        hash = (hash ^ bytes[i]) * 16777619U;
    }
    if (!has_text(n)) {
        hash = (hash ^ (uint32_t)n->mask[0]) * 16777619U;
    }
    return &p->heads[(hash ^ hash >> 16) % RULE_HEADS];
}

static bool equal(const struct rule_node *a, const struct rule_node *b)
{
    if (memcmp(a, b, offsetof(struct rule_node, slot)) != 0) {
        return false;
    }
    return has_text(a) ? strcmp(a->text, b->text) == 0
                       : a->mask[0] == b->mask[0] && a->mask[1] == b->mask[1];
}

/* --- what a node hangs on ------------------------------------------------------------- */

static uint8_t frames_of(const struct rule_program *p, const struct rule_node *n)
{
    const struct rule_node *nodes = p->nodes;
    unsigned own = 1U << n->frame;
    switch ((int)n->op) {
    case OP_HAS_FOR:
        return (uint8_t)own;
    case OP_LIST:
        return (uint8_t)(own | (nodes[n->a].frames & ~(1U << n->c)));
    case OP_IN_LIST:
        return nodes[n->a].frames | nodes[n->b].frames;
    case OP_EACH:
    case OP_ANY:
    case OP_COUNT:
    case OP_SHARE:
        own = (nodes[n->b].frames | nodes[n->c].frames) & ~(1U << nodes[n->a].c);
        return (uint8_t)(own | nodes[n->a].frames);
    default:
        return (uint8_t)(own | nodes[n->a].frames | nodes[n->b].frames | nodes[n->c].frames);
    }
}

/* Reading a field of the file is cheaper than looking up what it was. */
static bool is_quick(const struct rule_node *n)
{
    switch ((int)n->op) {
    case OP_CONSTANT:
    case OP_FLAG:
    case OP_COMPARE_TO:
    case OP_COMPARE_VALUE:
    case OP_IN_CODES:
    case OP_HAS:
    case OP_NUMBER:
    case OP_VALUE:
    case OP_FIELD:
    case OP_EVENT_DATE:
    case OP_URN_YEAR:
        return true;
    default:
        return false;
    }
}

static uint16_t next_slot(uint16_t *given, uint16_t max)
{
    return *given < max ? (*given)++ : 0;
}

static uint16_t find_slot(struct rule_program *p, const struct rule_node *n)
{
    unsigned entries = n->frames & ~1U;
    bool condition = n->op < OP_NUMBER;
    bool number = !condition && n->op < OP_TEXT;
    if (entries == 0 && !is_quick(n)) {
        return condition ? next_slot(&p->truths, RULE_TRUTHS_MAX)
               : number  ? next_slot(&p->numbers, RULE_NUMBERS_MAX)
                         : 0;
    }
    bool one_list = entries != 0 && (entries & (entries - 1)) == 0;
    return condition && one_list ? next_slot(&p->columns, RULE_COLUMNS_MAX) : 0;
}

/* --- comparing a field ------------------------------------------------------------------ */

void rule_compare_with(struct rule_node *field, enum rule_compare compare, int64_t number)
{
    static const struct {
        bool below;
        bool above;
        bool outside; /* "less" is what is not "at least" */
    } shapes[] = {
        [COMPARE_EQUAL] = {false, false, false}, [COMPARE_UNEQUAL] = {false, false, true},
        [COMPARE_LESS] = {false, true, true},    [COMPARE_AT_MOST] = {true, false, false},
        [COMPARE_MORE] = {true, false, true},    [COMPARE_AT_LEAST] = {false, true, false},
    };

    field->op = OP_COMPARE_TO;
    field->compare = shapes[compare].outside;
    field->within.low = shapes[compare].below ? INT64_MIN : number;
    field->within.high = shapes[compare].above ? INT64_MAX : number;
}

/* --- adding ----------------------------------------------------------------------------- */

static void grow(struct rule_program *p)
{
    struct rule_node *nodes = pfq_arena_new(p->arena, struct rule_node, p->room * 2);
    uint16_t *next = pfq_arena_new(p->arena, uint16_t, p->room * 2);
    memcpy(nodes, p->nodes, p->count * sizeof *nodes);
    memcpy(next, p->next, p->count * sizeof *next);
    p->nodes = nodes;
    p->next = next;
    p->room *= 2;
}

static uint16_t find_equal(const struct rule_program *p, uint16_t first,
                           const struct rule_node *node)
{
    uint16_t i = first;
    while (i != 0 && !equal(&p->nodes[i], node)) {
        i = p->next[i];
    }
    return i;
}

uint16_t rule_program_add(struct rule_program *p, struct rule_node node)
{
    node.frames = frames_of(p, &node);
    node.slot = 0;
    uint16_t *head = chain_of(p, &node);
    uint16_t same = find_equal(p, *head, &node);
    if (same != 0) {
        if (p->nodes[same].slot == 0) {
            p->nodes[same].slot = find_slot(p, &node);
        }
        return same;
    }
    if (p->count > UINT16_MAX) {
        return 0;
    }
    if (p->count == p->room) {
        grow(p);
    }
    p->nodes[p->count] = node;
    p->next[p->count] = *head;
    *head = (uint16_t)p->count++;
    return *head;
}

/* eval.h - checks applied to one submission.
 *
 * Pure, and nothing is allocated: rule_eval() may run in any number of threads over
 * the same program.  rule_blame() is for what came out badly and says which entries
 * of which lists did it.
 *
 * Private to services/standard.
 */
#ifndef RULE_EVAL_H
#define RULE_EVAL_H

#include "ident.h"
#include "program.h"
#include "submission.pb-c.h"
#include "tables.h"
#include "tri.h"

/* One submission and what is worked out about it once. */
struct rule_facts {
    const Pfq__V1__Submission *submission;
    const struct rule_tables *tables;
    int32_t event_date; /* 0 = the sender gave none */
    bool urn_readable;
    struct ident_urn urn;
    bool documents_given;  /* the sender lists them */
    bool document_unknown; /* one of them has no code that we know */
    uint64_t documents[2]; /* codes on the file */
};

void rule_facts_read(const Pfq__V1__Submission *submission, const struct rule_tables *tables,
                     int32_t event_date, struct rule_facts *out);

struct rule_frame {
    const void *entry;
    uint32_t position;
};

struct rule_run {
    const struct rule_node *nodes;
    const struct rule_facts *facts;
    struct rule_frame frames[RULE_FRAMES_MAX];
};

static inline struct rule_run rule_run(const struct rule_program *program,
                                       const struct rule_facts *facts)
{
    return (struct rule_run){program->nodes, facts, {{facts->submission, 0}}};
}

enum rule_tri rule_eval(struct rule_run *run, uint16_t condition);
struct rule_range rule_number(struct rule_run *run, uint16_t number);
const char *rule_text(struct rule_run *run, uint16_t text);

/* False: not said. */
bool rule_read_field(const struct rule_run *run, const struct rule_node *n, int64_t *out);

/* A list, opened. */
struct rule_view {
    bool given;
    uint8_t load;
    size_t count;
    const void *entries;
};

struct rule_view rule_open(const struct rule_run *run, const struct rule_node *list);

/* Make entry `i` the current one of the list's own frame. */
void rule_enter(struct rule_run *run, const struct rule_node *list, const struct rule_view *view,
                size_t i);

/* Of a list of values: does the value of entry `i` stand in it before?  Is it one more
 * than the value before it?  Only what is surely so counts as bad. */
bool rule_stands_before(struct rule_run *run, const struct rule_node *list,
                        const struct rule_view *view, size_t i);
bool rule_follows(struct rule_run *run, const struct rule_node *list, const struct rule_view *view,
                  size_t i);

enum {
    RULE_ITEMS_MAX = 32
};

/* The things at fault: "witness 2", "defendant 1, bail condition 2". */
struct rule_items {
    struct pfq_arena *arena;
    char *names[RULE_ITEMS_MAX + 1]; /* the last is "and 5 more" */
    size_t count;
    size_t unlisted;
};

/* The condition came out as `bad`: which items made it so? */
void rule_blame(struct rule_run *run, uint16_t condition, enum rule_tri bad,
                struct rule_items *items);

/* Add "and 5 more" where items were left out. */
void rule_items_close(struct rule_items *items);

#endif

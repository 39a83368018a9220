/* pfq/rules.h - the catalogue as those who own it look at it.
 *
 *     pfq_rule_editions()    since when and until when, stage by stage
 *     pfq_rule_compiled()    a condition as it is evaluated, one node a line
 *     pfq_rule_names_read()  the words and values of standard.yaml, as written
 *     pfq_rule_expand()      a condition with its words and values written out
 *     pfq_rule_oddities()    what loads, but should be looked at
 *     pfq_rule_decide_over() history checks over a History that was kept
 *
 * Nothing here is used while files come in.
 *
 * Layer 2 (core).
 */
#ifndef PFQ_RULES_H
#define PFQ_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/standard.h"

enum {
    PFQ_RULE_STAGES_MAX = 16,
    PFQ_RULE_SENTENCE_WORDS = 25 /* of a text, at most */
};

struct pfq_rule_edition {
    Pfq__V1__FileType stage;
    int32_t from_date;
    int32_t until_date; /* last day; 0 = still in force */
};

/* Of the check at this index, in the order of its stages; the number of them. */
size_t pfq_rule_editions(const struct pfq_standard *standard, size_t check,
                         struct pfq_rule_edition out[PFQ_RULE_STAGES_MAX]);

enum pfq_rule_part {
    PFQ_RULE_WHEN,
    PFQ_RULE_CHECK
};

/* Lines, indented by two spaces a level; NULL: there is no such condition. */
char *pfq_rule_compiled(const struct pfq_standard *standard, size_t check, enum pfq_rule_part part,
                        struct pfq_arena *arena);

/* The id that is nearest to a mistyped one; NULL: none is near. */
const char *pfq_rule_nearest(const struct pfq_standard *standard, const char *id);

/* Decide what looks at earlier submissions over a History that was kept, and the verdicts
 * with it.  `judged` is fresh from pfq_judge(). */
void pfq_rule_decide_over(const struct pfq_standard *standard, const Pfq__V1__History *history,
                          struct pfq_arena *arena, Pfq__V1__Judged *judged);

struct pfq_rule_name {
    const char *name;
    bool value;          /* else a word */
    const char *text;    /* what it is, or means */
    const char *unit;    /* value; "" where it has none */
    const char *meaning; /* value: what it is for; "" */
};

struct pfq_rule_names {
    struct pfq_rule_name *rows;
    size_t count;
};

/* In the order of the file, in the arena; none where the file cannot be read. */
void pfq_rule_names_read(const char *catalogue_dir, struct pfq_arena *arena,
                         struct pfq_rule_names *out);

const char *pfq_rule_expand(const struct pfq_rule_names *names, const char *condition,
                            struct pfq_arena *arena);

/* Something that is no fault, with its place "file:line:column". */
struct pfq_rule_oddity {
    const char *place;
    const char *sentence;
    const char *fix;
};

struct pfq_rule_oddities {
    struct pfq_arena *arena;
    struct pfq_rule_oddity *rows;
    size_t count;
    size_t room;
};

/* All of them, whether or not the catalogue has faults; a file that is no YAML is left out. */
void pfq_rule_oddities(const char *catalogue_dir, struct pfq_arena *arena,
                       struct pfq_rule_oddities *out);

#endif

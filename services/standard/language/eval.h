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

#include "field.h"
#include "history.pb-c.h"
#include "pfq/ident.h"
#include "program.h"
#include "submission.pb-c.h"
#include "tables.h"
#include "tri.h"

/* Kept apart, a function leaves the one that chooses among many without a frame of its
 * own: choosing is half of what a check costs. */
#define RULE_APART __attribute__((noinline))

/* What is written before it is read need not be zeroed for every file. */
#define RULE_UNINITIALISED __attribute__((uninitialized))

/* One submission and what is worked out about it once. */
struct rule_facts {
    const Pfq__V1__Submission *submission;
    const struct rule_tables *tables;
    const int64_t *values; /* of the catalogue, in force for the force on that day */
    int32_t event_date;    /* 0 = the sender gave none */
    bool urn_readable;
    struct pfq_urn urn;
    bool documents_given;  /* the sender lists them */
    bool document_unknown; /* one of them has no code that we know */
    uint64_t documents[2]; /* codes on the file */
    /* those of which a document names no defendant; the same for witnesses (0: no code) */
    uint64_t for_everyone[2][2];
};

void rule_facts_read(const Pfq__V1__Submission *submission, const struct rule_tables *tables,
                     int32_t event_date, struct rule_facts *out);

struct rule_frame {
    const void *entry;
    uint32_t position;
};

/* What a condition comes to for up to 64 entries of a list: the one it is not is unknown. */
struct rule_column {
    uint64_t yes;
    uint64_t no;
};

enum {
    RULE_COLUMN_BITS = 64
};

enum {
    RULE_CONCERNED_MAX = 18, /* has_for() of the catalogue that are worked out once a file */
    RULE_POSITIONS_MAX = 1024
};

/* Whom the documents of one has_for() concern. */
struct rule_concerned {
    uint64_t named[RULE_POSITIONS_MAX / 64];
};

/* One file, or one History, in hand. */
struct rule_run {
    const struct rule_node *nodes;
    const struct rule_row *rows;
    rule_native_rows *const *native; /* NULL: every condition is evaluated */
    const struct rule_facts *facts;  /* NULL: no condition of the program asks for them */
    struct rule_frame frames[RULE_FRAMES_MAX];
    uint8_t truths[RULE_TRUTHS_MAX]; /* 0: not asked yet; else 1 + enum rule_tri */
    bool numbered[RULE_NUMBERS_MAX];
    const void *places[RULE_COLUMNS_MAX];              /* whose column is kept: no two lists, or
                                                          parts of one, begin in one place */
    const struct rule_node *asked[RULE_CONCERNED_MAX]; /* NULL: free */
    /* from here on, each is written before it is read */
    uint64_t yes[RULE_COLUMNS_MAX]; /* the halves of a column stand apart: gcc would join two */
    uint64_t no[RULE_COLUMNS_MAX];  /* neighbours through the stack, which stalls */
    struct rule_range numbers[RULE_NUMBERS_MAX];
    struct rule_concerned concerned[RULE_CONCERNED_MAX];
};

/* `root` is the message that the program was compiled for. */
void rule_begin(struct rule_run *run, const struct rule_program *program, const void *root,
                const struct rule_facts *facts);

enum rule_tri rule_eval(struct rule_run *run, uint16_t condition);

/* What the conditions of a row come to: the first two are of `when`. */
enum rule_answer {
    RULE_UNASKED = RULE_FALSE,
    RULE_PERHAPS_ASKED = RULE_UNKNOWN,
    RULE_FAILS = RULE_TRUE + RULE_FALSE,
    RULE_OPEN = RULE_TRUE + RULE_UNKNOWN,
    RULE_HOLDS = RULE_TRUE + RULE_TRUE,
    RULE_ANSWERS
};

enum rule_answer rule_answer(struct rule_run *run, struct rule_row row);

/* The same for those rows of word * 64 on of which `asked` has a bit, by the code that was
 * built for them where there is any (native.h): a byte of `answers` for each. */
void rule_answer_rows(struct rule_run *run, size_t word, uint64_t asked, uint8_t *answers);

struct rule_range rule_number(struct rule_run *run, uint16_t number);

/* The sums of the language, OP_ADD to OP_YEAR; those of one number leave `b` alone. */
struct rule_range rule_reckon(const struct rule_facts *facts, uint8_t op, struct rule_range a,
                              struct rule_range b);

static inline struct rule_range rule_event_date(const struct rule_facts *facts)
{
    return facts->event_date == 0 ? RULE_ANYTHING : rule_just(facts->event_date);
}

const char *rule_text(struct rule_run *run, uint16_t text);

/* A list, opened. */
struct rule_view {
    bool given;
    bool pointers; /* to messages and texts; numbers lie in the list itself */
    size_t count;
    const void *entries;
};

static inline struct rule_view rule_open(const struct rule_run *run, const struct rule_node *list)
{
    const char *p = field_reach(run->frames[list->frame].entry, list);
    if (p == NULL) {
        return (struct rule_view){.given = false};
    }
    return (struct rule_view){.given = true,
                              .pointers = list->load == LOAD_MESSAGE || list->load == LOAD_TEXT,
                              .count = *(const size_t *)(const void *)(p + list->has),
                              .entries = *(const void *const *)(const void *)(p + list->at)};
}

/* Where entry `i` lies in the list. */
static inline const void *rule_entry(const struct rule_view *view, size_t i)
{
    size_t size = view->pointers ? sizeof(void *) : sizeof(uint32_t);
    return (const char *)view->entries + i * size;
}

/* Make entry `i` the current one of the list's own frame. */
static inline void rule_enter(struct rule_run *run, const struct rule_node *list,
                              const struct rule_view *view, size_t i)
{
    const void *entry = rule_entry(view, i);
    run->frames[list->c] =
        (struct rule_frame){view->pointers ? *(const void *const *)entry : entry, (uint32_t)i + 1};
}

/* OP_COMPARE_VALUE as the OP_COMPARE_TO that it is for this file. */
static inline struct rule_node rule_settled(const struct rule_run *run, const struct rule_node *n)
{
    struct rule_node settled = *n;
    rule_compare_with(&settled, (enum rule_compare)n->compare, run->facts->values[n->number]);
    return settled;
}

/* What may still be unknown, compared; inline, because the C of a condition names which. */
static inline enum rule_tri rule_compare(uint8_t compare, struct rule_range a, struct rule_range b)
{
    switch ((enum rule_compare)compare) {
    case COMPARE_UNEQUAL:
        return rule_not(rule_is_equal(a, b));
    case COMPARE_LESS:
        return rule_is_less(a, b);
    case COMPARE_AT_MOST:
        return rule_is_at_most(a, b);
    case COMPARE_MORE:
        return rule_is_less(b, a);
    case COMPARE_AT_LEAST:
        return rule_is_at_most(b, a);
    case COMPARE_EQUAL:
        break;
    }
    return rule_is_equal(a, b);
}

enum rule_tri rule_equal_texts(const char *a, const char *b);

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

/* `names` is written before it is read. */
static inline void rule_items_begin(struct rule_items *items, struct pfq_arena *arena)
{
    items->arena = arena;
    items->count = 0;
    items->unlisted = 0;
}

/* The condition came out as `bad`: which items made it so? */
void rule_blame(struct rule_run *run, uint16_t condition, enum rule_tri bad,
                struct rule_items *items);

enum {
    RULE_UNSAID_MAX = 4
};

/* Fields, lists and forms that are absent, and tables: "documents", "mg5", "offence table". */
struct rule_unsaid {
    struct pfq_arena *arena;
    char *names[RULE_UNSAID_MAX];
    size_t count;
};

/* The condition came out unknown: what is not said?  None: that is not known either. */
void rule_unsaid(struct rule_run *run, uint16_t condition, struct rule_unsaid *names);

/* Add "and 5 more" where items were left out. */
void rule_items_close(struct rule_items *items);

#endif

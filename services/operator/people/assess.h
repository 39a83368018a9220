/* assess.h - `pfq assess`: what the assessor typed, what the machine found, what comes of both.
 *
 *     assess.c        options, and the way from them to an answer
 *     assess_typed.c  what an option holds; pure
 *     assess_look.c   the file's latest receipt and what was assessed before
 *     assess_finding.c what a finding would be recorded as; pure
 *     assess_make.c   an Assessment; pure
 *     assess_stands.c what stands, and what another word would change
 *     assess_form.c   the prefilled form
 *
 * Private to services/operator/people.
 */
#ifndef ASSESS_H
#define ASSESS_H

#include "people.h"

enum {
    ASSESS_LIST_MAX = 64,  /* of any option that may be given often */
    ASSESS_ITEMS_MAX = 50, /* of one failure */
    ASSESS_DETAIL_CHARS = 250
};

struct assess_fail {
    const char *reason;
    const char *detail; /* NULL: none was given */
    uint32_t items[ASSESS_ITEMS_MAX];
    size_t item_count;
};

struct assess_list {
    const char *ids[ASSESS_LIST_MAX];
    size_t count;
    const char *why[ASSESS_LIST_MAX]; /* --overrule: NULL: no reason was given */
};

/* As typed. */
struct assess_wish {
    const char *urn;
    const char *force;
    const char *id; /* of the assessment; NULL: that of kind and stage */
    Pfq__V1__AssessmentKind kind;
    Pfq__V1__FileType stage;            /* 0: that of the latest submission */
    Pfq__V1__AssessmentOutcome outcome; /* 0: what follows from the rest */
    int32_t response_date;
    bool confirm_all;
    bool replace;
    bool withdraw;
    struct assess_list confirm;
    struct assess_list overrule;
    struct assess_list met; /* --answer CHECK=met */
    struct assess_list not_met;
    struct assess_list releasable; /* reason codes of fails whose details may leave */
    struct assess_fail fails[ASSESS_LIST_MAX];
    size_t fail_count;
};

/* What is known of the file. */
struct assess_file {
    const Pfq__V1__Receipt *receipt; /* NULL: not looked at */
    uint64_t sequence;
    const char *force;
    Pfq__V1__FileType stage;
    const char *id;                       /* of the assessment in hand */
    struct people_rows all;               /* of the case */
    const Pfq__V1__AssessmentRow *before; /* the same assessment as it stands; NULL: none */
};

/* "D06=no descriptions:items 3,7"; false: `fault` says what is wrong. */
bool assess_read_fail(const char *text, struct assess_fail *out, struct pfq_arena *arena,
                      const char **fault);

/* "DS05,VW01", of a kind that takes no reasons; "VW01=it was offered", or as before. */
bool assess_read_ids(const char *text, struct assess_list *out, struct pfq_arena *arena,
                     const char **fault);
bool assess_read_overruled(const char *text, struct assess_list *out, struct pfq_arena *arena,
                           const char **fault);

/* The typed wish says something, so that there is more to do than to show the form. */
bool assess_decides(const struct assess_wish *wish);

/* Everything that is wrong goes to the problems, path "--confirm VW01".  False: something is. */
bool assess_make(const struct assess_wish *wish, const struct assess_file *file,
                 struct pfq_arena *arena, struct pfq_problems *problems, Pfq__V1__Assessment **out);

/* The reason under which this kind of assessment records the finding; NULL: it has none. */
const char *assess_reason(const Pfq__V1__Finding *finding, Pfq__V1__AssessmentKind kind);

/* Whole characters of a UTF-8 text, at most `most`, ended after a word with "...". */
const char *assess_fit(const char *text, size_t most, struct pfq_arena *arena);

/* "victim 1: Say for every victim ...", of at most ASSESS_DETAIL_CHARS characters. */
const char *assess_suggest(const Pfq__V1__Finding *finding, struct pfq_arena *arena);

/* Positions that the finding's items name, when they are of one list; at most as many as
 * fit.  How many. */
size_t assess_items(const Pfq__V1__Finding *finding, uint32_t out[ASSESS_ITEMS_MAX]);

/* GOOD: *file is filled in as far as it is needed. */
enum pfq_exit assess_look(struct people *p, const struct assess_wish *wish,
                          struct assess_file *file);

/* There is an assessment that another word would replace, whole. */
bool assess_stands(const struct assess_file *file);

/* Who made it, when, how it came out, and each of its failures with what became of it. */
void assess_put_before(struct page *page, const struct assess_file *file, struct pfq_arena *arena);

/* The same of the failures of other assessments of the case. */
void assess_put_others(struct page *page, const struct assess_file *file, struct pfq_arena *arena);

/* What `made` changes of what stands: "the outcome is met, was not met; 2 D07 is taken out"; "":
 * nothing. */
const char *assess_changes(const struct assess_file *file, const Pfq__V1__Assessment *made,
                           struct pfq_arena *arena);

/* Each failure, and whether the force will read its text. */
void assess_put_failures(struct page *page, const Pfq__V1__Assessment *made,
                         struct pfq_arena *arena);

/* What the assessor agrees with, or answered as failing, that has no reason code of this kind of
 * assessment: of that nothing goes to the police. */
void assess_put_unrecorded(struct page *page, const struct assess_file *file,
                           const Pfq__V1__Assessment *made, struct pfq_arena *arena);

void assess_form(struct people *p, const struct assess_wish *wish, const struct assess_file *file);

#endif

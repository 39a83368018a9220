/* private.h - what the files of compliance/ share.
 *
 * Layer 2 (compliance).
 */
#ifndef COMPLIANCE_PRIVATE_H
#define COMPLIANCE_PRIVATE_H

#include "feedback/compliance/book.h"
#include "feedback/compliance/compliance.h"
#include "feedback/stats/stats.h"

enum {
    NAME_MAX_BYTES = 160, /* of a name in a book: a force, a unit, a person, a code */
    OUTCOMES = 4,         /* values of AssessmentOutcome */
    CLOCKS = 6            /* values of ReviewKind */
};

/* A share `failing` of `of`, as stats has it, of each duty. */
enum duty {
    DUTY_COMPLETED,
    DUTY_BEFORE_HEARING,
    DUTY_ON_TIME,
    DUTY_FAILING,
    DUTY_WITHOUT_DETAIL,
    DUTY_COPIED,
    DUTY_NEVER_ANSWERED,
    DUTY_NEVER_DECIDED,
    DUTY_OVERTURNED,
    DUTY_REVIEWS_ON_TIME,
    DUTY_DISCLOSURE,
    DUTIES
};

struct values {
    double *at;
    size_t count;
    size_t room;
};

/* Of a unit, of a reviewer, or of all. */
struct tally {
    const char *name;
    struct stats_share duties[DUTIES];
    int64_t not_yet_due;
    int64_t late;
    int64_t reviews_late;
    int64_t assessments;
    struct values minutes;
};

struct force {
    const char *name;
    struct stats_share assessed; /* of those that ought to be */
    struct stats_share failing;  /* with a failure that stands, of files that were assessed */
    int64_t markings;            /* assessments: more where a file has several */
    int64_t unnamed;             /* of them, whose marker is not shown */
    int64_t plans_open;          /* with a failure that waits for an answer */
    int64_t plans_late;          /* of them, past the day to answer by */
    int64_t disputes_open;       /* failures whose dispute waits for an outcome */
};

/* A file of a force, by its latest assessment so far. */
struct judged_file {
    const char *name;
    const char *id; /* NULL: none so far */
    int64_t at;
    int kind;
    bool stands; /* a failure */
};

/* One person in one unit. */
struct marker {
    const char *name;
    const struct tally *unit;
    struct stats_share failing;
    double strictness;
};

/* What one marker assessed of one force. */
struct marked {
    const char *name;
    struct force *force;
    struct marker *marker;
    int64_t count;
};

struct check {
    const char *name;
    int64_t failed;
    int64_t confirmed;
    int64_t overruled;
    int64_t met;
    int64_t alone;
};

struct review_clock {
    struct stats_share on_time;
    int64_t late;
    struct values minutes;
};

/* What was due and is not done. */
struct late {
    const char *force;
    const char *urn;
    const char *unit;
    int file_type;
    int kind; /* of assessment or of review */
    int64_t due_at;
};

struct lates {
    struct late *at;
    size_t count;
    size_t room;
};

/* Who wrote these words last: the number of an assessment. */
struct words {
    const char *name;
    int64_t assessment;
};

struct compliance {
    struct compliance_wish wish;
    struct pfq_arena *arena;
    struct tally total;
    struct book units;     /* struct tally */
    struct book reviewers; /* struct tally */
    struct book forces;    /* struct force */
    struct book judged;    /* struct judged_file */
    struct book markers;   /* struct marker */
    struct book marked;    /* struct marked */
    struct book checks;    /* struct check */
    struct book texts;     /* struct words, hashed */
    struct lates files;
    struct lates reviews;
    struct review_clock clocks[CLOCKS];
    int64_t machine[2][2];               /* [a check failed][assessor found a failure] */
    int64_t remarks[OUTCOMES][OUTCOMES]; /* [first][second] */
    int64_t assessments;                 /* counted so far: names each */
    int64_t undrawn;                     /* second markings that no sample asked for */
    int64_t behind;                      /* submissions whose files are not in the rows yet */
    int64_t unknown;                     /* of files that never came: counted nowhere else */
};

/* --- tally.c: whose line a row counts in ---------------------------------------------------- */

enum {
    WHOSE = 3
};

/* Total, unit and, where they are shown, reviewer: NULL for who is not. */
struct whose {
    struct tally *tallies[WHOSE];
};

struct whose tally_whose(struct compliance *c, const char *unit, const char *reviewer);
void tally_count(const struct whose *whose, enum duty duty, bool yes);
void tally_minutes(const struct whose *whose, double minutes, struct pfq_arena *arena);
void values_add(struct values *values, double value, struct pfq_arena *arena);

/* R's quantile of type 7, rounded to whole minutes; false: no value. */
bool values_quantile(const struct values *values, double share, struct pfq_arena *arena,
                     uint64_t *out);

const char *tally_text(const char *text); /* "" for NULL */

/* --- rows: what each counts ------------------------------------------------------------------ */

bool compliance_wants(const struct compliance *c, const Pfq__V1__FileRef *file, const char *unit,
                      const char *reviewer);

/* Before, in or after the period; `at` as a day in London. */
enum compliance_when {
    WHEN_BEFORE = -1,
    WHEN_IN,
    WHEN_AFTER
};
enum compliance_when compliance_when(const struct compliance *c, int64_t at);

void compliance_add_expected(struct compliance *c, const Pfq__V1__ExpectedRow *row);
void compliance_add_review(struct compliance *c, const Pfq__V1__ReviewRow *row);
void compliance_add_assessment(struct compliance *c, const Pfq__V1__AssessmentRow *row);

/* Does this process ask how good a file is, or has triage been asked for? */
bool compliance_is_judged(const struct compliance *c, Pfq__V1__AssessmentKind kind);
bool compliance_found_failure(const Pfq__V1__AssessmentRow *row);

/* failures.c: detail, answers and outcomes of its failures. */
void failures_count(struct compliance *c, const struct whose *whose,
                    const Pfq__V1__AssessmentRow *row);

/* agree.c: machine beside assessor, first marking beside second. */
void agree_count(struct compliance *c, const Pfq__V1__AssessmentRow *row);
void agree_put(struct compliance *c, Pfq__V1__Compliance *out);

/* spread.c: how far assessors differ, and what that does to the rates of forces. */
void spread_count(struct compliance *c, const Pfq__V1__AssessmentRow *row,
                  const struct tally *unit);
void spread_put(struct compliance *c, Pfq__V1__Compliance *out);

/* late.c: lists of what is late. */
void late_add(struct compliance *c, struct lates *lates, const Pfq__V1__FileRef *file,
              struct late late);
void late_put(struct compliance *c, Pfq__V1__Compliance *out);

#endif

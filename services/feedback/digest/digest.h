/* digest.h - a periodic summary: what is known of a period becomes one Digest message.
 *
 * Whoever asked store and feedback puts their answers into a struct digest_facts as they came;
 * everything that a reader sees is decided here, and every number of it is in the message.
 *
 *     digest_build     the message, or NULL: there is nothing to say, so send nothing
 *     digest_outside   takes out what is for the CPS alone
 *     digest_fit       makes it fit a message (cut.c)
 *
 * Layer 2 (digest): base, wire, people, stats, themes, render; no clock, no disk, no socket.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stddef.h>

#include "feedback/stats/stats.h"
#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"

enum {
    DIGEST_TREND_MONTHS = 13, /* of a run chart: a year, and the month a year ago */
    DIGEST_URNS = 3,          /* examples of a theme */
    DIGEST_IN_FULL = 5,       /* themes of a force's month; the others are in the table */
    DIGEST_SUM_DAYS = 60,     /* of a sum; more are thinned to weeks */
    DIGEST_CASES = 20,        /* files that are listed */
    DIGEST_OUTSIDE_FILES = 5,
    DIGEST_RESTATED = 1000,        /* figures of a closed month that would be others now */
    DIGEST_UNDECIDED_PERCENT = 25, /* usual share of undecided files that greys a flag */
    DIGEST_SEEN_PERCENT = 50, /* of files that people ought to look at: below it a flag is grey */
    DIGEST_BUS_BYTES = 64 * 1024,  /* of an item of a mailbox */
    DIGEST_MAIL_BYTES = 160 * 1024 /* of any other that is kept */
};

/* What is asked for. */
struct digest_wish {
    Pfq__V1__DigestKind kind;
    const char *force; /* NULL: of an Area */
    const char *police_unit;
    const char *area;
    int32_t from_date;
    int32_t to_date;
    int64_t made_at;
    int undecided_percent; /* of files, from which on flags are greyed; 0: as usual */
};

struct digest_force {
    char code[3];
    const char *name;
};

struct digest_figures {
    Pfq__V1__Figure **rows;
    size_t count;
};

/* Everything that is known.  Figures are by case type, and of a unit by unit. */
struct digest_facts {
    struct digest_wish wish;
    const struct digest_force *forces; /* whom it is about: one, or those of the Area */
    size_t force_count;
    const Pfq__V1__Catalogue *catalogue; /* the texts */
    const char *catalogue_version;
    /* Days for a daily digest, a weekly one or a call sheet, else months. */
    struct digest_figures first; /* SERIES_FIRST: the period, and the one before; of an Area
                                    verdicts and themes of all forces */
    struct digest_figures later; /* SERIES_LATER and FINAL: the period, verdicts */
    struct digest_figures final;
    struct digest_figures
        now; /* of a closed month that files came to later: first, as counted now */
    struct digest_figures now_final; /* the same of final */
    struct digest_figures trend;     /* SERIES_FIRST by month, themes; of months alone */
    struct digest_figures usual; /* the same of ten years, all case types together; of a week too */
    struct digest_figures days;  /* SERIES_FIRST by day, oldest first: announced themes of a force's
                                    month, from digest_sums_from() on */
    uint64_t up_to;
    uint64_t behind;       /* submissions not yet counted, of all forces */
    int64_t behind_since;  /* when the first of them was committed */
    uint64_t themes_up_to; /* of the figures that themes were made from, the least of all pages;
                              UINT64_MAX: it is not known */
    Pfq__V1__ThemeMove **moves; /* the last move of each theme until the end of the period, those
                                   left out that correct the figures of a closed month */
    size_t move_count;
    Pfq__V1__Baseline **baselines; /* that a person set */
    size_t baseline_count;
    Pfq__V1__ThemeTarget **targets; /* that the forces set themselves */
    size_t target_count;
    Pfq__V1__FeedbackItem **items; /* of the mailboxes, committed in the period, in order */
    size_t item_count;
    bool items_cut;             /* there are more */
    Pfq__V1__MonthRow **months; /* of the trend */
    size_t month_count;
    Pfq__V1__Compliance *compliance; /* of an Area; NULL: it was not asked for */
    Pfq__V1__MuteRow **mutes;        /* that hold */
    size_t mute_count;
    bool people_open; /* a challenge or an action waits for somebody, or a mute holds */
};

/* Of a unit: NULL where the force's figures name it, else those that they name, "" = none. */
const char *digest_other_units(const struct digest_facts *facts, struct pfq_arena *arena);

/* A theme for people: its name where it is none of ours. */
const char *digest_theme_title(const char *name);

/* From which day on daily figures are needed to show the sums of announced themes, YYYYMMDD; 0: of
 * none.  Three years at most: a sum of which no zero is known since then is not shown. */
int32_t digest_sums_from(const struct digest_facts *facts);
/* Is the row of a theme whose sum is shown? */
bool digest_sums_want(const struct digest_facts *facts, const Pfq__V1__Figure *row);
/* Is any of them of one case type alone? */
bool digest_sums_by_case_type(const struct digest_facts *facts);

/* The months that figures are of for a theme, oldest first, without those before there was
 * anything. By the months of a digest that has a trend; else none. */
struct digest_month {
    int32_t month; /* YYYYMM */
    struct stats_share share;
};

size_t digest_theme_months(const struct digest_facts *facts, const Pfq__V1__ThemeKey *key,
                           struct digest_month out[]);

/* In the arena; borrows texts from the facts.  For the CPS: AUDIENCE_INSIDE. */
Pfq__V1__Digest *digest_build(const struct digest_facts *facts, struct pfq_arena *arena);

/* Field by field as audience.def says; what is not marked there is taken out.  A theme that is
 * only watched is told by its figures alone, as one that is not, and what is said of a unit
 * or a case type with fewer than DIGEST_OUTSIDE_FILES is dropped.  False: it is of an Area, so it
 * is for the CPS alone, and was left as it is. */
bool digest_outside(Pfq__V1__Digest *digest) PFQ_CHECKED;

/* Leave out trends, files and themes, then praise, what was done and what is restated, the last
 * first, until it is packed in so many bytes; how many files and themes there are in all stays in
 * it.  False: it does not fit. */
bool digest_fit(Pfq__V1__Digest *digest, size_t bytes) PFQ_CHECKED;

/* Of audience.def; false as well where it has no such field. */
bool digest_field_goes_out(const char *message, const char *field);
bool digest_field_is_marked(const char *message, const char *field);

/* topics.c: the themes one by one, NULL past the last; and one for people, its name where it is
 * none of ours. */
const char *digest_theme_name(size_t place);
const char *digest_theme_title(const char *name);
const char *digest_theme_training(const char *name);

/* A share as messages have it: with its interval from ten files on; and a rate of 0 to 1 in
 * millionths. */
Pfq__V1__Rate *digest_rate(struct stats_share share, struct pfq_arena *arena);
uint32_t digest_ppm(double rate);

/* First and last day of the period that holds `date`, and of the one before. */
struct digest_period {
    int32_t from;
    int32_t to;
};
struct digest_period digest_period(Pfq__V1__DigestKind kind, int32_t date);
struct digest_period digest_period_before(Pfq__V1__DigestKind kind, int32_t date);
bool digest_is_monthly(Pfq__V1__DigestKind kind);
bool digest_is_of_area(Pfq__V1__DigestKind kind);

#endif

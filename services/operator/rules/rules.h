/* rules.h - what the subcommands of `pfq rules` share.
 *
 *     rules.c     dispatch, help
 *     book.c      a catalogue, opened for reading
 *     describe.c  its parts in words and as JSON
 *
 * Each subcommand is a file of its own and a row of rules.def.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_RULES_H
#define OPERATOR_RULES_H

#include <jansson.h>

#include "operator/operator.h"
#include "pfq/rules.h"

#define RULES(name, text) int rules_##name(int argc, char **argv);
#include "rules.def"
#undef RULES

#define OPTION_BOOK                                                                                \
    {                                                                                              \
        "catalogue", OPT_CATALOGUE, "DIR", 0,                                                      \
            "the catalogue in DIR (else the one that came with the program)", 0                    \
    }

/* --- a catalogue (book.c) --------------------------------------------------------------- */

struct rules_book {
    struct pfq_arena arena;
    const char *directory;
    struct pfq_standard *standard; /* NULL: it has faults, or is not there */
    const Pfq__V1__Catalogue *texts;
    struct pfq_rule_names names;
    struct pfq_problems problems;
    struct pfq_err err;
};

/* `catalogue` and `reference` may be NULL: those beside the program.  False: see problems
 * and err.  To be closed either way. */
bool rules_book_read(struct rules_book *book, const char *catalogue, const char *reference);
void rules_book_close(struct rules_book *book);

/* The same for those who need it whole: where it has faults they are counted on stderr. */
bool rules_book_open(struct rules_book *book, const char *catalogue, const char *asker);

/* And with the tables that its examples bring, where they bring some: a service may have
 * whole tables or none, and examples come to the same everywhere. */
bool rules_book_open_examples(struct rules_book *book, const char *catalogue, const char *asker);

/* The check of this id, in either case of letters; texts->n_checks: there is none. */
size_t rules_book_find(const struct rules_book *book, const char *id);

/* Say on stderr that there is none, and which is near. */
void rules_no_such_check(const struct rules_book *book, const char *id, const char *asker);

/* --- its parts (describe.c) --------------------------------------------------------------- */

/* Stages with the same first and last day. */
struct rules_period {
    char stages[160]; /* "FH_GAP, FH_NGAP" */
    int32_t from_date;
    int32_t until_date; /* 0: still in force */
};

size_t rules_periods(const struct pfq_standard *standard, size_t check,
                     struct rules_period out[PFQ_RULE_STAGES_MAX]);

/* "since 2015-06-01", "2015-06-01 to 2020-12-31" */
#define RULES_PERIOD_TEXT 64
const char *rules_period_text(const struct rules_period *period, char out[RULES_PERIOD_TEXT]);

const char *rules_theme_title(Pfq__V1__Theme theme);
const char *rules_severity_text(const Pfq__V1__CatalogueCheck *check); /* "major" */
const char *rules_aspect_text(const Pfq__V1__CatalogueCheck *check);   /* "quality"; "" */
const char *rules_said(const char *text);                              /* NULL is "" */

/* Where the requirement was seen, or that it was drafted. */
const char *rules_standing_text(const Pfq__V1__CatalogueCheck *check);

json_t *rules_date_json(int32_t date); /* 0: null */

#endif

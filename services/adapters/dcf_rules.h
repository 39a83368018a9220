/* dcf_rules.h - what the content of a Digital Case File 1.2.2 must be, as tables, and the
 * engine that walks them.
 *
 * The tables (dcf_rules_*.c) hold the rules that are about values: what is wanted where
 * something else is said, what must then be absent, what must fit together.  That a key is
 * known, is there and is of the right type is the structure's (dcf_shape.h), and is
 * checked first.  One fault is told once:
 *
 *   - a check of the catalogue looks at it        the check's finding tells it
 *   - the structure check has named the place     that problem tells it
 *   - else                                        the rule's own problem
 *
 * What should not be there asks for nothing more, and a breach of bail is not asked for what
 * only a first hearing has.  What cannot be read is unknown: a rule that depends on it is passed
 * over, for the structure check has said so already.
 *
 * Private to services/adapters.
 */
#ifndef PFQ_DCF_RULES_H
#define PFQ_DCF_RULES_H

#include "dcf.h"

enum dcf_truth {
    DCF_NO,
    DCF_YES,
    DCF_UNKNOWN
};

/* Where the walk is. */
struct dcf_scope {
    const struct dcf *d;
    const json_t *item;  /* what the rules of this place look at */
    const json_t *list;  /* the list that it is an entry of, or NULL */
    size_t at;           /* its position there, from 0 */
    const json_t *owner; /* the entry of the case's own list that it belongs to, or NULL */
    size_t owner_at;
    const char *path;
    size_t structural; /* problems that are the structure check's */
};

typedef enum dcf_truth dcf_fact(const struct dcf_scope *s);

/* A condition on a key of the item: a word, or true where `word` is NULL. */
struct dcf_when {
    const char *key; /* NULL: always */
    const char *word;
    bool is_not;
};

enum dcf_demand {
    DCF_GIVEN,     /* not blank */
    DCF_NOT_BLANK, /* not blank if it is there: that it must be is the structure's */
    DCF_ABSENT,    /* nothing but blank; of a flag, neither true nor false */
    DCF_MEETS      /* `meets` is true of it */
};

enum {
    DCF_IN_FH = 1,
    DCF_IN_BOB = 2,
    DCF_IN_BOTH = 3
};

struct dcf_rule {
    const char *ids; /* in the list of DCF rules, "D083" or "D083 D084"; NULL ends the table */
    const char *key; /* of the item; NULL: the item itself */
    unsigned files;
    enum dcf_demand demand;
    struct dcf_when when[2];
    dcf_fact *also;
    dcf_fact *meets;
    const char *check; /* of the catalogue, or NULL */
    dcf_fact *speaks;  /* when that check fails on it; NULL: in every file that has an edition */
    const char *code;
    const char *says;
    const char *fix;
};

/* The rules of one place: "defendants[].offences[].*[].offence", below the case.  * stands
 * for the three lists of charges. */
struct dcf_place {
    const char *at; /* NULL ends the table */
    const struct dcf_rule *rules;
};

extern const struct dcf_place dcf_rules_case[];
extern const struct dcf_place dcf_rules_defendant[];
extern const struct dcf_place dcf_rules_bail[];
extern const struct dcf_place dcf_rules_interview[];
extern const struct dcf_place dcf_rules_media[];
extern const struct dcf_place dcf_rules_offence[];
extern const struct dcf_place dcf_rules_property[];
extern const struct dcf_place dcf_rules_witness[];
extern const struct dcf_place dcf_rules_victim[];
extern const struct dcf_place dcf_rules_names[];
extern const struct dcf_place *const dcf_rules_all[]; /* ends with NULL */

/* Every rule that is broken, into the problems; those of the structure that a check tells
 * better are taken out. */
void dcf_rules_check(const struct dcf *d);

/* --- facts that several tables use (dcf_rule_facts.c) -------------------------------- */

enum dcf_truth dcf_truth_of(bool value);
enum dcf_truth dcf_not(enum dcf_truth t);
enum dcf_truth dcf_both(enum dcf_truth a, enum dcf_truth b);

enum dcf_truth dcf_flag(const json_t *object, const char *key);
enum dcf_truth dcf_word_is(const struct dcf_scope *s, const char *key, const char *word);

/* Missing, null, blank, empty. */
bool dcf_blank(const json_t *value);

/* Whether the structure check has named `key` of the item. */
bool dcf_faulty(const struct dcf_scope *s, const char *key);

/* Of the file. */
dcf_fact dcf_judged;         /* an edition of the standard applies, so checks do */
dcf_fact dcf_judged_hearing; /* and it is a first hearing file */
dcf_fact dcf_judged_breach;  /* and it is of a breach of bail */
dcf_fact dcf_is_ngap;
dcf_fact dcf_is_gap;
dcf_fact dcf_is_abuse;
dcf_fact dcf_is_no_abuse;

/* Of the item. */
dcf_fact dcf_first_of_its_kind; /* equals no earlier entry of its list */
dcf_fact dcf_interviewed;       /* the item is an interview that was held */
dcf_fact dcf_names_defendant;   /* the item is the name of a defendant */

enum dcf_truth dcf_same_name(const json_t *a, const json_t *b);

/* No earlier entry of the item's list has the same value of this key. */
enum dcf_truth dcf_key_is_new(const struct dcf_scope *s, const char *key);

/* Some entry of the case's list has this value of the key. */
enum dcf_truth dcf_refers(const struct dcf_scope *s, const char *list, const char *key,
                          const json_t *value);

/* --- how the tables are written -------------------------------------------------------- */

#define DCF_RULES_END                                                                              \
    {                                                                                              \
        .ids = NULL                                                                                \
    }
#define DCF_PLACES_END                                                                             \
    {                                                                                              \
        NULL, NULL                                                                                 \
    }
#define DCF_ALWAYS                                                                                 \
    {                                                                                              \
        NULL, NULL, false                                                                          \
    }
#define DCF_IF_TRUE(key)                                                                           \
    {                                                                                              \
        key, NULL, false                                                                           \
    }
#define DCF_UNLESS_TRUE(key)                                                                       \
    {                                                                                              \
        key, NULL, true                                                                            \
    }
#define DCF_IF(key, word)                                                                          \
    {                                                                                              \
        key, word, false                                                                           \
    }
#define DCF_UNLESS(key, word)                                                                      \
    {                                                                                              \
        key, word, true                                                                            \
    }

#define DCF_BLANK_SAYS "This is empty, and the format wants something in it."
#define DCF_BLANK_FIX  "Fill it in."

/* A text that may not be blank, and that no check looks at. */
#define DCF_FILLED(ids_, key_, files_)                                                             \
    {                                                                                              \
        .ids = ids_, .key = key_, .files = files_, .demand = DCF_NOT_BLANK, .code = "DCF_BLANK",   \
        .says = DCF_BLANK_SAYS, .fix = DCF_BLANK_FIX                                               \
    }
/* Wanted always; where it is not there the check fails, when speaks_ says so. */
#define DCF_CHECKED(ids_, key_, files_, check_, speaks_)                                           \
    {                                                                                              \
        .ids = ids_, .key = key_, .files = files_, .demand = DCF_GIVEN, .check = check_,           \
        .speaks = speaks_, .code = "DCF_BLANK", .says = DCF_BLANK_SAYS, .fix = DCF_BLANK_FIX       \
    }
/* Wanted, or not to be there, on a condition. */
#define DCF_NEEDED(ids_, key_, files_, when_, code_, says_, fix_)                                  \
    {                                                                                              \
        .ids = ids_, .key = key_, .files = files_, .demand = DCF_GIVEN, .when = {when_},           \
        .code = code_, .says = says_, .fix = fix_                                                  \
    }
#define DCF_UNASKED(ids_, key_, files_, when_, code_, says_, fix_)                                 \
    {                                                                                              \
        .ids = ids_, .key = key_, .files = files_, .demand = DCF_ABSENT, .when = {when_},          \
        .code = code_, .says = says_, .fix = fix_                                                  \
    }

#endif

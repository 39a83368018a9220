/* dcf_shape.h - what a Digital Case File 1.2.2 must look like, as tables, and the
 * checker that walks them.
 *
 * The tables (dcf_shapes_*.c) state the structure as the 2016 schema meant it; where
 * the published schema is defective (only the first entry of a list is looked at, a
 * pattern is not anchored) the meaning stands, unless a file of that time would be
 * refused by it.  A field that has no place in a Submission is marked UNMAPPED.
 *
 * Private to services/adapters.
 */
#ifndef PFQ_DCF_SHAPE_H
#define PFQ_DCF_SHAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "pfq/arena.h"
#include "pfq/problems.h"

enum {
    DCF_LIST_MAX = 1000,  /* entries of a list that are looked at */
    DCF_WORDS_MAX = 1200, /* of the description of the case */
    DCF_URN_CHARS = 24    /* a longer text is no reference number */
};

enum dcf_kind {
    DCF_TEXT,
    DCF_FLAG,
    DCF_TRUE,     /* a flag that can only be true */
    DCF_NUMBER,   /* not below `min` */
    DCF_DAY,      /* text: a date */
    DCF_MOMENT,   /* text: a date and time */
    DCF_DURATION, /* text: HH:MM */
    DCF_URN,      /* text: a reference number */
    DCF_ESSAY,    /* text of at most DCF_WORDS_MAX words */
    DCF_VERSION,  /* text: the version of the format */
    DCF_ENUM,
    DCF_OBJECT,
    DCF_EITHER, /* an object whose "type" says which */
    DCF_LIST,
    DCF_KIND_COUNT /* last */
};

struct dcf_type {
    enum dcf_kind kind;
    const char *const *values;        /* ENUM: ends with NULL */
    const struct dcf_shape *shape;    /* OBJECT */
    const struct dcf_option *options; /* EITHER: ends with a NULL shape */
    const struct dcf_type *item;      /* LIST */
    unsigned min;                     /* LIST: entries; NUMBER: value */
    unsigned max;                     /* LIST: entries; 0 = any number */
    bool unique;                      /* LIST: no entry twice */
};

enum dcf_field_flags {
    DCF_OPTIONAL = 0,
    DCF_REQUIRED = 1,
    DCF_UNMAPPED = 2 /* no place in a Submission */
};

struct dcf_field {
    const char *key; /* NULL ends the table */
    unsigned flags;
    struct dcf_type type;
};

struct dcf_shape {
    const char *what; /* "a defendant", for sentences */
    const struct dcf_field *fields;
    bool open; /* other keys are no fault */
};

struct dcf_option {
    const char *type; /* the value of "type" */
    const char *mark; /* a key that gives it away when "type" is missing, or NULL */
    const struct dcf_shape *shape;
};

extern const struct dcf_shape dcf_first_hearing; /* the document, FirstHearingDCF */
extern const struct dcf_shape dcf_breach;        /* the document, BobDCF */

/* Tables that are shared between the files that hold them. */
extern const struct dcf_shape dcf_location;
extern const struct dcf_shape dcf_offence;
extern const struct dcf_shape dcf_fh_defendant;
extern const struct dcf_shape dcf_bob_defendant;
extern const struct dcf_option dcf_person[];
extern const struct dcf_option dcf_officer[];
extern const struct dcf_option dcf_person_or_officer[];
extern const struct dcf_option dcf_person_or_body[];
extern const struct dcf_option dcf_anybody[];
extern const struct dcf_option dcf_body[];
extern const struct dcf_option dcf_offence_lists[];
extern const struct dcf_option dcf_fh_witnesses[];
extern const struct dcf_option dcf_bob_witnesses[];

/* What the object is, by its "type" or else its mark; NULL: none of them. */
const struct dcf_shape *dcf_shape_option(const struct dcf_option *options, const json_t *object);

/* A copy in which no value of the wrong type looks as if nothing were there; the caller's. */
json_t *dcf_unread(const json_t *document, const struct dcf_shape *shape);

/* Whether a court order has such a title. */
bool dcf_shape_knows_order(const char *title);

/* How the tables are written. */
#define DCF_END                                                                                    \
    {                                                                                              \
        NULL, 0,                                                                                   \
        {                                                                                          \
            .kind = DCF_TEXT                                                                       \
        }                                                                                          \
    }
#define DCF_NO_OPTION                                                                              \
    {                                                                                              \
        NULL, NULL, NULL                                                                           \
    }
#define DCF_IS(k)                                                                                  \
    {                                                                                              \
        .kind = DCF_##k                                                                            \
    }
#define DCF_ONE_OF(list)                                                                           \
    {                                                                                              \
        .kind = DCF_ENUM, .values = (list)                                                         \
    }
#define DCF_IN(s)                                                                                  \
    {                                                                                              \
        .kind = DCF_OBJECT, .shape = &(s)                                                          \
    }
#define DCF_ANY_OF(o)                                                                              \
    {                                                                                              \
        .kind = DCF_EITHER, .options = (o)                                                         \
    }
#define DCF_LIST_OF(t, ...)                                                                        \
    {                                                                                              \
        .kind = DCF_LIST, .item = &(t), __VA_ARGS__                                                \
    }

/* Every structural problem of `document`, and a warning for each kind of field that
 * is there and has no place in a Submission. */
void dcf_shape_check(const json_t *document, const struct dcf_shape *shape, struct pfq_arena *arena,
                     struct pfq_problems *problems, struct pfq_problems *warnings);

#endif

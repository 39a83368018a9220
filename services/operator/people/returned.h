/* returned.h - a spreadsheet that was filled in and sent back, a failure a row.
 *
 * Rows are found by their key; order and further columns do not matter.  What is sound is told,
 * what is not is named by its line, and what stands so already is not told again.  A row whose
 * key is there twice, or that is damaged, is left alone: no row ever speaks for another.
 *
 * Private to services/operator/people.
 */
#ifndef RETURNED_H
#define RETURNED_H

#include "people.h"

enum {
    RETURNED_COLUMNS = 6
};

enum returned_state {
    RETURNED_TELL,  /* the event has been filled in */
    RETURNED_SAME,  /* it stands so already */
    RETURNED_EMPTY, /* the row says nothing */
    RETURNED_FAULT  /* returned_fault() has said what */
};

struct returned;

struct returned_kind {
    const char *columns[RETURNED_COLUMNS]; /* in the order of `fields` */
    size_t required;                       /* the first so many must be there */
    enum returned_state (*read)(struct returned *r, const struct people_failure *of,
                                const char *const *fields, Pfq__V1__Event *event);
    void *self; /* the kind's own */
};

struct returned_sums {
    size_t told;
    size_t same;
    size_t empty;
    size_t not_taken;
};

/* What is wrong with the row in hand. */
void returned_fault(struct returned *r, const char *fix, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A field that holds a word, without the blanks around it. */
const char *returned_word(struct returned *r, const char *text);
struct people *returned_people(struct returned *r);
const struct returned_kind *returned_kind_of(const struct returned *r);

/* Reads what stands, tells what is new, and says on stderr what was not taken. */
enum pfq_exit returned_import(struct people *p, const char *file, const struct returned_kind *kind,
                              struct returned_sums *sums);

/* The failure of a message: assessment, kind and number of `of`. */
void returned_name(struct people *p, const struct people_failure *of, char **assessment,
                   Pfq__V1__AssessmentKind *kind, uint32_t *failure);

#endif

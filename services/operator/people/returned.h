/* returned.h - a spreadsheet that was filled in and sent back, a failure a row.
 *
 * Rows are found by their key; order and further columns do not matter.  What is sound is told,
 * what is not is named by its line, and what stands so already is not told again.  A row whose
 * key is there twice, that is damaged, or that speaks of another failure than its key does, is left
 * alone: no row ever speaks for another.
 *
 * Private to services/operator/people.
 */
#ifndef RETURNED_H
#define RETURNED_H

#include "feedback/render/csv_read.h"
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
/* What the row in hand takes the place of, "rejected, recorded by m1": listed when it is told. */
void returned_replaces(struct returned *r, const char *what);

/* A second event of the row in hand, before the one that `read` fills in.  False: it was not
 * taken, and that has been said. */
bool returned_tell(struct returned *r, Pfq__V1__Event *event);

/* returned_agrees.c: "urn is 40AA0000226, by its key 40AA0000126"; NULL: the row says of its
 * failure what its key does. */
const char *returned_differs(struct returned *r, const struct csv_file *csv,
                             const struct csv_row *row, const struct people_failure *of);

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

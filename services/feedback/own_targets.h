/* own_targets.h - what forces set themselves: [targets] of pfq.conf.
 *
 *     [targets]
 *     43 INTERVIEW from 2026-04 = 10%
 *     43 INTERVIEW from 2027-04 = 7.5%
 *     * CASE_SUMMARY from 2026-04 = 20%
 *     40 CASE_SUMMARY from 2026-10 = none
 *
 * What a line names: a force or all (*), a theme, and the first month that is measured against it.
 * What says the force counts before what is for all, and of these the latest whose month has come.
 * A target is changed by a line more with a later month: what was told by the one before it stays.
 *
 * Layer 4 (feedback).
 */
#ifndef OWN_TARGETS_H
#define OWN_TARGETS_H

#include "feedback/themes/themes.h"
#include "pfq/config.h"

enum {
    OWN_TARGETS_MAX = 4096,
    OWN_TARGETS_EACH = 150,     /* of one force, and for all: a page of themes has room for both */
    OWN_TARGETS_NAME_BYTES = 48 /* before the =; the reader of the file cuts off what is longer */
};

struct own_targets {
    struct themes_targets all; /* in the order of the file */
    unsigned *lines;           /* of each */
    struct pfq_arena arena;
    bool stale; /* the file has faults: these are those of before */
};

/* Every fault is written to stderr with file and line.  `file` NULL: no targets. */
enum pfq_code own_targets_read(const char *file, struct own_targets *out,
                               struct pfq_err *err) PFQ_CHECKED;
void own_targets_close(struct own_targets *targets);

/* At the start; nothing is kept. */
enum pfq_code own_targets_check(const struct pfq_config *config, struct pfq_err *err);

/* Those of the file as it is now; or as they were, and `stale`.  Whoever borrowed them must not use
 * them any more. */
enum pfq_code own_targets_reload(struct own_targets *targets, const struct pfq_config *config,
                                 struct pfq_err *err) PFQ_CHECKED;

/* For --print-config. */
void own_targets_print(const struct pfq_config *config, bool tabs);

/* Beside what store says of a force's themes: the targets that the force has, borrowed. */
void own_targets_put(const struct own_targets *targets, const char *force, Pfq__V1__ThemeRows *rows,
                     struct pfq_arena *arena);

#endif

/* simulate.h - what the parts of `pfq simulate` share.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_SIMULATE_H
#define OPERATOR_SIMULATE_H

#include <stdio.h>

#include "operator/loading.h"
#include "operator/operator.h"
#include "pfq/simulate.h"

/* How often what a shift is about fails in the files that it covers. */
struct truth_shift {
    uint64_t eligible;
    uint64_t failing;
};

/* What was planted, and what the catalogue found. */
struct truth {
    const struct pfq_simulate_options *options;
    struct pfq_tally tally;
    struct truth_shift shifts[PFQ_SIMULATE_SHIFTS];
    struct pfq_standard *standard; /* NULL: nothing is verified */
    uint64_t verified;
    uint64_t agreed;
};

void truth_open(struct truth *truth, const struct pfq_simulate_options *options);
void truth_close(struct truth *truth);

/* `arena` holds the file. */
void truth_add(struct truth *truth, const struct pfq_simulated *file, struct pfq_arena *arena);

/* False: it could not be written, and stderr says why. */
bool truth_write(const struct truth *truth, const char *path);

/* For people, on stderr. */
void truth_say(const struct truth *truth);

/* Judge the file by the truth's catalogue: exactly what was planted must be found. */
bool verify_file(const struct truth *truth, const struct pfq_simulated *file,
                 struct pfq_arena *arena);

/* --- sending ------------------------------------------------------------------------------ */

struct sender;

/* NULL: the endpoint cannot be used, and stderr says why. */
struct sender *sender_open(const char *run, const char *endpoint, int64_t patience_ms,
                           uint64_t expected);

/* The file is packed before this returns.  False: nobody answers any longer. */
bool sender_add(struct sender *sender, const struct pfq_simulated *file);

/* Wait for what is on its way, say how many had which answer, and end. */
enum pfq_exit sender_close(struct sender *sender);

#endif

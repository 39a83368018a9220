/* slow_eval.h - what each row comes to, worked out slowly and in another way.
 *
 * An evaluator of the language as services/standard/README.md tells it: it walks the
 * condition as it was parsed and the message by its descriptors, looks every name up
 * every time, and shares nothing with the compiled one but the parser.
 *
 *     slow_open()     conditions, words, values and tables, from their files
 *     slow_outcome()  one row, one message
 */
#ifndef TEST_SLOW_EVAL_H
#define TEST_SLOW_EVAL_H

#include "pfq/standard.h"
#include "support/sources.h"

struct slow;

/* In the arena. */
struct slow *slow_open(const struct sources *sources, const char *reference_dir,
                       struct pfq_arena *arena);

/* The place of a row in the sources. */
size_t slow_find(const struct slow *slow, const char *id);

/* What a row that is in force comes to.  `message` is a Submission as judging has
 * normalised it, or a History. */
Pfq__V1__Outcome slow_outcome(const struct slow *slow, size_t place,
                              const ProtobufCMessage *message, int32_t event_date);

#endif

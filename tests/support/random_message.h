/* random_message.h - messages at random, by the descriptors, that checks may hit both ways.
 *
 * Numbers and dates lie at and beside those that the catalogue names; in half of the
 * lists all entries say the same, as nothing else would let an "each" hold; some lists
 * are longer than the 64 entries that a column has.  The same seed makes the same
 * message.
 */
#ifndef TEST_RANDOM_MESSAGE_H
#define TEST_RANDOM_MESSAGE_H

#include "pfq/standard.h"
#include "support/sources.h"

enum {
    RANDOM_NUMBERS_MAX = 512
};

/* Every number and day that a condition or a value names. */
struct random_pool {
    int64_t numbers[RANDOM_NUMBERS_MAX];
    size_t number_count;
    int32_t dates[RANDOM_NUMBERS_MAX];
    size_t date_count;
};

void random_pool_read(const struct sources *sources, struct random_pool *out);

/* A Submission that will not be refused, of an event date. */
Pfq__V1__Submission *random_submission(uint64_t seed, const struct random_pool *pool,
                                       struct pfq_arena *arena);

ProtobufCMessage *random_message(const ProtobufCMessageDescriptor *type, uint64_t seed,
                                 const struct random_pool *pool, struct pfq_arena *arena);

#endif

/* pfq/arena.h - the memory of one message.
 *
 * Each service owns one arena, taken at start-up and reset after every message.
 * Nothing made while handling a message outlives the reset, so nothing is freed
 * piecemeal, and no function that takes an arena needs a clean-up path.
 *
 * Running out means different things at different times:
 *
 *   while decoding   the sender's bytes asked for too much: pfq_arena_try()
 *                    returns NULL and the message is refused as TOO_LARGE;
 *   after sealing    the remainder was reserved for us, so running out is our
 *                    arithmetic gone wrong: pfq_arena_alloc() aborts.
 *
 * pfq_arena_seal() is the line between the two.
 *
 * An arena of the grow kind (pfq_arena_open) is for the operator's command and for
 * tests, which have no message to refuse: it takes further blocks as needed and
 * never runs out short of the machine's memory.
 *
 * Layer 0: includes nothing of ours.
 */
#ifndef PFQ_ARENA_H
#define PFQ_ARENA_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

struct pfq_arena_block;

struct pfq_arena {
    unsigned char *base; /* borrowed: the service's start-up block */
    size_t size;
    size_t used;
    bool sealed;
    bool grows;
    struct pfq_arena_block *blocks; /* owned; grow kind only */
};

void pfq_arena_init(struct pfq_arena *a, void *block, size_t size);

void pfq_arena_open(struct pfq_arena *a);
void pfq_arena_close(struct pfq_arena *a);

/* Forget every allocation.  Debug builds also fill what was used with 0xA5. */
void pfq_arena_reset(struct pfq_arena *a);

/* End decoding.  False when fewer than `reserve` bytes are left for our own
 * work, which the caller reports as TOO_LARGE. */
bool pfq_arena_seal(struct pfq_arena *a, size_t reserve);

/* Zeroed memory, or NULL when the arena is exhausted. */
void *pfq_arena_try(struct pfq_arena *a, size_t size, size_t align);

/* Zeroed memory, never NULL. */
void *pfq_arena_alloc(struct pfq_arena *a, size_t count, size_t size, size_t align);

#define pfq_arena_new(a, type, count)                                                              \
    ((type *)pfq_arena_alloc((a), (count), sizeof(type), alignof(type)))

/* Text made in the arena. */
char *pfq_arena_strdup(struct pfq_arena *a, const char *s);
char *pfq_arena_strndup(struct pfq_arena *a, const char *s, size_t n);
char *pfq_arena_printf(struct pfq_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif

/* book.h - items under their names: found by hash, listed in order of name.
 *
 * Private to compliance/.
 */
#ifndef BOOK_H
#define BOOK_H

#include "pfq/arena.h"

/* Each item is a struct that begins with its name. */
struct book {
    size_t item_size;
    struct pfq_arena *arena;
    void **items;
    size_t count;
    void **slots; /* a power of two, at most half of them taken */
    size_t slot_count;
};

struct book book_open(size_t item_size, struct pfq_arena *arena);

/* The item of this name; a new one of zeros where there is none. */
void *book_take(struct book *book, const char *name);

void *book_find(const struct book *book, const char *name); /* or NULL */

/* From here on `items` is in order of name. */
void book_sort(struct book *book);

#endif

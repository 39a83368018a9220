/* book.c - see book.h. */
#include "feedback/compliance/book.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS_FIRST = 64
};

static const char *name_of(const void *item)
{
    const char *name = NULL;
    memcpy(&name, item, sizeof name);
    return name;
}

/* FNV-1a, 64 bits. */
static uint64_t hash(const char *name)
{
    uint64_t value = 0xcbf29ce484222325U;
    for (; *name != '\0'; name++) {
        value = (value ^ (unsigned char)*name) * 0x100000001b3U;
    }
    return value;
}

static size_t place(const struct book *book, const char *name)
{
    size_t at = hash(name) & (book->slot_count - 1);
    while (book->slots[at] != NULL && strcmp(name_of(book->slots[at]), name) != 0) {
        at = (at + 1) & (book->slot_count - 1);
    }
    return at;
}

struct book book_open(size_t item_size, struct pfq_arena *arena)
{
    return (struct book){.item_size = item_size,
                         .arena = arena,
                         .items = pfq_arena_new(arena, void *, SLOTS_FIRST / 2),
                         .slots = pfq_arena_new(arena, void *, SLOTS_FIRST),
                         .slot_count = SLOTS_FIRST};
}

static void grow(struct book *book)
{
    void **items = pfq_arena_new(book->arena, void *, book->slot_count);
    memcpy(items, book->items, book->count * sizeof *items);
    book->items = items;
    book->slot_count *= 2;
    book->slots = pfq_arena_new(book->arena, void *, book->slot_count);
    for (size_t i = 0; i < book->count; i++) {
        book->slots[place(book, name_of(items[i]))] = items[i];
    }
}

void *book_find(const struct book *book, const char *name)
{
    return book->slots[place(book, name)];
}

void *book_take(struct book *book, const char *name)
{
    void *item = book_find(book, name);
    if (item != NULL) {
        return item;
    }
    if (book->count == book->slot_count / 2) {
        grow(book);
    }
    const char *kept = pfq_arena_strdup(book->arena, name);
    item = pfq_arena_alloc(book->arena, 1, book->item_size, alignof(max_align_t));
    memcpy(item, &kept, sizeof kept);
    book->slots[place(book, kept)] = item;
    book->items[book->count++] = item;
    return item;
}

static int by_name(const void *a, const void *b)
{
    void *const *left = a;
    void *const *right = b;
    return strcmp(name_of(*left), name_of(*right));
}

void book_sort(struct book *book)
{
    qsort(book->items, book->count, sizeof(void *), by_name);
}

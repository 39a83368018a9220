/* arena.c - bump allocation with one reset: see pfq/arena.h. */
#include "pfq/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"

struct pfq_arena_block {
    struct pfq_arena_block *next;
    max_align_t data[];
};

enum {
    GROW_BYTES = 256 * 1024
};

void pfq_arena_init(struct pfq_arena *a, void *block, size_t size)
{
    *a = (struct pfq_arena){.base = block, .size = size};
}

void pfq_arena_open(struct pfq_arena *a)
{
    *a = (struct pfq_arena){.grows = true};
}

void pfq_arena_close(struct pfq_arena *a)
{
    while (a->blocks != NULL) {
        struct pfq_arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    *a = (struct pfq_arena){.grows = a->grows};
}

void pfq_arena_reset(struct pfq_arena *a)
{
    if (a->grows) {
        pfq_arena_close(a);
        return;
    }
#ifdef PFQ_DEBUG
    if (a->used > 0) {
        memset(a->base, 0xA5, a->used);
    }
#endif
    a->used = 0;
    a->sealed = false;
}

bool pfq_arena_seal(struct pfq_arena *a, size_t reserve)
{
    a->sealed = true;
    return a->grows || a->size - a->used >= reserve;
}

static bool grow(struct pfq_arena *a, size_t size)
{
    size_t want = size + alignof(max_align_t);
    want = want > GROW_BYTES ? want : GROW_BYTES;
    struct pfq_arena_block *block = malloc(sizeof *block + want);
    if (block == NULL) {
        return false;
    }
    block->next = a->blocks;
    a->blocks = block;
    a->base = (unsigned char *)block->data;
    a->size = want;
    a->used = 0;
    return true;
}

void *pfq_arena_try(struct pfq_arena *a, size_t size, size_t align)
{
    PFQ_ASSERT(align > 0 && align <= alignof(max_align_t));
    if (size > SIZE_MAX / 4) {
        return NULL;
    }
    size_t gap = a->base == NULL
                     ? 0
                     : (align - ((uintptr_t)(a->base + a->used) & (align - 1))) & (align - 1);
    if (a->base == NULL || a->size - a->used < gap || a->size - a->used - gap < size) {
        if (!a->grows || !grow(a, size)) {
            return NULL;
        }
        gap = 0;
    }
    void *p = a->base + a->used + gap;
    a->used += gap + size;
    memset(p, 0, size);
    return p;
}

void *pfq_arena_alloc(struct pfq_arena *a, size_t count, size_t size, size_t align)
{
    PFQ_ASSERT(size > 0 && count <= SIZE_MAX / 4 / size);
    void *p = pfq_arena_try(a, count * size, align);
    PFQ_ASSERT(p != NULL);
    return p;
}

char *pfq_arena_strndup(struct pfq_arena *a, const char *s, size_t n)
{
    char *copy = pfq_arena_new(a, char, n + 1);
    memcpy(copy, s, n);
    return copy;
}

char *pfq_arena_strdup(struct pfq_arena *a, const char *s)
{
    return pfq_arena_strndup(a, s, strlen(s));
}

char *pfq_arena_printf(struct pfq_arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    PFQ_ASSERT(n >= 0);
    char *text = pfq_arena_new(a, char, (size_t)n + 1);
    (void)vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return text;
}

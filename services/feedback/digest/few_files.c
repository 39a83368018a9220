/* few_files.c - an Area's digest that names a few files and no more, for a mail: see private.h. */
#include <ctype.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "pfq/ident.h"

static size_t urns_in(const char *text)
{
    char word[PFQ_URN_CHARS + 1] = "";
    struct pfq_urn urn;
    size_t count = 0;
    while (*text != '\0') {
        size_t size = 0;
        while (isalnum((unsigned char)text[size])) {
            size++;
        }
        if (size == PFQ_URN_CHARS) {
            memcpy(word, text, size);
            count += pfq_urn_read(word, &urn);
        }
        text += size == 0 ? 1 : size;
    }
    return count;
}

void digest_few_sentences(char ***texts, size_t *count, size_t *left, struct pfq_arena *arena)
{
    char **kept = pfq_arena_new(arena, char *, *count + 1);
    size_t n = 0;
    for (size_t i = 0; i < *count; i++) {
        size_t urns = urns_in((*texts)[i]);
        if (urns <= *left) {
            kept[n++] = (*texts)[i];
            *left -= urns;
        }
    }
    if (n < *count) {
        kept[n] = pfq_arena_printf(arena, "And %zu more: pfq challenge list", *count - n);
        n++;
    }
    *texts = kept;
    *count = n;
}

static void few_rows(size_t *count, size_t *left, size_t share)
{
    size_t most = share < *left ? share : *left;
    *count = *count < most ? *count : most;
    *left -= *count;
}

static Pfq__V1__ThemeLine **without_examples(const Pfq__V1__Digest *d, struct pfq_arena *arena)
{
    Pfq__V1__ThemeLine **themes = pfq_arena_new(arena, Pfq__V1__ThemeLine *, d->n_themes + 1);
    for (size_t i = 0; i < d->n_themes; i++) {
        themes[i] = pfq_arena_new(arena, Pfq__V1__ThemeLine, 1);
        *themes[i] = *d->themes[i];
        themes[i]->n_urns = 0;
    }
    return themes;
}

Pfq__V1__Digest *digest_few_files(const Pfq__V1__Digest *digest, size_t most,
                                  struct pfq_arena *arena)
{
    Pfq__V1__Digest *d = pfq_arena_new(arena, Pfq__V1__Digest, 1);
    size_t left = most;
    *d = *digest;
    d->themes = without_examples(digest, arena);
    digest_few_sentences(&d->challenges, &d->n_challenges, &left, arena);
    few_rows(&d->n_cases, &left, 1);
    if (d->compliance != NULL) {
        d->compliance = pfq_arena_new(arena, Pfq__V1__Compliance, 1);
        *d->compliance = *digest->compliance;
        few_rows(&d->compliance->n_late_files, &left, 1);
        few_rows(&d->compliance->n_late_reviews, &left, left);
    }
    return d;
}

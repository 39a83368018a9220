/* assess_finding.c - what a finding of the machine would be recorded as: see assess.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "pfq/people.h"

const char *assess_reason(const Pfq__V1__Finding *finding, Pfq__V1__AssessmentKind kind)
{
    for (size_t i = 0; i < finding->n_reasons; i++) {
        if (pfq_people_reason_of(finding->reasons[i], kind)) {
            return finding->reasons[i];
        }
    }
    return NULL;
}

/* The number that ends "MG6C item 7", and where the words before it end. */
static uint32_t position_of(const char *item, size_t *words)
{
    *words = strlen(item);
    while (*words > 0 && isdigit((unsigned char)item[*words - 1])) {
        (*words)--;
    }
    return (uint32_t)strtoul(item + *words, NULL, 10);
}

size_t assess_items(const Pfq__V1__Finding *finding, uint32_t out[ASSESS_ITEMS_MAX])
{
    size_t count = 0;
    size_t first = 0;
    for (size_t i = 0; i < finding->n_items && count < ASSESS_ITEMS_MAX; i++) {
        size_t words = 0;
        uint32_t position = position_of(finding->items[i], &words);
        first = i == 0 ? words : first;
        if (position == 0 || words != first ||
            strncmp(finding->items[i], finding->items[0], words) != 0) {
            return 0;
        }
        out[count++] = position;
    }
    return count;
}

const char *assess_fit(const char *text, size_t most, struct pfq_arena *arena)
{
    size_t bytes = 0;
    size_t chars = 0;
    size_t word = 0;
    for (; text[bytes] != '\0' && chars <= most; bytes++) {
        bool begins = ((unsigned char)text[bytes] & 0xC0) != 0x80;
        chars += begins;
        word = text[bytes] == ' ' && chars + 3 <= most ? bytes : word;
    }
    return chars <= most ? text : pfq_arena_printf(arena, "%.*s...", (int)word, text);
}

const char *assess_suggest(const Pfq__V1__Finding *finding, struct pfq_arena *arena)
{
    const char *what = finding->fix != NULL ? finding->fix : finding->title;
    const char *items = "";
    for (size_t i = 0; i < finding->n_items; i++) {
        items = pfq_arena_printf(arena, "%s%s%s", items, i == 0 ? "" : ", ", finding->items[i]);
    }
    const char *text = pfq_arena_printf(arena, "%s%s%s", items, items[0] == '\0' ? "" : ": ",
                                        what == NULL ? "" : what);
    return assess_fit(text, ASSESS_DETAIL_CHARS, arena);
}

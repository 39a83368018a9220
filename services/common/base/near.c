/* near.c - the nearest of the known names: see near.h. */
#include "pfq/near.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, one row at a time. */
size_t pfq_edits(const char *a, const char *b)
{
    size_t row[PFQ_NEAR_TEXT];
    size_t width = strlen(b);
    if (width >= PFQ_NEAR_TEXT) {
        return width + strlen(a); /* no more than that, and near nothing */
    }
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 1; j <= width; j++) {
            size_t changed = diagonal + (a[i] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(changed, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[width];
}

void pfq_near_offer(struct pfq_near *near, const char *name)
{
    size_t edits = pfq_edits(near->wanted, name);
    if (edits <= 1 + strlen(near->wanted) / 3 && (near->name == NULL || edits < near->edits)) {
        near->name = name;
        near->edits = edits;
    }
}

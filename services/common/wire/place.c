/* place.c - a path as text: see place.h. */
#include "place.h"

#include <stdio.h>
#include <string.h>

#include "limits.h"

enum {
    CHAIN = 2 * LIMITS_DEPTH
};

static void append(char out[PLACE_TEXT], const struct place *place)
{
    size_t used = strlen(out);
    const char *dot = used > 0 && place->name != NULL ? "." : "";
    const char *name = place->name == NULL ? "" : place->name;
    if (place->index == PLACE_NO_INDEX) {
        (void)snprintf(out + used, PLACE_TEXT - used, "%s%s", dot, name);
    } else {
        (void)snprintf(out + used, PLACE_TEXT - used, "%s%s[%zu]", dot, name, place->index);
    }
}

void place_text(const struct place *place, char out[PLACE_TEXT])
{
    const struct place *chain[CHAIN];
    size_t depth = 0;
    for (; place != NULL && depth < CHAIN; place = place->up) {
        chain[depth++] = place;
    }
    out[0] = '\0';
    while (depth > 0) {
        append(out, chain[--depth]);
    }
}

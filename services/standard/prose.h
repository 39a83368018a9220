/* prose.h - sentences as a reader counts them, and what no text may hold.
 *
 * Private to services/standard.
 */
#ifndef PROSE_H
#define PROSE_H

#include <stdbool.h>
#include <stddef.h>

/* Words of the longest sentence. */
size_t prose_longest_sentence(const char *text);

/* Digits and letters in the shape of a URN, with or without strokes; those of the examples
 * (43AA...) are nobody's. */
bool prose_has_urn(const char *text);

/* "Mr Example", "Dr Example". */
bool prose_has_person(const char *text);

#endif

/* doc.h - a JSON document to spoil: tests change one thing and look at what is said.
 *
 * Paths are "case.defendants[0].name"; every failure is an assertion of the test. */
#ifndef DOC_H
#define DOC_H

#include <jansson.h>

#include "pfq/adapter.h"

json_t *doc_load(const char *file);                             /* the caller's */
void doc_set(json_t *root, const char *path, const char *json); /* NULL takes it out */
json_t *doc_at(json_t *root, const char *path);

/* What the adapter makes of one document; in the arena. */
struct pfq_adapted *doc_adapt(const json_t *root, const char *force, struct pfq_arena *arena);

/* "DCF_BLANK case.date; DCF_TYPE case.type": code and place of every problem. */
const char *doc_problems(const struct pfq_adapted *adapted, struct pfq_arena *arena);

/* Every text of every problem, warning and message, in one string. */
char *doc_everything(const struct pfq_adapted *adapted, struct pfq_arena *arena);

#endif

/* explain.h - the whole catalogue as a document: what is in it, and in which form.
 *
 *     explain.c           the options; the parts in their order
 *     explain_markdown.c  as Markdown
 *     explain_html.c      as one HTML page that needs nothing else
 *
 * Every text of the catalogue is escaped (pfq/escape.h).  The same catalogue always gives
 * the same bytes.
 *
 * Private to services/operator/rules.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stdio.h>

#include "rules.h"

struct explain {
    FILE *out;
    struct rules_book *book;
    struct pfq_arena *arena; /* of the part in hand */
};

struct explain_theme {
    Pfq__V1__Theme theme;
    const char *title;
    size_t checks;
};

/* One check, its facts as rows of a table: name and text, both plain. */
struct explain_fact {
    const char *name;
    const char *text;
    bool code; /* a condition: shown as written */
};

enum {
    EXPLAIN_FACTS_MAX = 24
};

/* A form of the document. */
struct explain_form {
    void (*begin)(const struct explain *e, const struct explain_theme *themes, size_t count);
    void (*theme)(const struct explain *e, const struct explain_theme *theme);
    void (*check)(const struct explain *e, const Pfq__V1__CatalogueCheck *check,
                  const struct explain_fact *facts, size_t count);
    void (*names)(const struct explain *e, bool values); /* the words, or the values */
    void (*end)(const struct explain *e);
};

extern const struct explain_form explain_markdown;
extern const struct explain_form explain_html;

/* What the document says of itself, the same in every form. */
extern const char explain_title[];
extern const char explain_introduction[];
extern const char explain_outcomes[];

#endif

/* writing.h - a page while it is written, part by part.
 *
 * Private to digest/.
 */
#ifndef DIGEST_WRITING_H
#define DIGEST_WRITING_H

#include "feedback/render/document.h"
#include "pfq/wire.h"

struct writing {
    const Pfq__V1__Digest *digest;
    struct pfq_arena *arena;
    bool whole; /* for programs: no list is cut to fit a sheet */
    struct part *parts;
    size_t count;
};

void writing_part(struct writing *w, struct part part);
void writing_heading(struct writing *w, int level, const char *text);
void writing_text(struct writing *w, enum part_kind kind, const char *text); /* NULL, "": nothing */
void writing_table(struct writing *w, const struct grid *grid);              /* NULL: nothing */

/* Its rows get keys that begin so, and its sheet this name; NULL: nothing. */
void writing_chart(struct writing *w, const struct chart *chart, const char *key,
                   const char *sheet);

/* Texts one below the other; of more than `most` that many, and how many there are is said. */
void writing_list(struct writing *w, char *const *texts, size_t count, size_t most);

/* --- what pages are made of ------------------------------------------------------------ */

void writing_first(struct writing *w); /* what to do first, in a box */
void writing_notes(struct writing *w, int level);
/* What is said instead of "none" where what people say could not be read; else NULL. */
const char *writing_unread(const Pfq__V1__Digest *digest);

/* theme_parts.c: the table, then one after the other in full. */
void writing_themes(struct writing *w);
/* "31 of 60 files (52%); expected 6 to 18; usually 60 of 300 files (20%)" */
const char *writing_how_often(struct writing *w, const Pfq__V1__ThemeLine *line);

/* height.c: how high all parts are when they are printed in the dense style, about, in tenths of a
 * line. */
size_t writing_height(const struct writing *w);

/* sheet.c: all of the sheet of a weekly call. */
void writing_sheet(struct writing *w);

#endif

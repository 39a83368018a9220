/* figures_kit.h - figures, themes and months of a kit's database, asked for as the services
 * ask for them. */
#ifndef FIGURES_KIT_H
#define FIGURES_KIT_H

#include "store/rollup.h"
#include "support/store_kit.h"

/* A first submission of a file of its own, at noon of the day, counted at the next follow. */
struct sent {
    const char *force;
    const char *unit;
    Pfq__V1__CaseType case_type;
    const char *day; /* "2026-05-03" */
    unsigned char outcomes[3];
};

void figures_send(struct kit *kit, unsigned n, const struct sent *sent);

/* What a reader answers, in pages of `room` bytes; the rows of all pages together. */
Pfq__V1__Figures *figures_pages(struct kit *kit, Pfq__V1__FiguresRead *read, size_t room,
                                size_t *pages);

/* One request as the reader answers it. */
struct job *kit_read(struct kit *kit, Pfq__V1__Envelope__BodyCase body, void *request);

/* A month closed as the writer closes it. */
Pfq__V1__MonthRows *kit_close_month(struct kit *kit, struct rollup *rollup,
                                    Pfq__V1__MonthClose *close, int64_t wall_ms);

/* Texts of all rows, one a line, to compare two sets of figures by. */
char *figures_text(struct kit *kit, const Pfq__V1__Figures *figures);

#endif

/* plant.h - a file in the making, and the failings put into it.
 *
 * Private to services/simulate.
 */
#ifndef PLANT_H
#define PLANT_H

#include "failings.h"

struct work {
    Pfq__V1__Submission *file;
    const struct facts *facts;
    struct pfq_arena *arena;
    int32_t charged; /* civil dates that several parts of a file rest on; 0: none */
    int32_t hearing;
    int64_t charged_at;
    const char *urn; /* canonical, the file's own */
};

/* A clean file: the catalogue finds nothing in it.  Into an Envelope without id. */
void build_file(struct work *work);

/* Parts of it (build_people.c, build_papers.c, build_forms.c). */
void build_people(struct work *work);
void build_papers(struct work *work);
void build_forms(struct work *work);

/* "43AA0012326" of the file's unit; another force's where `other`. */
const char *build_urn(const struct facts *facts, bool other, struct pfq_arena *arena);

/* Make it fail. */
void plant(struct work *work, const struct failings_drawn *drawn);

/* A document more, or none of the code any longer. */
void papers_add(struct work *work, Pfq__V1__DocumentCode code);
void papers_drop(struct work *work, Pfq__V1__DocumentCode code);

/* The recording of the kind, which the file has. */
Pfq__V1__MediaItem *papers_recording(struct work *work, Pfq__V1__MediaKind kind);

/* The instant of a time of day in London, in minutes after midnight. */
int64_t at_minutes(int32_t date, int minutes);

/* Set a field that was not said. */
#define SAY(message, field, value)                                                                 \
    ((void)((message)->has_##field = true, (message)->field = (value)))

/* For initialisers: a field that is said. */
#define SAID(field, value) .has_##field = true, .field = (value)

#define CODE(name) PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_##name

#endif

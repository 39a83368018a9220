/* document.c - see document.h. */
#include "document.h"

#include "figure.h"
#include "pfq/clock.h"

const char *document_provenance(const struct document *document, struct pfq_arena *arena)
{
    int minutes = pfq_london_minutes(document->made_ms);
    return pfq_arena_printf(arena, "Catalogue %s, everything up to entry %s, made %s at %02d:%02d.",
                            document->catalogue, figure_count((int64_t)document->sequence, arena),
                            figure_date(pfq_london_date(document->made_ms), arena), minutes / 60,
                            minutes % 60);
}

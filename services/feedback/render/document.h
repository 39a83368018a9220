/* document.h - what is rendered: a page as a list of parts, each marked for who may see it.
 *
 * Whoever makes a digest or a pack fills this once; html.h, plain.h, csv_write.h, xlsx.h make
 * their forms of it, so that every number is the same in all of them.
 *
 * Layer 2 (render): may include base.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "audience.h"
#include "chart.h"
#include "grid.h"

enum part_kind {
    PART_HEADING,   /* text, and optionally caption above it and a tag behind it */
    PART_PARAGRAPH, /* text */
    PART_INSET,     /* text that stands apart */
    PART_NOTICE,    /* caption and text in a box: what must not be overlooked */
    PART_LIST,      /* items */
    PART_SUMMARY,   /* lines: names and values */
    PART_TABLE,     /* grid */
    PART_CHART      /* chart, with its grid; the grid alone where a chart would say too much */
};

struct part_line {
    const char *name;
    const char *value;
    enum mark mark;
};

struct part {
    enum part_kind kind;
    enum mark mark;
    int level; /* of a heading: 2 or 3 */
    const char *text;
    const char *caption;
    const char *tag; /* a state in a word */
    enum tone tone;
    const char *const *items;
    size_t item_count;
    const struct part_line *lines;
    size_t line_count;
    const struct grid *grid;
    const struct chart *chart;
    bool new_page; /* a heading that begins one when printed */
};

struct document {
    const char *service; /* "National File Standard feedback" */
    const char *caption; /* above the title: "Monthly digest" */
    const char *title;
    const char *sandbox; /* of a demonstration: said at the top; else NULL */
    const struct part *parts;
    size_t part_count;
    /* where it comes from */
    const char *catalogue; /* the versions that judged: "2026-10 (3f9a…)" */
    uint64_t sequence;     /* all that was committed up to here is in it */
    int64_t made_ms;
    bool one_page; /* printed it fits a sheet of A4 */
};

/* The parts' view of the audience; PART_LINEs and columns are asked one by one. */
static inline bool document_shows(const struct part *part, enum audience audience)
{
    return audience_sees(audience, part->mark, false);
}

/* "Catalogue 2026-10, everything up to entry 1,234, made 23 November 2026 at 09:30." */
const char *document_provenance(const struct document *document, struct pfq_arena *arena);

#endif

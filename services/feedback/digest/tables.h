/* tables.h - the tables and charts of a digest's page, each NULL where there is nothing in it.
 *
 * Private to digest/.
 */
#ifndef DIGEST_TABLES_H
#define DIGEST_TABLES_H

#include "feedback/render/document.h"
#include "pfq/wire.h"

/* A table that grows row by row; its columns are static. */
struct table {
    struct grid *grid;
    struct grid_row *rows;
    struct pfq_arena *arena;
};

struct table table_begin(const char *title, const struct grid_column *columns, size_t width,
                         size_t rows, struct pfq_arena *arena);
struct grid_cell *table_add(struct table *t, const char *key); /* the cells of a new row */

/* Count, files, rate and interval from `cells` on. */
void table_put_rate(struct grid_cell *cells, const Pfq__V1__Rate *rate, struct pfq_arena *arena);

/* The name of a value, with spaces. */
const char *table_enum(const ProtobufCEnumDescriptor *type, int value, struct pfq_arena *arena);

/* "43/202610", with what follows it: the beginning of every row key of the digest. */
const char *table_key(const Pfq__V1__Digest *digest, const char *rest, struct pfq_arena *arena);

/* The same of a theme line: "43/202610/1/check/INTERVIEW/IN03". */
const char *table_theme_key(const Pfq__V1__Digest *digest, const Pfq__V1__ThemeLine *line,
                            const char *table, const char *rest, struct pfq_arena *arena);

/* What a page says outside its tables: force, month, what to do first, notes, praise. */
const struct grid *table_said(const Pfq__V1__Digest *digest, struct pfq_arena *arena);

const struct grid *table_received(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_restated(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_themes(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
/* Beside the rates; NULL: it was not counted. */
const struct grid *table_coverage(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_baselines(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_checks(const Pfq__V1__Digest *digest, const Pfq__V1__ThemeLine *line,
                                struct pfq_arena *arena);
const struct grid *table_cases(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const char *table_cases_title(Pfq__V1__DigestKind kind);
const struct grid *table_mix(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_forces(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
/* By force: the rate, themes, and what waits for an answer. */
const struct grid *table_sides(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_waiting(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_limits(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct grid *table_about(const Pfq__V1__Digest *digest, struct pfq_arena *arena);
const struct chart *table_trend(const Pfq__V1__Digest *digest, const Pfq__V1__ThemeLine *line,
                                struct pfq_arena *arena);
const struct chart *table_sums(const Pfq__V1__Digest *digest, const Pfq__V1__ThemeLine *line,
                               struct pfq_arena *arena);
const struct chart *table_funnel(const Pfq__V1__Digest *digest, struct pfq_arena *arena);

/* Of its state. */
enum tone table_tone(const Pfq__V1__ThemeLine *line);

/* "Interview, Crown Court": what the theme line is about. */
const char *table_theme_name(const Pfq__V1__Digest *digest, const Pfq__V1__ThemeLine *line,
                             struct pfq_arena *arena);

#endif

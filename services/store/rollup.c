/* rollup.c - see rollup.h.
 *
 *     collect   rows after the mark -> entries: which cell, plus or minus
 *     sort      so that each cell is read and written once
 *     count     per cell: unpack, add its entries, pack
 *     mark      and commit
 */
#include "rollup.h"

#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "judged.h"
#include "tally.h"

enum {
    ROWS_BYTES = 6 * 1024 * 1024,
    SCRATCH_BYTES = 4 * 1024 * 1024,
    /* a submission makes three entries at most: none is both before and after all others */
    ENTRIES_MAX = 3 * ROLLUP_CHUNK,
    NOT_JUDGED = -1
};

struct entry {
    struct db_cell cell;
    int sign;
    int64_t event_at;
    int64_t catalogue;
    int verdict;
    int presence; /* NOT_JUDGED: by a catalogue that did not tell aspects apart */
    int quality;
    struct pfq_bytes outcomes;
};

struct rollup {
    struct pfq_arena rows;    /* of one chunk */
    struct pfq_arena scratch; /* of one decoding */
    struct codes codes;
    struct tally tally;
    struct entry entries[ENTRIES_MAX];
    size_t entry_count;
    uint64_t rebuild_up_to;
    unsigned char rows_block[ROWS_BYTES];
    unsigned char scratch_block[SCRATCH_BYTES];
};

enum pfq_code rollup_open(struct rollup **out, struct pfq_err *err)
{
    struct rollup *r = calloc(1, sizeof *r);
    *out = r;
    if (r == NULL) {
        return pfq_fail(err, PFQ_E_IO, "no memory for the rollups");
    }
    pfq_arena_init(&r->rows, r->rows_block, sizeof r->rows_block);
    pfq_arena_init(&r->scratch, r->scratch_block, sizeof r->scratch_block);
    codes_init(&r->codes);
    return PFQ_OK;
}

void rollup_close(struct rollup *rollup)
{
    if (rollup != NULL) {
        codes_fini(&rollup->codes);
        free(rollup);
    }
}

/* --- collect ------------------------------------------------------------------------- */

static struct entry entry_of(struct rollup *r, const struct db_counted *of)
{
    pfq_arena_reset(&r->scratch);
    const Pfq__V1__Judged *judged = judged_read(of, &r->scratch);
    struct entry e = {.event_at = judged_at(judged, of),
                      .catalogue = of->catalogue,
                      .presence = NOT_JUDGED,
                      .quality = NOT_JUDGED};
    if (judged != NULL) {
        e.verdict = (int)judged->verdict;
        e.presence = judged->has_presence ? (int)judged->presence : NOT_JUDGED;
        e.quality = judged->has_quality ? (int)judged->quality : NOT_JUDGED;
        uint8_t *copy = pfq_arena_new(&r->rows, uint8_t, judged->outcomes.len + 1);
        if (judged->outcomes.len > 0) {
            memcpy(copy, judged->outcomes.data, judged->outcomes.len);
        }
        e.outcomes = (struct pfq_bytes){copy, judged->outcomes.len};
    }
    e.cell = (struct db_cell){.force = of->force,
                              .day = judged_day(judged, of),
                              .police_unit = of->police_unit,
                              .case_type = of->case_type,
                              .file_type = of->file_type};
    return e;
}

static void add_entry(struct rollup *r, struct entry e, enum db_series series, int sign)
{
    e.cell.series = series;
    e.sign = sign;
    r->entries[r->entry_count++] = e;
}

static enum pfq_code collect_first(struct rollup *r, struct db *db, const struct db_counted *of,
                                   struct pfq_err *err)
{
    struct entry here = entry_of(r, of);
    struct db_ends ends = {of->sequence, of->sequence};
    add_entry(r, here, DB_SERIES_FIRST, 1);
    add_entry(r, here, DB_SERIES_FINAL, 1);
    /* when counting again, what was found out before is forgotten file by file */
    bool forget = of->urn_readable && of->sequence <= r->rebuild_up_to;
    return forget ? db_write_ends(db, of, &ends, err) : PFQ_OK;
}

static enum pfq_code find_entry(struct rollup *r, struct db *db, uint64_t sequence,
                                struct entry *out, struct pfq_err *err)
{
    struct db_counted known;
    enum pfq_code code = db_find_counted(db, sequence, &r->rows, &known, err);
    if (code == PFQ_OK) {
        *out = entry_of(r, &known);
    }
    return code;
}

/* Of two with the same event time the greater sequence is the later one, and none has a
 * greater one than `here`. */
static bool place_among(struct rollup *r, const struct entry *here, const struct entry *first,
                        const struct entry *final, uint64_t sequence, struct db_ends *ends)
{
    bool earliest = here->event_at < first->event_at;
    bool latest = here->event_at >= final->event_at;
    if (earliest) {
        add_entry(r, *first, DB_SERIES_FIRST, -1);
        add_entry(r, *first, DB_SERIES_LATER, 1);
        ends->first = sequence;
    }
    if (latest) {
        add_entry(r, *final, DB_SERIES_FINAL, -1);
        add_entry(r, *here, DB_SERIES_FINAL, 1);
        ends->final = sequence;
    }
    add_entry(r, *here, earliest ? DB_SERIES_FIRST : DB_SERIES_LATER, 1);
    return earliest || latest;
}

static enum pfq_code collect_further(struct rollup *r, struct db *db, const struct db_counted *of,
                                     struct pfq_err *err)
{
    struct db_ends ends;
    struct entry first;
    struct entry final;
    enum pfq_code code = db_find_ends(db, of, &ends, err);
    if (code == PFQ_OK) {
        code = find_entry(r, db, ends.first, &first, err);
    }
    if (code == PFQ_OK) {
        final = first;
        code = ends.final == ends.first ? PFQ_OK : find_entry(r, db, ends.final, &final, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    struct entry here = entry_of(r, of);
    bool moved = place_among(r, &here, &first, &final, of->sequence, &ends);
    return moved ? db_write_ends(db, of, &ends, err) : PFQ_OK;
}

/* Stops early when the memory of a chunk is used up; *last is the last one collected. */
static enum pfq_code collect(struct rollup *r, struct db *db, uint64_t after, uint64_t *last,
                             struct pfq_err *err)
{
    enum {
        room_for_one = 3 * 256 * 1024
    };
    struct db_counted *rows = NULL;
    size_t count = 0;
    r->entry_count = 0;
    *last = after;
    enum pfq_code code = db_next_counted(db, after, ROLLUP_CHUNK, &r->rows, &rows, &count, err);
    for (size_t i = 0; code == PFQ_OK && i < count; i++) {
        if (i > 0 && r->rows.size - r->rows.used < room_for_one) {
            break;
        }
        bool first = rows[i].ordinal == 1;
        code = first ? collect_first(r, db, &rows[i], err) : collect_further(r, db, &rows[i], err);
        *last = rows[i].sequence;
    }
    return code;
}

/* --- sort ---------------------------------------------------------------------------- */

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_cell(const void *left, const void *right)
{
    const struct db_cell *a = &((const struct entry *)left)->cell;
    const struct db_cell *b = &((const struct entry *)right)->cell;
    int order = strcmp(a->force, b->force);
    order = order != 0 ? order : by_number(a->day, b->day);
    order = order != 0 ? order : strcmp(a->police_unit, b->police_unit);
    order = order != 0 ? order : by_number(a->case_type, b->case_type);
    order = order != 0 ? order : by_number(a->file_type, b->file_type);
    return order != 0 ? order : by_number(a->series, b->series);
}

/* --- count --------------------------------------------------------------------------- */

static enum pfq_code count_verdict(struct rollup *r, struct db *db, enum db_code_kind kind,
                                   int verdict, int sign, struct pfq_err *err)
{
    uint32_t number = 0;
    if (verdict == NOT_JUDGED) {
        return PFQ_OK;
    }
    enum pfq_code code = codes_verdict(&r->codes, db, kind, verdict, &number, err);
    if (code == PFQ_OK) {
        tally_add(&r->tally, number, sign, 0);
    }
    return code;
}

static enum pfq_code count_entry(struct rollup *r, struct db *db, const struct entry *e,
                                 struct pfq_err *err)
{
    struct code_map *map = NULL;
    enum pfq_code code = count_verdict(r, db, DB_CODE_VERDICT, e->verdict, e->sign, err);
    if (code == PFQ_OK) {
        code = count_verdict(r, db, DB_CODE_PRESENCE, e->presence, e->sign, err);
    }
    if (code == PFQ_OK) {
        code = count_verdict(r, db, DB_CODE_QUALITY, e->quality, e->sign, err);
    }
    if (code == PFQ_OK) {
        code = codes_of(&r->codes, db, e->catalogue, &r->scratch, &map, err);
    }
    if (code == PFQ_OK) {
        codes_count(map, e->outcomes, e->sign, &r->tally);
    }
    return code;
}

/* All entries of one cell. */
static enum pfq_code count_cell(struct rollup *r, struct db *db, const struct entry *entries,
                                size_t count, struct pfq_err *err)
{
    const struct db_cell *cell = &entries[0].cell;
    struct pfq_bytes packed;
    tally_clear(&r->tally);
    pfq_arena_reset(&r->scratch);
    enum pfq_code code = db_read_cell(db, cell, &r->scratch, &packed, err);
    if (code == PFQ_OK && !tally_unpack(&r->tally, packed)) {
        return pfq_fail(err, PFQ_E_MALFORMED, "rollup cell of force %s, %d", cell->force,
                        (int)cell->day);
    }
    for (size_t i = 0; code == PFQ_OK && i < count; i++) {
        code = count_entry(r, db, &entries[i], err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    pfq_arena_reset(&r->scratch);
    if (!tally_pack(&r->tally, &r->scratch, &packed)) {
        return pfq_fail(err, PFQ_E_MALFORMED, "rollup cell of force %s, %d is below zero",
                        cell->force, (int)cell->day);
    }
    return db_write_cell(db, cell, packed, err);
}

static enum pfq_code count_all(struct rollup *r, struct db *db, struct pfq_err *err)
{
    qsort(r->entries, r->entry_count, sizeof *r->entries, by_cell);
    for (size_t i = 0, next = 0; i < r->entry_count; i = next) {
        while (next < r->entry_count && by_cell(&r->entries[i], &r->entries[next]) == 0) {
            next++;
        }
        enum pfq_code code = count_cell(r, db, &r->entries[i], next - i, err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    return PFQ_OK;
}

/* --- the transaction ------------------------------------------------------------------- */

static enum pfq_code follow(struct rollup *r, struct db *db, uint64_t *up_to, struct pfq_err *err)
{
    uint64_t after = 0;
    enum pfq_code code = db_read_progress(db, "rollup", &after, err);
    if (code == PFQ_OK) {
        code = db_read_progress(db, "rollup_rebuild", &r->rebuild_up_to, err);
    }
    if (code == PFQ_OK) {
        code = collect(r, db, after, up_to, err);
    }
    if (code == PFQ_OK) {
        code = count_all(r, db, err);
    }
    if (code == PFQ_OK && *up_to > after) {
        code = db_write_progress(db, "rollup", *up_to, err);
    }
    return code;
}

static enum pfq_code finish(struct rollup *r, struct db *db, enum pfq_code code,
                            struct pfq_err *err)
{
    if (code == PFQ_OK) {
        code = db_commit(db, err);
    }
    if (code != PFQ_OK) {
        db_rollback(db);
        codes_forget(&r->codes); /* some may have been made in what is undone */
    }
    return code;
}

enum pfq_code rollup_follow(struct rollup *r, struct db *db, uint64_t *up_to, struct pfq_err *err)
{
    pfq_arena_reset(&r->rows);
    enum pfq_code code = db_begin(db, err);
    if (code != PFQ_OK) {
        return code;
    }
    uint64_t reached = 0;
    code = finish(r, db, follow(r, db, &reached, err), err);
    *up_to = code == PFQ_OK ? reached : *up_to; /* what was rolled back was not counted */
    return code;
}

static enum pfq_code restart(struct db *db, struct pfq_err *err)
{
    uint64_t last = 0;
    enum pfq_code code = db_last_sequence(db, &last, err);
    if (code == PFQ_OK) {
        code = db_clear_cells(db, err);
    }
    if (code == PFQ_OK) {
        code = db_write_progress(db, "rollup", 0, err);
    }
    if (code == PFQ_OK) {
        code = db_write_progress(db, "rollup_rebuild", last, err);
    }
    return code;
}

enum pfq_code rollup_restart(struct rollup *r, struct db *db, struct pfq_err *err)
{
    enum pfq_code code = db_begin(db, err);
    return code == PFQ_OK ? finish(r, db, restart(db, err), err) : code;
}

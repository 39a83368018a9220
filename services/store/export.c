/* export.c - see export.h. */
#include "export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "judged.h"

enum {
    CHUNK = 256,
    ROWS_BYTES = 16 * 1024 * 1024,
    SCRATCH_BYTES = 4 * 1024 * 1024,
    ROOM_FOR_ONE = 1024 * 1024, /* a StoredFile, in the arena */
    VERSIONS = 64               /* of the catalogue, that are remembered as told */
};

struct export
{
    struct db *db;
    const struct offline_span *span;
    struct pfq_arena rows;    /* of one chunk */
    struct pfq_arena scratch; /* of one submission */
    Pfq__V1__StoredFile *files[CHUNK];
    size_t count;
    uint64_t after; /* looked at up to here */
    uint8_t told[VERSIONS][PFQ_DIGEST_BYTES];
    size_t told_count; /* past VERSIONS the oldest is forgotten, and told again */
    unsigned char rows_block[ROWS_BYTES];
    unsigned char scratch_block[SCRATCH_BYTES];
};

static bool in_span(struct export *e, const struct db_counted *row)
{
    pfq_arena_reset(&e->scratch);
    int32_t day = judged_day(judged_read(row, &e->scratch), row);
    return e->span->from <= day && day <= e->span->to;
}

static bool is_told(const struct export *e, const uint8_t *digest)
{
    size_t count = e->told_count < VERSIONS ? e->told_count : VERSIONS;
    for (size_t i = 0; i < count; i++) {
        if (memcmp(e->told[i], digest, PFQ_DIGEST_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

/* Outcomes refer to the catalogue by index: its texts go along once. */
static enum pfq_code add_catalogue(struct export *e, Pfq__V1__StoredFile *file, struct pfq_err *err)
{
    const ProtobufCBinaryData *digest = &file->stored->catalogue_digest;
    struct pfq_bytes packed = {NULL, 0};
    if (digest->len != PFQ_DIGEST_BYTES || is_told(e, digest->data)) {
        return PFQ_OK;
    }
    enum pfq_code code = db_read_catalogue(e->db, (struct pfq_bytes){digest->data, digest->len},
                                           &e->rows, &packed, err);
    if (code == PFQ_OK && packed.data != NULL) {
        memcpy(e->told[e->told_count++ % VERSIONS], digest->data, PFQ_DIGEST_BYTES);
        file->has_catalogue = true;
        file->catalogue = (ProtobufCBinaryData){packed.size, (uint8_t *)(uintptr_t)packed.data};
    }
    return code;
}

static enum pfq_code read_one(struct export *e, uint64_t sequence, struct pfq_err *err)
{
    enum pfq_code code = db_read_file(e->db, sequence, &e->rows, &e->files[e->count], err);
    return code == PFQ_OK ? add_catalogue(e, e->files[e->count++], err) : code;
}

/* *end: there is nothing after it. */
static enum pfq_code collect(struct export *e, bool *end, struct pfq_err *err)
{
    struct db_counted *rows = NULL;
    size_t count = 0;
    enum pfq_code code = db_next_counted(e->db, e->after, CHUNK, &e->rows, &rows, &count, err);
    *end = count == 0;
    for (size_t i = 0; code == PFQ_OK && i < count; i++) {
        if (e->rows.size - e->rows.used < ROOM_FOR_ONE) {
            break;
        }
        if (in_span(e, &rows[i])) {
            code = read_one(e, rows[i].sequence, err);
        }
        e->after = rows[i].sequence;
    }
    return code;
}

static enum pfq_code read_chunk(struct export *e, bool *end, struct pfq_err *err)
{
    pfq_arena_reset(&e->rows);
    e->count = 0;
    enum pfq_code code = db_begin_read(e->db, err);
    if (code == PFQ_OK) {
        code = collect(e, end, err);
    }
    db_rollback(e->db);
    return code;
}

static bool write_one(struct export *e, const Pfq__V1__StoredFile *file)
{
    pfq_arena_reset(&e->scratch);
    struct pfq_bytes packed = pfq_wire_pack(&file->base, &e->scratch);
    uint8_t length[4];
    for (size_t i = 0; i < sizeof length; i++) {
        length[i] = (uint8_t)(packed.size >> (8 * i));
    }
    return fwrite(length, sizeof length, 1, stdout) == 1 &&
           fwrite(packed.data, packed.size, 1, stdout) == 1;
}

static enum pfq_code write_chunk(struct export *e, struct pfq_err *err)
{
    bool written = true;
    for (size_t i = 0; written && i < e->count; i++) {
        written = write_one(e, e->files[i]);
    }
    if (!written || fflush(stdout) != 0) {
        return pfq_fail(err, PFQ_E_IO, "standard output: %s", strerror(errno));
    }
    return PFQ_OK;
}

static enum pfq_code run(struct export *e, struct pfq_err *err)
{
    bool end = false;
    enum pfq_code code = PFQ_OK;
    while (code == PFQ_OK && !end) {
        code = read_chunk(e, &end, err);
        if (code == PFQ_OK) {
            code = write_chunk(e, err);
        }
    }
    return code;
}

enum pfq_code export_act(const char *database, const struct offline_span *span, struct pfq_err *err)
{
    struct export *e = calloc(1, sizeof *e);
    if (e == NULL) {
        return pfq_fail(err, PFQ_E_IO, "no memory to read with");
    }
    e->span = span;
    pfq_arena_init(&e->rows, e->rows_block, sizeof e->rows_block);
    pfq_arena_init(&e->scratch, e->scratch_block, sizeof e->scratch_block);
    enum pfq_code code = db_open(database, DB_READ, &e->db, err);
    if (code == PFQ_OK) {
        code = run(e, err);
    }
    db_close(e->db);
    free(e);
    return code;
}

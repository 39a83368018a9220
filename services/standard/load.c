/* load.c - the catalogue from its files: pfq_standard_load() of pfq/standard.h.
 *
 * A faulty file does not keep the others from being checked. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "decide.h"
#include "files.h"
#include "language/native.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/data.h"
#include "remedy.h"

/* --- digest ----------------------------------------------------------------------------- */

void catalogue_ink_bytes(struct catalogue_ink *ink, struct pfq_bytes bytes)
{
    if (ink->size + bytes.size > ink->room) {
        size_t room = (ink->size + bytes.size) * 2 + 4096;
        uint8_t *more = pfq_arena_new(ink->arena, uint8_t, room);
        if (ink->size > 0) {
            memcpy(more, ink->bytes, ink->size);
        }
        ink->bytes = more;
        ink->room = room;
    }
    if (bytes.size > 0) {
        memcpy(ink->bytes + ink->size, bytes.data, bytes.size);
        ink->size += bytes.size;
    }
}

void catalogue_ink_add(struct catalogue_ink *ink, const char *text)
{
    char size[32] = "-";
    if (text != NULL) {
        (void)snprintf(size, sizeof size, "%zu:", strlen(text));
    }
    catalogue_ink_bytes(ink, (struct pfq_bytes){(const uint8_t *)size, strlen(size)});
    if (text != NULL) {
        catalogue_ink_bytes(ink, (struct pfq_bytes){(const uint8_t *)text, strlen(text)});
    }
}

/* Rows of scope HISTORY are of another program: here they have no conditions. */
static void finish_program(struct pfq_standard *s)
{
    struct rule_row *rows = pfq_arena_new(&s->arena, struct rule_row, s->row_count + 1);
    for (size_t i = 0; i < s->row_count; i++) {
        struct catalogue_row *row = &s->rows[i];
        row->decision = (uint8_t)(row->history ? DECIDE_LATER : decide_how(row));
        if (!row->history) {
            rows[i] = (struct rule_row){row->when, row->check};
        }
    }
    s->program.rows = rows;
    s->program.row_count = s->row_count;
}

/* Half of a frame: the catalogue is handed to store in one, and a receipt may hold every text
 * of it with items beside. */
static void check_size(struct catalogue_loader *l)
{
    size_t size = protobuf_c_message_get_packed_size(&l->standard->texts.base);
    if (size > PFQ_FRAME_BYTES / 2) {
        pfq_problem(l->problems, "CATALOGUE", l->source->catalogue,
                    "Shorten the texts, or take out rows that have ended.",
                    "The catalogue has %zu bytes of text; a receipt has room for %d.", size,
                    PFQ_FRAME_BYTES / 2);
    }
}

static void gather_texts(struct catalogue_loader *l)
{
    struct pfq_standard *s = l->standard;
    s->texts.n_checks = s->row_count;
    s->texts.checks = pfq_arena_new(&s->arena, Pfq__V1__CatalogueCheck *, s->row_count + 1);
    for (size_t i = 0; i < s->row_count; i++) {
        s->texts.checks[i] = s->rows[i].texts;
    }
    check_size(l);
}

static void finish_texts(struct catalogue_loader *l)
{
    struct pfq_standard *s = l->standard;
    catalogue_ink_add(&l->ink, pfq_arena_printf(l->scratch, "semantics %d", CATALOGUE_SEMANTICS));
    catalogue_ink_bytes(&l->ink, pfq_wire_pack(&s->texts.base, l->scratch));
    s->texts.has_digest = true;
    s->texts.digest.len = PFQ_DIGEST_BYTES;
    s->texts.digest.data = pfq_arena_new(&s->arena, uint8_t, PFQ_DIGEST_BYTES);
    pfq_digest((struct pfq_bytes){l->ink.bytes, l->ink.size}, s->texts.digest.data);
    const uint8_t *d = s->texts.digest.data;
    s->version = pfq_arena_printf(&s->arena, "%s-%02x%02x%02x%02x%02x%02x", s->texts.label, d[0],
                                  d[1], d[2], d[3], d[4], d[5]);
}

/* --- files ------------------------------------------------------------------------------ */

static void read_vocabulary(struct catalogue_loader *l)
{
    if (yaml_open(&l->shared, l->source->catalogue, catalogue_vocabulary_file, l->scratch,
                  l->problems)) {
        words_read(l, &l->shared);
    }
}

static void end_vocabulary(struct catalogue_loader *l)
{
    if (l->shared.document != NULL) {
        certificates_read(l, &l->shared);
    }
    yaml_close(&l->shared);
}

static void read_list(struct catalogue_loader *l, const struct yaml_file *file)
{
    struct fy_node *root = fy_document_root(file->document);
    void *next = NULL;
    struct fy_node *row = NULL;
    if (root == NULL || !fy_node_is_sequence(root)) {
        yaml_fault(file, root, "Begin each row with '- id:'.", "The file is no list of rows.");
        return;
    }
    while ((row = fy_node_sequence_iterate(root, &next)) != NULL) {
        rows_read(l, file, row);
    }
}

static void read_rows(struct catalogue_loader *l, const char *name)
{
    struct yaml_file file;
    if (yaml_open(&file, l->source->catalogue, name, l->scratch, l->problems)) {
        read_list(l, &file);
    }
    yaml_close(&file);
}

static void read_catalogue(struct catalogue_loader *l)
{
    struct catalogue_files files;
    const char *directory = l->source->catalogue;
    if (!catalogue_files_find(directory, l->scratch, &files)) {
        pfq_problem(l->problems, "CATALOGUE", directory, "Name the folder of the catalogue.",
                    "The folder cannot be read: %s.", strerror(errno));
        return;
    }
    read_vocabulary(l);
    for (size_t i = 0; i < files.count; i++) {
        read_rows(l, files.names[i]);
    }
    end_vocabulary(l);
    if (l->standard->row_count == 0) {
        pfq_problem(l->problems, "CATALOGUE", directory, "Name the folder of the catalogue.",
                    "There is no check in it.");
    }
}

/* --- all of it --------------------------------------------------------------------------- */

static struct pfq_standard *open_standard(void)
{
    struct pfq_standard *s = calloc(1, sizeof *s);
    PFQ_ASSERT(s != NULL);
    pfq_arena_open(&s->arena);
    pfq__v1__catalogue__init(&s->texts);
    rule_program_init(&s->program, &s->arena);
    rule_program_init(&s->history, &s->arena);
    normalise_prepare(&s->dates, &s->arena);
    return s;
}

/* What the values are, and what pfq.conf makes of them. */
static void finish_values(struct catalogue_loader *l)
{
    struct pfq_standard *s = l->standard;
    const char *config = l->source->config;
    if (config != NULL) {
        settings_configure(&s->settings, &s->areas, config, &s->arena, l->problems);
    }
    for (size_t i = 0; i < s->settings.count; i++) {
        const struct setting_row *row = &s->settings.rows[i];
        catalogue_ink_add(&l->ink, row->name);
        for (size_t k = 0; k < row->count; k++) {
            const struct setting *is = &row->settings[k];
            catalogue_ink_add(&l->ink, is->area);
            catalogue_ink_add(&l->ink, pfq_arena_printf(l->scratch, "%d %d %lld", (int)is->rank,
                                                        (int)is->from, (long long)is->number));
        }
    }
}

enum pfq_code pfq_standard_find(const char *catalogue, const char *reference,
                                struct pfq_arena *arena, struct pfq_standard_source *source,
                                struct pfq_err *err)
{
    char directory[PFQ_DATA_PATH];
    enum pfq_code code = pfq_data_dir(catalogue, "catalogue", directory, err);
    source->catalogue = pfq_arena_strdup(arena, directory);
    if (code == PFQ_OK) {
        code = pfq_data_dir(reference, "reference", directory, err);
        source->reference = pfq_arena_strdup(arena, directory);
    }
    return code;
}

enum pfq_code pfq_standard_load(const struct pfq_standard_source *source,
                                struct pfq_problems *problems, struct pfq_standard **out,
                                struct pfq_err *err)
{
    struct pfq_arena scratch;
    pfq_arena_open(&scratch);
    size_t first = problems->count;
    size_t before = problems->count + problems->unlisted;
    struct catalogue_loader l = {.standard = open_standard(),
                                 .scratch = &scratch,
                                 .problems = problems,
                                 .faults = {.report = yaml_report},
                                 .ink = {.arena = &scratch},
                                 .source = source};
    *out = NULL;
    read_catalogue(&l);
    reference_load(&l);
    finish_values(&l);
    size_t faults = problems->count + problems->unlisted - before;
    if (faults == 0) {
        settings_finish(&l.standard->settings, &l.standard->areas, source->config,
                        &l.standard->arena, problems);
    }
    limits_find(l.standard, source->config, problems);
    gather_texts(&l);
    faults = problems->count + problems->unlisted - before;
    if (faults == 0) {
        in_force_find(l.standard);
        finish_texts(&l);
        finish_program(l.standard);
        l.standard->program.native = rule_native_of(&l.standard->program);
        *out = l.standard;
    } else {
        pfq_standard_close(l.standard);
    }
    enum pfq_code code = faults == 0 ? PFQ_OK
                                     : pfq_fail(err, PFQ_E_CATALOGUE, "%zu in %s", faults,
                                                remedy_places(source, problems, first, &scratch));
    pfq_arena_close(&scratch);
    return code;
}

void pfq_standard_close(struct pfq_standard *standard)
{
    if (standard != NULL) {
        pfq_arena_close(&standard->arena);
        free(standard);
    }
}

const Pfq__V1__Catalogue *pfq_standard_texts(const struct pfq_standard *standard)
{
    return &standard->texts;
}

size_t pfq_standard_holidays(const struct pfq_standard *standard, int32_t *out, size_t room)
{
    const struct rule_tables *tables = &standard->tables;
    size_t count = tables->holiday_count < room ? tables->holiday_count : room;
    for (size_t i = 0; i < count; i++) {
        out[i] = pfq_days_date(tables->holidays[i]);
    }
    return count;
}

const char *pfq_standard_version(const struct pfq_standard *standard)
{
    return standard->version;
}

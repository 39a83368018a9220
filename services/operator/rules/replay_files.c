/* replay_files.c - the files that would change, by name: see replay.h.
 *
 * There may be millions: people are shown the first, and lines of JSON wait in a temporary
 * file until the figures before them are known. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "operator/report.h"
#include "pfq/bug.h"
#include "pfq/wire.h"
#include "replay.h"

bool replay_any(const struct replay_counts *c)
{
    return c->failing > 0 || c->mended > 0 || c->asking > 0 || c->other > 0;
}

const char *replay_verdict_text(size_t verdict)
{
    static const char *const texts[REPLAY_VERDICTS] = {"no verdict", "meets", "partly meets",
                                                       "does not meet", "undecided"};
    return texts[verdict];
}

void replay_files_open(struct replay_files *files, bool json)
{
    *files = (struct replay_files){.lines = json ? tmpfile() : NULL};
    PFQ_ASSERT(!json || files->lines != NULL);
}

void replay_files_close(struct replay_files *files)
{
    if (files->lines != NULL) {
        (void)fclose(files->lines);
    }
}

static const char *file_type(const Pfq__V1__Stored *stored)
{
    return rules_said(pfq_enum_name(&pfq__v1__file_type__descriptor, (int)stored->file_type));
}

static void write_line(FILE *out, const Pfq__V1__Stored *stored, size_t before, size_t after)
{
    const ProtobufCEnumDescriptor *names = &pfq__v1__verdict__descriptor;
    json_t *object = json_object();
    (void)json_object_set_new(object, "kind", json_string("file"));
    (void)json_object_set_new(object, "urn", json_string(rules_said(stored->urn)));
    (void)json_object_set_new(object, "fileType", json_string(file_type(stored)));
    (void)json_object_set_new(object, "force", json_string(rules_said(stored->force)));
    (void)json_object_set_new(object, "ordinal", json_integer(stored->ordinal));
    (void)json_object_set_new(object, "before", json_string(pfq_enum_name(names, (int)before)));
    (void)json_object_set_new(object, "after", json_string(pfq_enum_name(names, (int)after)));
    report_write(out, object);
}

static const char *in_words(struct pfq_arena *arena, const Pfq__V1__Stored *stored, size_t before,
                            size_t after)
{
    const char *file =
        pfq_arena_printf(arena, "%-13s %-8s", rules_said(stored->urn), file_type(stored));
    return before == after
               ? pfq_arena_printf(arena, "%s %s as before", file, replay_verdict_text(after))
               : pfq_arena_printf(arena, "%s from %s to %s", file, replay_verdict_text(before),
                                  replay_verdict_text(after));
}

void replay_files_add(struct replay_tally *t, const Pfq__V1__Stored *stored, size_t before,
                      size_t after)
{
    struct replay_files *files = &t->named;
    if (files->lines != NULL) {
        write_line(files->lines, stored, before, after);
    } else if (files->shown_count < REPLAY_FILES_SHOWN) {
        files->shown[files->shown_count++] = in_words(&t->arena, stored, before, after);
    }
}

void replay_files_put(struct page *page, const struct replay_tally *t)
{
    if (t->changed == 0) {
        return;
    }
    page_end_line(page);
    page_put(page, INK_BOLD, "Files that would change");
    if (t->named.shown_count < t->changed) {
        page_put(page, INK_PLAIN, " (shown %zu of %" PRIu64 "; --json has them all)",
                 t->named.shown_count, t->changed);
    }
    page_end_line(page);
    for (size_t i = 0; i < t->named.shown_count; i++) {
        page_put(page, INK_PLAIN, "  %s", t->named.shown[i]);
        page_end_line(page);
    }
}

void replay_files_write(const struct replay_tally *t)
{
    char part[4096];
    size_t got = 0;
    rewind(t->named.lines);
    while ((got = fread(part, 1, sizeof part, t->named.lines)) > 0) {
        (void)fwrite(part, 1, got, stdout);
    }
}

/* replay.c - `pfq rules replay`: what another catalogue would change for stored files.
 *
 * Each file is judged again from its own bytes, as it was judged when it came: its
 * arrival is the stored one.  Nothing is sent and nothing is stored. */
#include "replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed.h"
#include "operator/places.h"
#include "pfq/bug.h"
#include "pfq/clock.h"
#include "pfq/wire.h"

enum {
    OPT_FROM = OPT_OWN,
    OPT_TO,
    OPT_DATABASE,
    PROGRESS_FILES = 10000
};

struct replay {
    const char *catalogue;
    const char *database;
    const char *run;
    struct replay_span span;
    bool json;
};

static const struct argp_option options[] = {
    {"from", OPT_FROM, "DATE", 0, "files of this day and later", 0},
    {"to", OPT_TO, "DATE", 0, "files of this day and before", 0},
    OPTION_BOOK,
    {"database", OPT_DATABASE, "FILE", 0, "the database (else where the services keep it)", 0},
    OPTION_RUN,
    OPTION_JSON,
    {0}};

static const char *day(struct argp_state *state, const char *name, const char *text)
{
    int32_t date = 0;
    if (!pfq_date_parse(text, &date)) {
        argp_error(state, "%s takes a day such as 2026-01-31", name);
    }
    return text;
}

static void check_span(struct argp_state *state, const struct replay_span *span)
{
    if (span->from == NULL || span->to == NULL) {
        argp_error(state, "say which files: --from DATE --to DATE");
    } else if (strcmp(span->from, span->to) > 0) {
        argp_error(state, "--from is after --to");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct replay *r = state->input;
    switch (key) {
    case 'j':
        r->json = true;
        return 0;
    case OPT_FROM:
        r->span.from = day(state, "--from", arg);
        return 0;
    case OPT_TO:
        r->span.to = day(state, "--to", arg);
        return 0;
    case OPT_CATALOGUE:
        r->catalogue = arg;
        return 0;
    case OPT_DATABASE:
        r->database = arg;
        return 0;
    case OPT_RUN:
        r->run = arg;
        return 0;
    case ARGP_KEY_END:
        check_span(state, &r->span);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Judge stored files again with another catalogue, and tell what would change, by force "
           "and theme. Nothing is stored.\v"
           "A file counts by the day it was sent, else by the day it arrived. It changes when "
           "its verdict does, what a check comes to, or how severe a failing is. Ends with 0 "
           "where nothing would change, with 1 where something would.\n\n"
           "Example: pfq rules replay --from 2026-01-01 --to 2026-03-31 --catalogue my-catalogue"};

/* --- one file -------------------------------------------------------------------------------- */

/* Something came before it: another submission of the file, or another stage of its case.
 * Of a first one store keeps its own facts alone, and judging has decided it. */
static bool has_past(const Pfq__V1__History *history)
{
    return history != NULL && (history->earlier > 0 || history->before != NULL);
}

/* What the new catalogue decides; NULL: it would not be taken. */
static const Pfq__V1__Judged *judge_again(const struct rules_book *book,
                                          const Pfq__V1__StoredFile *file, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement;
    struct pfq_wire wire;
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    struct pfq_bytes original = {file->original.data, file->original.len};
    if (!pfq_wire_read(original, arena, &problems, &warnings, &wire)) {
        return NULL;
    }
    pfq_judge(book->standard, wire.envelope, file->stored->received_at, arena, &problems, &warnings,
              &judgement);
    if (judgement.refused) {
        return NULL;
    }
    if (has_past(file->stored->history)) {
        pfq_rule_decide_over(book->standard, file->stored->history, arena, judgement.judged);
    }
    return judgement.judged;
}

static enum pfq_code replay_one(struct replay_tally *tally, const struct rules_book *book,
                                const Pfq__V1__StoredFile *file, struct pfq_arena *arena,
                                struct pfq_err *err)
{
    const Pfq__V1__Stored *stored = file->stored;
    ProtobufCMessage *before = NULL;
    if (stored == NULL) {
        return pfq_fail(err, PFQ_E_MALFORMED, "a stored file without what was decided");
    }
    if (file->has_catalogue) {
        replay_tally_learn(tally, &stored->catalogue_digest, &file->catalogue);
    }
    const struct replay_version *version = replay_tally_version(tally, &stored->catalogue_digest);
    enum pfq_code code = pfq_wire_trusted(
        &pfq__v1__judged__descriptor, (struct pfq_bytes){stored->judged.data, stored->judged.len},
        arena, &before, err);
    if (code != PFQ_OK) {
        return code;
    }
    const Pfq__V1__Judged *after = judge_again(book, file, arena);
    tally->files++;
    tally->refused += after == NULL;
    tally->unknown += after != NULL && version == NULL;
    tally->resubmitted += has_past(stored->history);
    if (after != NULL && version != NULL) {
        replay_tally_add(tally, stored, version, (const Pfq__V1__Judged *)before, after);
    }
    return PFQ_OK;
}

/* --- all of them ------------------------------------------------------------------------------ */

static void show_progress(uint64_t files)
{
    if (files % PROGRESS_FILES == 0 && isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r%12" PRIu64 " files", files);
    }
}

static void end_progress(uint64_t files)
{
    if (files >= PROGRESS_FILES && isatty(STDERR_FILENO)) {
        fputc('\n', stderr);
    }
}

static enum pfq_code replay_all(struct feed *feed, struct replay_tally *tally,
                                const struct rules_book *book, struct pfq_err *err)
{
    struct pfq_arena arena;
    Pfq__V1__StoredFile *file = NULL;
    pfq_arena_open(&arena);
    enum pfq_code code = feed_next(feed, &arena, &file, err);
    while (code == PFQ_OK && file != NULL) {
        code = replay_one(tally, book, file, &arena, err);
        pfq_arena_reset(&arena);
        show_progress(tally->files);
        if (code == PFQ_OK) {
            code = feed_next(feed, &arena, &file, err);
        }
    }
    end_progress(tally->files);
    pfq_arena_close(&arena);
    return code;
}

static enum pfq_code replay_database(const char *database, const struct replay_span *span,
                                     struct replay_tally *tally, const struct rules_book *book,
                                     struct pfq_err *err)
{
    struct feed feed;
    struct pfq_err end;
    enum pfq_code code = feed_open(&feed, database, span->from, span->to, err);
    if (code != PFQ_OK) {
        return code;
    }
    code = replay_all(&feed, tally, book, err);
    enum pfq_code ended = feed_close(&feed, &end);
    if (code == PFQ_OK && ended != PFQ_OK) {
        *err = end;
    }
    return code == PFQ_OK ? ended : code;
}

static enum pfq_exit run(const struct replay *r, struct rules_book *book)
{
    struct pfq_err err;
    const char *database = r->database != NULL
                               ? r->database
                               : place_database(place_run(r->run, &book->arena), &book->arena);
    if (database == NULL) {
        fputs("pfq rules replay: no database is found; name it with --database FILE\n", stderr);
        return PFQ_EXIT_CANNOT_TELL;
    }
    struct replay_tally *tally = malloc(sizeof *tally);
    PFQ_ASSERT(tally != NULL);
    replay_tally_init(tally, book, r->json);
    enum pfq_code code = replay_database(database, &r->span, tally, book, &err);
    if (code != PFQ_OK) {
        fprintf(stderr, "pfq rules replay: %s\n", err.text);
    } else if (r->json) {
        replay_report_json(tally, book, &r->span);
    } else {
        replay_report(tally, book, &r->span);
    }
    bool same = tally->changed == 0 && tally->refused == 0;
    replay_tally_fini(tally);
    free(tally);
    return code != PFQ_OK ? PFQ_EXIT_CANNOT_TELL : same ? PFQ_EXIT_GOOD : PFQ_EXIT_NOT_GOOD;
}

int rules_replay(int argc, char **argv)
{
    struct replay r = {.json = false};
    struct rules_book book;
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &r);
    if (rules_book_open(&book, r.catalogue, "pfq rules replay")) {
        code = run(&r, &book);
    }
    rules_book_close(&book);
    return (int)code;
}

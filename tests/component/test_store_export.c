/* pfq-store --stored and --report: what the database gives without a service. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/command.h"
#include "support/store_kit.h"

TestSuite(store_export, .timeout = 60);

enum {
    MANY = 700, /* more than one chunk */
    BIG_BYTES = 200 * 1024
};

static int run(const struct kit *kit, const char *from, const char *to, const char *out,
               const char *err)
{
    char database[160];
    int status = 0;
    (void)snprintf(database, sizeof database, "database=%s", kit->path);
    pid_t pid = command_start(
        (const char *[]){"pfq-store", "--stored", "--from", from, "--to", to, "-o", database, NULL},
        out, err);
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

struct stored {
    Pfq__V1__StoredFile *files[MANY + 10];
    size_t count;
};

/* Every frame of the file at `path`, to its end. */
static void read_frames(struct kit *kit, const char *path, struct stored *out)
{
    FILE *file = fopen(path, "rb");
    uint8_t length[4];
    out->count = 0;
    while (fread(length, 1, sizeof length, file) == sizeof length) {
        size_t size = length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16;
        uint8_t *data = pfq_arena_new(&kit->arena, uint8_t, size + 1);
        ProtobufCMessage *message = NULL;
        struct pfq_err err = {0};
        cr_assert_eq(length[3], 0);
        cr_assert_eq(fread(data, 1, size, file), size);
        cr_assert_eq(pfq_wire_trusted(&pfq__v1__stored_file__descriptor,
                                      (struct pfq_bytes){data, size}, &kit->arena, &message, &err),
                     PFQ_OK, "%s", err.text);
        out->files[out->count++] = (Pfq__V1__StoredFile *)message;
    }
    cr_assert(feof(file));
    (void)fclose(file);
}

static void export(struct kit *kit, const char *from, const char *to, struct stored *out)
{
    char path[160];
    char err[160];
    (void)snprintf(path, sizeof path, "%s/frames", kit->dir);
    (void)snprintf(err, sizeof err, "%s/err", kit->dir);
    cr_assert_eq(run(kit, from, to, path, err), 0);
    char *said = command_read(err);
    cr_assert_str_empty(said);
    free(said);
    read_frames(kit, path, out);
    (void)unlink(path);
    (void)unlink(err);
}

static Pfq__V1__Envelope *on_day(struct kit *kit, const char *id, const char *at)
{
    static const unsigned char met[3] = {PFQ__V1__OUTCOME__OUTCOME_MET,
                                         PFQ__V1__OUTCOME__OUTCOME_MET,
                                         PFQ__V1__OUTCOME__OUTCOME_MET};
    Pfq__V1__Envelope *e = kit_put(kit, id, "43AA1234526");
    kit_judge(kit, e->store_put, at, met, PFQ__V1__VERDICT__VERDICT_MEETS);
    return e;
}

Test(store_export, live_submissions_whose_event_date_lies_in_the_span_come_whole_and_in_order)
{
    struct kit kit;
    static struct stored stored;
    static uint8_t big[BIG_BYTES];
    Pfq__V1__Judged undated = PFQ__V1__JUDGED__INIT;
    kit_open(&kit);
    (void)kit_one(&kit, on_day(&kit, "before", "2026-03-31T12:00:00Z"));
    (void)kit_one(&kit, on_day(&kit, "first", "2026-03-31T23:00:00Z")); /* 1 April in London */
    Pfq__V1__Envelope *e = on_day(&kit, "big", "2026-04-10T12:00:00Z");
    memset(big, 'x', sizeof big);
    e->store_put->original = (ProtobufCBinaryData){sizeof big, big};
    (void)kit_one(&kit, e);
    e = on_day(&kit, "test", "2026-04-10T12:00:00Z");
    e->store_put->has_mode = true;
    e->store_put->mode = PFQ__V1__MODE__MODE_TEST;
    (void)kit_one(&kit, e);
    e = kit_put(&kit, "undated", "43AA1234526"); /* arrived on 3 May */
    struct pfq_bytes packed = job_pack(&undated.base, &kit.arena);
    e->store_put->judged = (ProtobufCBinaryData){0, (uint8_t *)(uintptr_t)packed.data};
    (void)kit_one(&kit, e);
    (void)kit_one(&kit, kit_catalogue(&kit, 2));
    e = on_day(&kit, "last", "2026-05-03T12:00:00Z");
    memset(e->store_put->catalogue_digest.data, 2, PFQ_DIGEST_BYTES);
    (void)kit_one(&kit, e);
    (void)kit_one(&kit, on_day(&kit, "after", "2026-05-03T23:30:00Z"));
    export(&kit, "2026-04-01", "2026-05-03", &stored);
    static const char *const ids[] = {"first", "big", "undated", "last"};
    cr_assert_eq(stored.count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(stored.files[i]->stored->id, ids[i]);
    }
    for (size_t i = 0; i < 4; i++) { /* of both versions once, with their first file */
        cr_assert_eq(stored.files[i]->has_catalogue, i == 0 || i == 3, "row %zu", i);
    }
    Pfq__V1__Catalogue *texts = pfq__v1__catalogue__unpack(NULL, stored.files[3]->catalogue.len,
                                                           stored.files[3]->catalogue.data);
    cr_assert_eq(texts->digest.data[0], 2);
    pfq__v1__catalogue__free_unpacked(texts, NULL);
    cr_assert_eq(stored.files[1]->original.len, BIG_BYTES);
    cr_assert_eq(memcmp(stored.files[1]->original.data, big, sizeof big), 0);
    const Pfq__V1__Stored *first = kit_case(&kit, "43AA1234526")->rows[1];
    struct pfq_bytes a = job_pack(&first->base, &kit.arena);
    struct pfq_bytes b = job_pack(&stored.files[0]->stored->base, &kit.arena);
    cr_assert_eq(a.size, b.size, "as a case gives it");
    cr_assert_eq(memcmp(a.data, b.data, a.size), 0);
    cr_assert_not_null(stored.files[0]->stored->history);
    kit_close(&kit);
}

Test(store_export, more_than_one_chunk_comes_without_gap_or_repeat)
{
    struct kit kit;
    static struct stored stored;
    static Pfq__V1__Envelope *requests[MANY];
    struct batch_result result;
    kit_open(&kit);
    for (int i = 0; i < MANY; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%d", i);
        requests[i] =
            on_day(&kit, id, i % 3 == 0 ? "2026-04-10T12:00:00Z" : "2026-04-11T12:00:00Z");
    }
    (void)kit_run(&kit, requests, MANY, &result);
    export(&kit, "2026-04-10", "2026-04-11", &stored);
    cr_assert_eq(stored.count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        cr_assert_eq(stored.files[i]->stored->sequence, i + 1);
    }
    export(&kit, "2026-04-10", "2026-04-10", &stored);
    cr_assert_eq(stored.count, (MANY + 2) / 3);
    export(&kit, "2026-04-12", "2026-12-31", &stored);
    cr_assert_eq(stored.count, 0);
    kit_close(&kit);
}

Test(store_export, what_cannot_be_told_or_written_ends_with_4_and_a_reason)
{
    struct kit kit;
    char err[160];
    kit_open(&kit);
    (void)kit_one(&kit, on_day(&kit, "m1", "2026-04-10T12:00:00Z"));
    (void)snprintf(err, sizeof err, "%s/err", kit.dir);
    cr_assert_eq(run(&kit, "2026-04-01", "2026-04-30", "/dev/full", err), 4);
    char *said = command_read(err);
    cr_assert_not_null(strstr(said, "standard output"), "%s", said);
    free(said);
    strcat(kit.path, "-none");
    cr_assert_eq(run(&kit, "2026-04-01", "2026-04-30", "/dev/null", err), 4);
    said = command_read(err);
    cr_assert_not_null(strstr(said, "cannot be opened"), "%s", said);
    free(said);
    kit.path[strlen(kit.path) - 5] = '\0';
    (void)unlink(err);
    kit_close(&kit);
}

Test(store_export, wrong_usage_ends_with_2_and_all_its_reasons)
{
    static const struct {
        const char *argv[8];
        const char *said[3];
    } rows[] = {
        {{"pfq-store", "--stored"}, {"--from=DATE and --to=DATE are wanted"}},
        {{"pfq-store", "--stored", "--from=2026-01-01"}, {"are wanted"}},
        {{"pfq-store", "--stored", "--from=2026-01-02", "--to=2026-01-01"}, {"--to is before"}},
        {{"pfq-store", "--stored", "--from=2026-13-01", "--frob", "--to"},
         {"2026-13-01", "--frob", "option --to"}},
        {{"pfq-store", "--stored", "--from=2026-01-01", "--to=2026-01-02", "-o", "no_such=1"},
         {"no_such"}},
        {{"pfq-store", "--report", "--from=2026-01-01"}, {"option --from"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct command c = command_run(rows[i].argv, NULL);
        cr_assert_eq(c.code, 2, "row %zu", i);
        cr_assert_str_empty(c.out);
        for (size_t k = 0; k < 3 && rows[i].said[k] != NULL; k++) {
            cr_assert_not_null(strstr(c.err, rows[i].said[k]), "row %zu: %s", i, c.err);
        }
        command_free(&c);
    }
}

Test(store_export, help_names_all_uses)
{
    struct command c = command_run((const char *[]){"pfq-store", "--help", NULL}, NULL);
    cr_assert_eq(c.code, 0);
    cr_assert_not_null(strstr(c.out, "--report"));
    cr_assert_not_null(strstr(c.out, "--stored --from=DATE --to=DATE"));
    cr_assert_not_null(strstr(c.out, "--activity"));
    cr_assert_not_null(strstr(c.out, "--recount"));
    command_free(&c);
}

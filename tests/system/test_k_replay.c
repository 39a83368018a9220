/* What another catalogue would change for stored files: `pfq rules replay`, over a database
 * that the services are working on. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/catalogue_dir.h"
#include "support/command.h"
#include "support/rig.h"

struct bench {
    struct pfq_arena arena;
    struct catalogue_dir old;
    struct catalogue_dir new;
    struct rig rig;
    struct pfq_client *client;
    char option[128];
    char database[128];
};

struct rule {
    const char *id;
    const char *condition;
    const char *severity;
};

static void write_rules(struct bench *b, const struct catalogue_dir *dir, const char *label,
                        const struct rule *rules, size_t count)
{
    const char *all = "";
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(&b->arena, "%s%s", all,
                               catalogue_dir_row(&b->arena, rules[i].id, rules[i].condition,
                                                 rules[i].severity, NULL, NULL));
    }
    catalogue_dir_write(dir, "standard.yaml",
                        pfq_arena_printf(&b->arena, "label: \"%s\"\n", label));
    catalogue_dir_write(dir, "a.yaml", all);
}

static const struct rule old_rules[] = {
    {"CD01", "check: known(urn)", "critical"},                 /* met */
    {"CD02", "check: exists(mg5)", "minor"},                   /* fails */
    {"CD03", "check: mg5.word_count > 3", "major"},            /* not said: the verdict is open */
    {"CD04", "check: exists(mg5)", "minor"},                   /* fails; gone from the new one */
    {"CD06", "check: earlier = 0\n  scope: history", "minor"}, /* fails for the second */
};

static const struct rule new_rules[] = {
    {"CD01", "check: \"urn_force = '43'\"", "critical"},
    {"CD02", "check: known(urn)", "minor"},
    {"CD03", "check: known(urn)", "major"},
    {"CD05", "check: mg5.word_count > 3", "minor"},
    {"CD06", "check: earlier = 0\n  scope: history", "minor"},
};

static void begin(struct bench *b)
{
    pfq_arena_open(&b->arena);
    catalogue_dir_make(&b->old);
    catalogue_dir_make(&b->new);
    write_rules(b, &b->old, "old", old_rules, sizeof old_rules / sizeof *old_rules);
    write_rules(b, &b->new, "new", new_rules, sizeof new_rules / sizeof *new_rules);
    rig_begin(&b->rig);
    (void)snprintf(b->option, sizeof b->option, "catalogue=%s", b->old.path);
    (void)snprintf(b->database, sizeof b->database, "%s/pfq.db", b->rig.dir);
    b->rig.options[RIG_INTAKE][0] = b->option;
    rig_start_all(&b->rig);
    b->client = rig_client(&b->rig, RIG_INTAKE);
}

static void end(struct bench *b)
{
    pfq_client_close(b->client);
    rig_end(&b->rig);
    catalogue_dir_remove(&b->old);
    catalogue_dir_remove(&b->new);
    pfq_arena_close(&b->arena);
}

/* A number past 100,000 names the same case again, a day later. */
static void submit(struct bench *b, const char *force, uint32_t number)
{
    const Pfq__V1__Receipt *receipt =
        rig_submit(b->client, rig_envelope("t", force, number, &b->arena), &b->arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

static void submit_all(struct bench *b)
{
    submit(b, "43", 1);
    submit(b, "43", 2);
    submit(b, "40", 1);
    submit(b, "40", 2);
    submit(b, "40", 100001);
}

static struct command replay(struct bench *b, const struct catalogue_dir *dir, const char *to,
                             const char *json)
{
    const char *const argv[] = {"pfq",     "rules",      "replay",    "--from=2026-05-03",
                                to,        "--database", b->database, "--catalogue",
                                dir->path, json,         NULL};
    return command_run(argv, NULL);
}

/* The line that holds all of these. */
static void assert_line(const char *out, const char *const parts[], size_t count)
{
    for (const char *line = out; *line != '\0'; line += strcspn(line, "\n") + 1) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            const char *at = strstr(line, parts[i]);
            found += at != NULL && at < line + strcspn(line, "\n");
        }
        if (found == count) {
            return;
        }
    }
    cr_assert_fail("no line has %s ... in:\n%s", parts[0], out);
}

#define ASSERT_LINE(out, ...)                                                                      \
    do {                                                                                           \
        const char *const parts[] = {__VA_ARGS__};                                                 \
        assert_line(out, parts, sizeof parts / sizeof *parts);                                     \
    } while (0)

static size_t count_of(const char *out, const char *part)
{
    size_t n = 0;
    for (const char *at = strstr(out, part); at != NULL; at = strstr(at + 1, part)) {
        n++;
    }
    return n;
}

Test(k_replay, what_would_change_is_told_by_force_theme_and_check, .timeout = 60)
{
    struct bench b;
    begin(&b);
    submit_all(&b);
    struct command ran = replay(&b, &b.new, "--to=2026-05-04", "--json");
    cr_assert_eq(ran.code, 1, "%s%s", ran.out, ran.err);
    ASSERT_LINE(ran.out, "\"kind\":\"summary\"", "\"files\":5", "\"changed\":5", "\"refused\":0",
                "\"notCompared\":0", "\"withHistoryAsStored\":1", "\"judgedBy\":[\"old-",
                "\"catalogueVersion\":\"new-");
    ASSERT_LINE(ran.out, "\"before\":\"UNDECIDED\",\"after\":\"MEETS\",\"files\":2");
    ASSERT_LINE(ran.out, "\"before\":\"UNDECIDED\",\"after\":\"DOES_NOT_MEET\",\"files\":3");
    ASSERT_LINE(ran.out, "\"force\":\"43\",\"theme\":\"CASE_DATA\"", "\"newlyFailing\":0",
                "\"noLongerFailing\":4", "\"newlyAsking\":2");
    ASSERT_LINE(ran.out, "\"force\":\"40\",\"theme\":\"CASE_DATA\"", "\"newlyFailing\":3",
                "\"noLongerFailing\":6", "\"newlyAsking\":3");
    ASSERT_LINE(ran.out, "\"id\":\"CD01\"", "\"newlyFailing\":3", "\"noLongerFailing\":0");
    ASSERT_LINE(ran.out, "\"id\":\"CD02\"", "\"newlyFailing\":0", "\"noLongerFailing\":5");
    ASSERT_LINE(ran.out, "\"id\":\"CD04\"", "\"noLongerFailing\":5", "\"gone\":true");
    ASSERT_LINE(ran.out, "\"id\":\"CD05\"", "\"newlyAsking\":5");
    cr_expect_eq(count_of(ran.out, "\"kind\":\"cell\""), 2, "%s", ran.out);
    cr_expect_eq(count_of(ran.out, "\"kind\":\"check\""), 4, "what looks at history is as it was");
    command_free(&ran);

    ran = replay(&b, &b.new, "--to=2026-05-04", NULL);
    cr_assert_eq(ran.code, 1);
    ASSERT_LINE(ran.out, "5 files of 2026-05-03 to 2026-05-04, 5 changed");
    ASSERT_LINE(ran.out, "  3 from undecided to does not meet");
    ASSERT_LINE(ran.out, "  40 Case data", "           3           6           3");
    ASSERT_LINE(ran.out, "        3 CD01   Title of CD01");
    ASSERT_LINE(ran.out, "1 followed earlier submissions");
    command_free(&ran);
    end(&b);
}

Test(k_replay, only_files_of_the_span_are_judged, .timeout = 60)
{
    struct bench b;
    begin(&b);
    submit_all(&b);
    struct command ran = replay(&b, &b.new, "--to=2026-05-03", "--json");
    cr_assert_eq(ran.code, 1, "%s%s", ran.out, ran.err);
    ASSERT_LINE(ran.out, "\"kind\":\"summary\"", "\"files\":4", "\"withHistoryAsStored\":0");
    command_free(&ran);
    end(&b);
}

/* The same catalogue decides the same (G5), the second submission's history included. */
Test(k_replay, the_same_catalogue_changes_nothing, .timeout = 60)
{
    struct bench b;
    begin(&b);
    submit_all(&b);
    struct command ran = replay(&b, &b.old, "--to=2026-05-04", "--json");
    cr_assert_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    ASSERT_LINE(ran.out, "\"files\":5", "\"changed\":0");
    cr_expect_eq(count_of(ran.out, "\n"), 1, "%s", ran.out);
    command_free(&ran);
    end(&b);
}

Test(k_replay, files_that_several_catalogues_judged_are_compared_by_the_ids_of_checks,
     .timeout = 60)
{
    /* in another order, so that the places of the checks differ */
    static const struct rule other_rules[] = {
        {"AA01", "check: exists(mg5)", "minor"},
        {"CD02", "check: exists(mg5)", "minor"},
        {"CD01", "check: known(urn)", "critical"},
    };

    struct bench b;
    begin(&b);
    submit(&b, "43", 1);
    write_rules(&b, &b.old, "other", other_rules, sizeof other_rules / sizeof *other_rules);
    rig_signal(&b.rig, RIG_INTAKE, SIGHUP);
    for (int tries = 0; tries < 100; tries++) {
        const char *version = rig_status(&b.rig, RIG_INTAKE, &b.arena)->catalogue_version;
        if (strncmp(version, "other-", 6) == 0) {
            break;
        }
        (void)usleep(50000);
    }
    rig_wait_ready(&b.rig, RIG_INTAKE);
    submit(&b, "43", 2);
    struct command ran = replay(&b, &b.new, "--to=2026-05-04", "--json");
    cr_assert_eq(ran.code, 1, "%s%s", ran.out, ran.err);
    ASSERT_LINE(ran.out, "\"files\":2", "\"notCompared\":0", "\"judgedBy\":[\"old-", ",\"other-");
    ASSERT_LINE(ran.out, "\"id\":\"CD02\"", "\"noLongerFailing\":2");
    ASSERT_LINE(ran.out, "\"id\":\"CD04\"", "\"noLongerFailing\":1", "\"gone\":true");
    ASSERT_LINE(ran.out, "\"id\":\"AA01\"", "\"noLongerFailing\":1", "\"gone\":true");
    command_free(&ran);
    end(&b);
}

Test(k_replay, a_database_that_cannot_be_read_is_said_and_no_figures_are_given, .timeout = 60)
{
    const char *const argv[] = {"pfq",
                                "rules",
                                "replay",
                                "--from=2026-05-03",
                                "--to=2026-05-04",
                                "--database",
                                "/nonexistent/pfq.db",
                                NULL};
    struct command ran = command_run(argv, NULL);
    cr_expect_eq(ran.code, 4, "%d", ran.code);
    cr_expect_str_empty(ran.out);
    cr_expect_not_null(strstr(ran.err, "pfq-store could not read"), "%s", ran.err);
    command_free(&ran);
}

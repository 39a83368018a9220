/* A month of two forces, submitted, counted and read back as digest and pack. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/command.h"
#include "support/rig.h"

static struct rig rig;
static struct pfq_arena arena;

static void begin(void)
{
    rig_begin(&rig);
    pfq_arena_open(&arena);
    rig_start_all(&rig);
}

static void end(void)
{
    pfq_arena_close(&arena);
    rig_end(&rig);
}

TestSuite(n_digest, .init = begin, .fini = end, .timeout = 120);

/* What the receipts said, added up. */
struct told {
    json_int_t files;
    json_int_t meets;
    json_int_t partly;
    json_int_t does_not;
    json_int_t undecided;
};

static void add(struct told *told, const Pfq__V1__Receipt *receipt)
{
    told->files++;
    told->meets += receipt->verdict == PFQ__V1__VERDICT__VERDICT_MEETS;
    told->partly += receipt->verdict == PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS;
    told->does_not += receipt->verdict == PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET;
    told->undecided += receipt->verdict == PFQ__V1__VERDICT__VERDICT_UNDECIDED;
}

static struct told submit(const char *force, uint32_t count)
{
    struct told told = {.files = 0};
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    for (uint32_t n = 1; n <= count; n++) {
        const Pfq__V1__Receipt *receipt =
            rig_submit(client, rig_envelope("test", force, n, &arena), &arena);
        cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
        add(&told, receipt);
    }
    pfq_client_close(client);
    return told;
}

/* The figures follow the commits: asked again until all files are in them. */
static json_t *read_month(const char *force, json_int_t files)
{
    const char *const ask[] = {"pfq",    "digest",       force, "--month=2026-05",
                               "--json", rig.run_option, NULL};
    for (int tries = 0; tries < 100; tries++) {
        struct command ran = command_run(ask, NULL);
        cr_assert_eq(ran.code, 0, "%s", ran.err);
        json_t *digest = json_loads(ran.out, 0, NULL);
        command_free(&ran);
        const json_t *received = json_object_get(digest, "received");
        const char *text = json_string_value(json_object_get(received, "files"));
        if (text != NULL && strtoll(text, NULL, 10) == files) {
            return digest;
        }
        json_decref(digest);
        (void)nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
    cr_assert_fail("the figures do not follow");
    return NULL;
}

static json_int_t number(const json_t *object, const char *name)
{
    return strtoll(json_string_value(json_object_get(object, name)), NULL, 10);
}

static void check_received(const json_t *digest, const struct told *told)
{
    const json_t *r = json_object_get(digest, "received");
    const json_t *rate = json_object_get(r, "firstTime");
    cr_expect_eq(number(r, "meets"), told->meets);
    cr_expect_eq(number(r, "partly"), told->partly);
    cr_expect_eq(number(r, "doesNot"), told->does_not);
    cr_expect_eq(number(r, "undecided"), told->undecided);
    cr_expect_eq(number(rate, "files"), told->files - told->undecided);
    cr_expect_eq(number(rate, "count"), told->meets);
}

/* Beside each rate: of all that it is of, and of those that were not decided at all. */
static void check_coverage(const json_t *digest)
{
    const json_t *themes = json_object_get(digest, "themes");
    cr_expect_gt(json_array_size(themes), 0U);
    for (size_t i = 0; i < json_array_size(themes); i++) {
        const json_t *theme = json_array_get(themes, i);
        const json_t *decided = json_object_get(theme, "decided");
        cr_assert_not_null(decided, "theme %zu", i);
        cr_expect_geq(number(decided, "files"), number(json_object_get(theme, "rate"), "files"));
        cr_expect_leq(number(decided, "count"), number(decided, "files"));
        cr_expect_geq(number(decided, "count"), number(json_object_get(theme, "rate"), "count"));
    }
}

Test(n_digest, a_month_says_of_each_force_what_it_sent)
{
    struct told one = submit("40", 12);
    struct told two = submit("41", 7);
    json_t *first = read_month("40", 12);
    json_t *second = read_month("41", 7);
    check_received(first, &one);
    check_received(second, &two);
    check_coverage(first);
    check_coverage(second);
    cr_expect_str_eq(json_string_value(json_object_get(first, "audience")), "OUTSIDE");
    cr_expect_not_null(json_object_get(first, "firstThing"));
    json_decref(first);
    json_decref(second);

    const char *const text[] = {"pfq", "digest", "40", "--month=2026-05", rig.run_option, NULL};
    struct command ran = command_run(text, NULL);
    cr_expect_eq(ran.code, 0);
    cr_expect_not_null(strstr(ran.out, ": May 2026"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "Do this first"));
    cr_expect_not_null(strstr(ran.out, "Files sent for the first time                  12"));
    command_free(&ran);

    const char *const unit[] = {"pfq",       "digest",       "40", "--month=2026-05",
                                "--unit=ZZ", rig.run_option, NULL};
    ran = command_run(unit, NULL);
    cr_expect_eq(ran.code, 2, "%d %s", ran.code, ran.out);
    cr_expect_not_null(strstr(ran.err, "has no unit ZZ; its units are "), "%s", ran.err);
    command_free(&ran);

    const char *const pack[] = {
        "pfq",    "pack",         "monthly", "--area=Thames and Chiltern", "--month=2026-05",
        "--json", rig.run_option, NULL};
    ran = command_run(pack, NULL);
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    json_t *digest = json_loads(ran.out, 0, NULL);
    cr_expect_eq(number(json_object_get(digest, "received"), "files"), 19);
    cr_expect_eq(json_array_size(json_object_get(digest, "forces")), 3U);
    json_decref(digest);
    command_free(&ran);
}

Test(n_digest, nothing_to_say_is_one_line_and_no_file)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/digest.html", rig.dir);
    const char *const ask[] = {"pfq", "digest",       "43", "--month=2026-05", "--html", "-o",
                               path,  rig.run_option, NULL};
    struct command ran = command_run(ask, NULL);
    cr_expect_eq(ran.code, 0);
    cr_expect_str_eq(ran.out, "");
    cr_expect_str_eq(ran.err, "pfq digest: there is nothing to say of 1 May 2026 to 31 May 2026\n");
    cr_expect_neq(access(path, F_OK), 0);
    command_free(&ran);
}

Test(n_digest, what_was_written_wrongly_is_told)
{
    static const struct {
        const char *ask[8];
        int code;
        const char *says;
    } cases[] = {{{"pfq", "digest", NULL}, 2, "name the force"},
                 {{"pfq", "digest", "99", NULL}, 2, "99 is no force"},
                 {{"pfq", "digest", "43", "--month=2026-13", NULL}, 2, "2026-10"},
                 {{"pfq", "digest", "43", "--xlsx", NULL}, 2, "-o FILE"},
                 {{"pfq", "pack", "monthly", NULL}, 2, "--area"},
                 {{"pfq", "pack", "yearly", "--area=TC", NULL}, 2, "neither call nor monthly"},
                 {{"pfq", "pack", "call", "--area=Nowhere", NULL}, 2, "no CPS Area"},
                 {{"pfq", "digest", "43", "--run=/nonexistent", NULL}, 3, "nonexistent"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command ran = command_run(cases[i].ask, NULL);
        cr_expect_eq(ran.code, cases[i].code, "%zu: %d %s", i, ran.code, ran.err);
        cr_expect_not_null(strstr(ran.err, cases[i].says), "%zu: %s", i, ran.err);
        command_free(&ran);
    }
}

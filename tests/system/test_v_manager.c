/* A legal manager has the sockets of intake and feedback and no other: what they ask for is asked
 * of feedback, which says to store who they are (G7). */
#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

#define DIGEST_MONTH "2026-05" /* of the file below */
#define FILE_SENT    "tests/golden/04_poor_unused_schedule.json"

enum {
    NOBODY = 65534
};

static struct rig rig;
static struct pfq_arena arena;
static struct command ran;

static void begin(void)
{
    pfq_arena_open(&arena);
    rig_begin(&rig);
}

static void end(void)
{
    command_free(&ran);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

TestSuite(manager, .init = begin, .fini = end, .timeout = 120);

/* Sees two of the three doors. */
static void start_as(const char *role)
{
    char path[320];
    static char peers[64];
    (void)snprintf(peers, sizeof peers, "peers=%u=%s", (unsigned)getuid(), role);
    rig.options[RIG_FEEDBACK][0] = peers;
    rig_start_all(&rig);
    (void)snprintf(path, sizeof path,
                   "mkdir %s/doors && ln -s %s/run/feedback.sock "
                   "%s/run/intake.sock %s/doors/",
                   rig.dir, rig.dir, rig.dir, rig.dir);
    cr_assert_eq(system(path), 0);
}

static int pfq(const char *const *words)
{
    command_free(&ran);
    ran = command_pfq(pfq_arena_printf(&arena, "%s/doors", rig.dir), words);
    return ran.code;
}

#define PFQ(...) pfq((const char *const[]){__VA_ARGS__, NULL})

/* Without when it was made. */
static char *month_of_43(void)
{
    for (int tries = 0; tries < 100; tries++) {
        (void)PFQ("digest", "43", "--month", DIGEST_MONTH, "--json");
        json_t *digest = ran.code == 0 ? json_loads(ran.out, 0, NULL) : NULL;
        (void)json_object_del(digest, "madeAt");
        char *text = digest == NULL ? NULL : json_dumps(digest, JSON_SORT_KEYS | JSON_INDENT(1));
        json_decref(digest);
        if (text != NULL) {
            return text;
        }
        (void)nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
    cr_assert_fail("no digest: %d %s", ran.code, ran.err);
    return NULL;
}

Test(manager, themes_digests_packs_and_challenges_need_no_door_to_store)
{
    char due[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 7), due);
    start_as("legal_manager:S17");
    cr_expect_eq(PFQ("submit", FILE_SENT), 1, "%s", ran.err);
    free(month_of_43()); /* it is counted */
    cr_expect_eq(PFQ("themes"), 0, "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "no theme is in such a state"), "%s", ran.err);
    cr_expect_eq(PFQ("digest", "43", "--inside", "--month", DIGEST_MONTH), 0, "%s", ran.err);
    cr_expect_eq(PFQ("pack", "monthly", "--area", "Thames and Chiltern", "--json"), 0, "%s",
                 ran.err);
    cr_expect_null(strstr(ran.out, "WITHOUT_"), "%s", ran.out);
    cr_expect_eq(PFQ("challenge", "raise", "--theme", "INTERVIEW", "--force", "43", "--wanted", "x",
                     "--due", due, "--by", "S17"),
                 1);
    cr_expect_not_null(strstr(ran.err, "Nothing was ever signalled of this theme"), "%s", ran.err);
}

/* --- each role, each question ---------------------------------------------------------------- */

/* What a command comes to: GOOD 0, refused 1, found nothing 1. */
struct asked {
    const char *words[7];
    int code;
    const char *says; /* on stdout or stderr */
};

static void ask_all(const char *role, const struct asked *rows, size_t count)
{
    start_as(role);
    cr_assert_eq(PFQ("submit", FILE_SENT) <= 1, true, "%s", ran.err);
    free(month_of_43()); /* it is counted */
    for (size_t i = 0; i < count; i++) {
        int code = pfq(rows[i].words);
        cr_expect_eq(code, rows[i].code, "%s, %s %s: %d %s", role, rows[i].words[0],
                     rows[i].words[1] == NULL ? "" : rows[i].words[1], code, ran.err);
        bool said = strstr(ran.out, rows[i].says) != NULL || strstr(ran.err, rows[i].says) != NULL;
        cr_expect(said, "%s, %s: not \"%s\" but %s%s", role, rows[i].words[0], rows[i].says,
                  ran.out, ran.err);
        cr_expect_null(strstr(ran.err, "pfq up"), "%s: it runs: %s", rows[i].words[0], ran.err);
    }
}

#define FORCE_43 "is FORCE of 43, which may send"
#define TC       "is AREA_MANAGER of TC, who may"

Test(manager, a_force_asks_of_itself_and_is_told_who_it_is_else)
{
    static const struct asked rows[] = {
        {{"status", NULL}, 0, "All well: as far as this user may ask"},
        {{"status", NULL}, 0, FORCE_43},
        {{"digest", "43", "--month", DIGEST_MONTH, NULL}, 0, "Files sent for the first time"},
        {{"digest", "43", "--month", DIGEST_MONTH, "--json", NULL}, 0, "\"OUTSIDE\""},
        {{"digest", "43", "--inside", NULL}, 1, FORCE_43},
        {{"digest", "44", NULL}, 1, FORCE_43},
        {{"digest", "44", NULL}, 1, "Name this user's own force, or one of its Area."},
        {{"digest", "43", "--inside", NULL}, 1, "peers in pfq.conf"},
        {{"themes", "--force", "43", NULL}, 0, ""},
        {{"themes", "--force", "44", NULL}, 1, "What is of another force it may not ask."},
        {{"themes", NULL}, 1, "What is of all forces it may not ask."},
        {{"case", "43AA1234516", NULL}, 1, FORCE_43},
        {{"feedback", "44", NULL}, 1, FORCE_43},
        {{"pack", "monthly", "--area", "TC", NULL}, 1, FORCE_43},
        {{"compliance", "--area", "TC", NULL}, 1, FORCE_43},
        {{"compliance", "sample", "--month", DIGEST_MONTH, "--seed", "1"}, 1, FORCE_43},
        {{"outbox", "list", NULL}, 3, "This is asked of store, by the operator alone."},
    };
    ask_all("force:43", rows, sizeof rows / sizeof *rows);
}

Test(manager, a_manager_asks_of_the_forces_of_the_area)
{
    static const struct asked rows[] = {
        {{"status", NULL}, 0, TC},
        {{"digest", "43", "--inside", "--month", DIGEST_MONTH, NULL}, 0, ""},
        {{"digest", "44", NULL}, 1, TC},
        {{"themes", "--force", "41", NULL}, 0, ""},
        {{"themes", NULL}, 1, TC},
        {{"case", "44AA1234516", NULL}, 1, "No file of this case is of a force that it may read."},
        {{"pack", "monthly", "--area", "TC", "--month", DIGEST_MONTH, NULL},
         0,
         "Both sides' duties"},
        {{"compliance", "--area", "TC", NULL}, 0, ""},
        {{"compliance", "--month", DIGEST_MONTH, NULL}, 0, "TC: May 2026"},
        {{"compliance", "--reviewer", "S31", NULL}, 1, "shown to legal managers alone"},
    };
    ask_all("area_manager:TC:S19", rows, sizeof rows / sizeof *rows);
}

static void serve_as(const char *peers)
{
    rig_signal(&rig, RIG_FEEDBACK, SIGTERM);
    (void)rig_reap(&rig, RIG_FEEDBACK);
    rig.options[RIG_FEEDBACK][0] = peers;
    rig_start(&rig, RIG_FEEDBACK);
    rig_wait_ready(&rig, RIG_FEEDBACK);
}

Test(manager, a_force_has_its_month_as_the_operator_has_it_of_that_force)
{
    char peers[64];
    start_as("operator");
    cr_expect_eq(PFQ("submit", FILE_SENT), 1, "%s", ran.err);
    char *by_operator = month_of_43();
    (void)snprintf(peers, sizeof peers, "peers=%u=force:43", (unsigned)getuid());
    serve_as(peers);
    char *by_force = month_of_43();
    cr_expect_str_eq(by_force, by_operator);
    free(by_operator);
    free(by_force);
}

/* The doors are shut to a user of no group: nothing is known, and that is said.  Needs root, to
 * be such a user. */
Test(manager, whoever_may_use_no_socket_is_told_that_and_not_that_all_is_down)
{
    static const char *const asked[][4] = {
        {"pfq", "status", NULL}, {"pfq", "case", "43BA2345716", NULL}, {"pfq", "themes", NULL}};
    if (getuid() != 0) {
        cr_skip_test("not root");
    }
    char path[160];
    start_as("operator");
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const char *argv[8] = {NULL};
        size_t count = 0;
        while (asked[i][count] != NULL) {
            argv[count] = asked[i][count];
            count++;
        }
        (void)snprintf(path, sizeof path, "--run=%s/run", rig.dir);
        argv[count] = path;
        command_free(&ran);
        ran = command_run_as(NOBODY, argv);
        cr_expect_eq(ran.code, i == 0 ? 1 : 3, "%d %s%s", ran.code, ran.out, ran.err);
        cr_expect(strstr(ran.out, "Not permitted: this user (uid 65534) may not use") != NULL ||
                      strstr(ran.err, "Not permitted: this user (uid 65534) may not use") != NULL,
                  "%s%s", ran.out, ran.err);
        cr_expect(strstr(ran.out, "Down") == NULL && strstr(ran.err, "pfq up") == NULL, "%s%s",
                  ran.out, ran.err);
    }
}

/* A legal manager has the sockets of intake and feedback and no other: what they ask for is asked
 * of feedback, which says to store who they are (G7). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

#define DIGEST_MONTH "2016-11" /* of the file below */
#define FILE_SENT    "tests/golden/04_poor_unused_schedule.json"

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

Test(manager, themes_digests_packs_and_challenges_need_no_door_to_store)
{
    char due[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 7), due);
    start_as("legal_manager:S17");
    cr_expect_eq(PFQ("submit", FILE_SENT), 1, "%s", ran.err);
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

Test(manager, a_force_reads_of_itself_alone)
{
    start_as("force:44");
    cr_expect_eq(PFQ("themes", "--force", "44"), 0, "%s", ran.err);
    cr_expect_eq(PFQ("themes"), 4);
    cr_expect_not_null(strstr(ran.err, "You may not read this."), "%s", ran.err);
    cr_expect_eq(PFQ("digest", "43"), 4);
    cr_expect_not_null(strstr(ran.err, "You may not read this."), "%s", ran.err);
}

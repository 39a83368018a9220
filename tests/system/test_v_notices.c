/* Routes that want challenges and reminders: both really leave, over the real services and a mail
 * server; and without tables feedback still serves mailboxes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/people.h"
#include "support/command.h"
#include "support/mail_kit.h"

#define URN    "43BA2345726" /* of the golden file: DS05 fails */
#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

enum {
    BEFORE_DEADLINE = 10, /* days: within the 14 of the first reminder */
    DEADLINE_DAYS = 42
};

static struct mail_kit kit;
static struct pfq_arena arena;
static char run_option[96];
static char ahead[64];

static void begin(void)
{
    pfq_arena_open(&arena);
    mail_kit_begin(&kit, NULL);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", kit.rig.dir);
    kit.rig.config = kit.conf;
}

static void end(void)
{
    mail_kit_end(&kit);
    pfq_arena_close(&arena);
}

TestSuite(notices, .init = begin, .fini = end, .timeout = 120);

static void say(int code, const char *const *words)
{
    const char *argv[24] = {"pfq"};
    size_t n = 1;
    for (; words[n - 1] != NULL; n++) {
        argv[n] = words[n - 1];
    }
    argv[n] = run_option;
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, code, "%s%s", ran.out, ran.err);
    command_free(&ran);
}

#define SAY(code, ...) say(code, (const char *const[]){__VA_ARGS__, NULL})

Test(notices, a_challenge_and_a_reminder_reach_whom_the_routes_name)
{
    char due[PFQ_INSTANT_TEXT];
    int64_t now = pfq_wall_ms();
    int64_t deadline = pfq_people_deadline(pfq_people_month(now), DEADLINE_DAYS);
    pfq_date_format(pfq_date_add(pfq_london_date(now), 7), due);
    mail_kit_conf(&kit, MAIL_KIT_TLS, "ladder_ms = 100\nsweep_ms = 20\n",
                  "43 = ok.chief@police.example challenge_1 outside\n"
                  "43 = ok.lead@cps.example challenge inside\n"
                  "43 = ok.plans@police.example reminder outside\n");
    rig_start_all(&kit.rig);
    SAY(1, "submit", "tests/golden/04_poor_unused_schedule.json");
    SAY(0, "challenge", "raise", "--urn", URN, "--check", "DS05", "--wanted", "Describe each item",
        "--due", due, "--by", "S18", "--id", "C1");
    (void)mail_kit_wait(&kit, "ok.chief@police.example",
                        PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENT, &arena);
    (void)mail_kit_wait(&kit, "ok.lead@cps.example", PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENT,
                        &arena);
    cr_expect_null(mail_kit_row(&kit, "ok.plans@police.example", &arena), "nothing is due yet");

    SAY(0, "assess", URN, "--confirm-all", "--by", "p101", "--unit", "TC1");
    rig_signal(&kit.rig, RIG_FEEDBACK, 15);
    (void)rig_reap(&kit.rig, RIG_FEEDBACK);
    (void)snprintf(ahead, sizeof ahead, "ladder_ahead_ms=%lld",
                   (long long)(deadline - now - BEFORE_DEADLINE * DAY_MS));
    kit.rig.options[RIG_FEEDBACK][0] = ahead;
    rig_start(&kit.rig, RIG_FEEDBACK);
    (void)mail_kit_wait(&kit, "ok.plans@police.example",
                        PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_SENT, &arena);
    cr_expect_eq(mail_kit_logged(&kit, "stored ok.plans@police.example"), 1);
    cr_expect_eq(mail_kit_logged(&kit, "stored ok.chief@police.example"), 1);
}

Test(notices, without_tables_challenges_are_still_read_and_an_alarm_says_so)
{
    mail_kit_conf(&kit, MAIL_KIT_TLS, "reference = /nonexistent\n", "");
    rig_start(&kit.rig, RIG_STORE);
    rig_wait_ready(&kit.rig, RIG_STORE);
    rig_start(&kit.rig, RIG_FEEDBACK);
    SAY(0, "challenge", "list");
    SAY(0, "feedback", "43");
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
    cr_expect_eq(status->state, PFQ__V1__SERVICE_STATE__SERVICE_STATE_DEGRADED);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "bank holidays are not known"), "%s",
                       status->alarms[0]);
}

/* Digests that go out by themselves: files are submitted, the month passes (digest_ahead_ms), and
 * each force has its digest in its mailbox once, each recipient one mail with the same numbers,
 * whatever is killed meanwhile. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/mail_kit.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

enum {
    FILES = 12,
    STEP_US = 50000,
    STEPS = 400
};

static struct mail_kit kit;
static struct pfq_arena arena;
static char ahead[64];
static char run_option[96];
static int32_t month; /* YYYYMM of the files */

static void setup(void)
{
    pfq_arena_open(&arena);
    mail_kit_begin(&kit, NULL);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", kit.rig.dir);
    kit.rig.config = kit.conf;
    rig_start(&kit.rig, RIG_STORE);
    rig_wait_ready(&kit.rig, RIG_STORE);
    rig_start(&kit.rig, RIG_INTAKE);
    rig_wait_ready(&kit.rig, RIG_INTAKE);
}

static void teardown(void)
{
    mail_kit_end(&kit);
    pfq_arena_close(&arena);
}

TestSuite(r_send, .init = setup, .fini = teardown, .timeout = 120);

static void submit(const char *force)
{
    struct pfq_client *client = rig_client(&kit.rig, RIG_INTAKE);
    for (uint32_t n = 1; n <= FILES; n++) {
        Pfq__V1__Envelope *envelope = rig_envelope("test", force, n, &arena);
        envelope->submission->submitted_at = pfq_wall_ms();
        (void)rig_submit(client, envelope, &arena);
    }
    pfq_client_close(client);
    month = pfq_london_date(pfq_wall_ms()) / 100;
}

/* Noon of such a day of the month after that of the files. */
static void pass_to(int day)
{
    int32_t next = pfq_date_add(month * 100 + 1, 32) / 100 * 100 + day;
    (void)snprintf(ahead, sizeof ahead, "digest_ahead_ms=%lld",
                   (long long)(pfq_london_ms(next, 12 * 60) - pfq_wall_ms()));
    kit.rig.options[RIG_FEEDBACK][0] = ahead;
}

static void start_feedback(void)
{
    rig_start(&kit.rig, RIG_FEEDBACK);
    rig_wait_ready(&kit.rig, RIG_FEEDBACK);
}

static void kill_feedback(void)
{
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGKILL);
    (void)rig_reap(&kit.rig, RIG_FEEDBACK);
}

static const Pfq__V1__DigestStatus *status_of(const char *kind)
{
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_STORE, &arena);
    for (size_t i = 0; i < status->n_digests; i++) {
        if (strcmp(status->digests[i]->kind, kind) == 0) {
            return status->digests[i];
        }
    }
    return NULL;
}

static const Pfq__V1__DigestStatus *wait_complete(const char *kind)
{
    const Pfq__V1__DigestStatus *status = NULL;
    for (int i = 0; status == NULL || !status->complete; i++) {
        cr_assert_lt(i, STEPS, "the %s digests are never complete", kind);
        (void)usleep(STEP_US);
        status = status_of(kind);
    }
    return status;
}

static bool is_monthly_digest(const json_t *item)
{
    const json_t *kind = json_object_get(json_object_get(item, "digest"), "kind");
    return strcmp(json_string_value(json_object_get(item, "kind")), "DIGEST") == 0 &&
           strcmp(json_string_value(kind), "MONTHLY") == 0;
}

/* The monthly digests of a force's mailbox, as JSON. */
static json_t *read_digests(const char *force)
{
    const char *const ask[] = {"pfq", "feedback", force, "--json", "--after=12", run_option, NULL};
    struct command ran = command_run(ask, NULL);
    json_t *digests = json_array();
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    for (const char *line = ran.out; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        json_t *item = json_loadb(line, length, 0, NULL);
        if (is_monthly_digest(item)) {
            (void)json_array_append(digests, json_object_get(item, "digest"));
        }
        json_decref(item);
        line += length + (line[length] == '\n');
    }
    command_free(&ran);
    return digests;
}

static json_t *ask_digest(const char *force)
{
    char option[32];
    (void)snprintf(option, sizeof option, "--month=%04d-%02d", (int)(month / 100),
                   (int)(month % 100));
    const char *const ask[] = {"pfq", "digest", force, option, "--json", run_option, NULL};
    struct command ran = command_run(ask, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    json_t *digest = json_loads(ran.out, 0, NULL);
    cr_assert_not_null(digest);
    command_free(&ran);
    (void)json_object_del(digest, "format");
    (void)json_object_del(digest, "madeAt");
    return digest;
}

static const char *conf_month = "digest_ms = 100\n";

/* The lists that are empty are left out on both sides. */
static void drop_empty(json_t *object)
{
    const char *key = NULL;
    json_t *value = NULL;
    void *next = NULL;
    json_object_foreach_safe(object, next, key, value)
    {
        if (json_is_array(value) && json_array_size(value) == 0) {
            (void)json_object_del(object, key);
            continue;
        }
        if (json_is_object(value)) {
            drop_empty(value);
        }
        for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++) {
            drop_empty(json_array_get(value, i));
        }
    }
}

static void expect_same(json_t *item, const char *force)
{
    json_t *asked = ask_digest(force);
    json_t *sent = json_deep_copy(item);
    (void)json_object_del(sent, "madeAt");
    drop_empty(asked);
    drop_empty(sent);
    char *a = json_dumps(asked, JSON_SORT_KEYS);
    char *b = json_dumps(sent, JSON_SORT_KEYS);
    cr_expect_str_eq(a, b);
    free(a);
    free(b);
    json_decref(asked);
    json_decref(sent);
}

static const char *mail_to(const char *recipient)
{
    const char *line = pfq_arena_printf(&arena, "To: %s", recipient);
    for (int n = 1; n <= 4; n++) {
        const char *mail = mail_kit_mail(&kit, n, &arena);
        if (strstr(mail, line) != NULL) {
            return mail;
        }
    }
    cr_assert_fail("no mail to %s", recipient);
    return NULL;
}

/* Told before any digest is made. */
static void mute_interviews(const char *force)
{
    char until[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 60), until);
    const char *const tell[] = {"pfq",     "mute", "INTERVIEW", "--force",  force,
                                "--owner", "S1",   "--until",   until,      "--reason",
                                "New kit", "--by", "S18",       run_option, NULL};
    struct command ran = command_run(tell, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    command_free(&ran);
}

/* Of a theme that no file fails by, so that it has no chart. */
static void record_training(const char *force)
{
    char on[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_london_date(pfq_wall_ms()), on);
    const char *const tell[] = {"pfq",
                                "action",
                                "add",
                                "--theme",
                                "CASE_DATA",
                                "--force",
                                force,
                                "--on",
                                on,
                                "--what",
                                "Course on medical reports and consent for all case builders",
                                "--owner",
                                "head-of-cj",
                                "--by",
                                "S18",
                                run_option,
                                NULL};
    struct command ran = command_run(tell, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    command_free(&ran);
}

static void raise_challenge(const char *urn, const char *id)
{
    char by[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 60), by);
    const char *const tell[] = {"pfq",      "challenge", "raise", "--urn",    urn,
                                "--wanted", "Mend",      "--due", by,         "--by",
                                "S18",      "--id",      id,      run_option, NULL};
    struct command ran = command_run(tell, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    command_free(&ran);
}

/* One line of `muted`, with its reason. */
static void expect_muted(const json_t *digest)
{
    const json_t *muted = json_object_get(digest, "muted");
    const char *line = json_string_value(json_array_get(muted, 0));
    cr_assert_eq(json_array_size(muted), 1U);
    cr_expect_not_null(strstr(line, "New kit"), "%s", line);
}

/* One line of `done`, however long its text. */
static void expect_done(const json_t *digest)
{
    const char *line = json_string_value(json_array_get(json_object_get(digest, "done"), 0));
    cr_assert_not_null(line);
    cr_expect_not_null(strstr(line, "for all case builders) on"), "%s", line);
}

Test(r_send, a_month_that_is_past_is_in_the_mailbox_and_in_one_mail_with_the_same_numbers)
{
    submit("40");
    submit("43");
    mute_interviews("40");
    record_training("40");
    pass_to(3);
    mail_kit_conf(&kit, MAIL_KIT_TLS, conf_month,
                  "40 = ok.lead@police.example monthly outside\n"
                  "* = ok.cps@cps.example monthly inside\n"
                  "43 = ok.43@police.example monthly outside\n");
    start_feedback();
    const Pfq__V1__DigestStatus *status = wait_complete("monthly");
    cr_expect_eq(status->made, 4U, "two forces, outside and inside");
    cr_expect_eq(status->mails, 4U);
    json_t *digests = read_digests("40");
    cr_assert_eq(json_array_size(digests), 1U);
    expect_same(json_array_get(digests, 0), "40");
    expect_muted(json_array_get(digests, 0));
    expect_done(json_array_get(digests, 0));
    json_decref(digests);
    char command[512];
    (void)snprintf(command, sizeof command,
                   "/usr/bin/python3 tests/support/foreign_client.py proto - "
                   "ipc://%s/run/feedback.sock 40 12",
                   kit.rig.dir);
    cr_expect_eq(system(command), 0, "a client that knows only the contract reads it, too");

    (void)mail_kit_wait(&kit, "ok.lead@police.example", STATE(SENT), &arena);
    (void)mail_kit_wait(&kit, "ok.43@police.example", STATE(SENT), &arena);
    (void)mail_kit_wait(&kit, "ok.cps@cps.example", STATE(SENT), &arena);
    cr_expect_eq(mail_kit_logged(&kit, "stored ok.lead@police.example"), 1);
    const char *mail = mail_to("ok.lead@police.example");
    cr_expect_not_null(strstr(mail, "Subject: Monthly digest"), "%s", mail);
    cr_expect_not_null(strstr(mail, "Files sent for the first time                  12"), "%s",
                       mail);
    cr_expect_not_null(strstr(mail, "text/html"));
    cr_expect_not_null(strstr(mail, "pfq-40-monthly-"));

    const char *const look[] = {"pfq", "feedback", "40", "--after=12", run_option, NULL};
    struct command ran = command_run(look, NULL);
    cr_expect_not_null(strstr(ran.out, "Monthly digest: "), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "pfq digest 40 --monthly --date "), "%s", ran.out);
    command_free(&ran);
    const char *const ask[] = {"pfq", "status", run_option, NULL};
    ran = command_run(ask, NULL);
    cr_expect_not_null(strstr(ran.out, "4 made, 0 with nothing to say, 4 mails queued"), "%s",
                       ran.out);
    command_free(&ran);
}

Test(r_send, a_kill_at_any_moment_doubles_nothing_and_skips_nothing)
{
    static const char *const forces[] = {"40", "41", "43", "44"};
    char *routes = pfq_arena_strdup(&arena, "");
    for (size_t i = 0; i < 4; i++) {
        submit(forces[i]);
        routes = pfq_arena_printf(&arena, "%s%s = ok%s@police.example monthly outside\n", routes,
                                  forces[i], forces[i]);
    }
    pass_to(3);
    mail_kit_conf(&kit, MAIL_KIT_TLS, conf_month, routes);
    for (int i = 0; i < 12; i++) {
        rig_start(&kit.rig, RIG_FEEDBACK);
        (void)usleep((useconds_t)(60000 + i * 37000));
        kill_feedback();
    }
    start_feedback();
    cr_expect_eq(wait_complete("monthly")->made, 4U);
    for (size_t i = 0; i < 4; i++) {
        const char *to = pfq_arena_printf(&arena, "ok%s@police.example", forces[i]);
        json_t *digests = read_digests(forces[i]);
        cr_expect_eq(json_array_size(digests), 1U, "force %s", forces[i]);
        json_decref(digests);
        for (int k = 0; k < STEPS && mail_kit_row(&kit, to, &arena)->state < STATE(SENT); k++) {
            (void)usleep(STEP_US);
        }
        const char *line = pfq_arena_printf(&arena, "stored %s", to);
        int arrived = mail_kit_logged(&kit, line);
        bool doubt = mail_kit_row(&kit, to, &arena)->state == STATE(IN_DOUBT);
        cr_expect(arrived == 1 || (doubt && arrived <= 1), "%s: %d", to, arrived);
    }
}

/* What stands in status about it within a few seconds; "": nothing. */
static const char *unrouted(bool wanted)
{
    const char *found = "";
    for (int i = 0; i < STEPS; i++) {
        const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
        found = "";
        for (size_t k = 0; k < status->n_alarms; k++) {
            const char *at = strstr(status->alarms[k], "no outside route: ");
            found = at == NULL ? found : at;
        }
        if ((found[0] != '\0') == wanted) {
            break;
        }
        (void)usleep(STEP_US);
    }
    return found;
}

static void read_routes(const char *routes)
{
    mail_kit_conf(&kit, MAIL_KIT_TLS, conf_month, routes);
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGHUP);
}

/* Its digest is settled, and nothing is tried again; the alarm is of the routes as they are. */
Test(r_send, a_force_without_a_route_is_an_alarm_after_a_restart_and_hup_too)
{
    submit("40");
    submit("48");
    pass_to(3);
    mail_kit_conf(&kit, MAIL_KIT_TLS, conf_month, "40 = ok@police.example monthly outside\n");
    start_feedback();
    (void)wait_complete("monthly");
    cr_expect_eq(strncmp(unrouted(true), "no outside route: 48.", 21), 0);
    kill_feedback();
    start_feedback();
    cr_expect_eq(strncmp(unrouted(true), "no outside route: 48.", 21), 0, "after a restart");
    read_routes("40 = ok@police.example monthly outside\n48 = ok@police.example weekly outside\n");
    cr_expect_str_eq(unrouted(false), "", "it has a route, which wants no such mail");
    read_routes("48 = ok@police.example monthly outside\n");
    cr_expect_eq(strncmp(unrouted(true), "no outside route: 40.", 21), 0, "another lost its own");
    read_routes("");
    cr_expect_str_eq(unrouted(false), "", "nobody gets mail");
}

Test(r_send, nothing_is_due_before_its_hour_and_hup_changes_the_day)
{
    submit("40");
    pass_to(3);
    mail_kit_conf(&kit, MAIL_KIT_TLS, "digest_ms = 100\ndigest_month_day = 5\n",
                  "43 = ok@police.example monthly outside\n");
    start_feedback();
    cr_expect_eq(wait_complete("monthly")->made, 0U, "of the month before, which had no files");
    json_t *digests = read_digests("40");
    cr_expect_eq(json_array_size(digests), 0U);
    json_decref(digests);

    mail_kit_conf(&kit, MAIL_KIT_TLS, "digest_ms = 100\ndigest_month_day = 2\n",
                  "40 = ok@police.example monthly outside\n");
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGHUP);
    (void)mail_kit_wait(&kit, "ok@police.example", STATE(SENT), &arena);
    digests = read_digests("40");
    cr_expect_eq(json_array_size(digests), 1U);
    json_decref(digests);
}

/* Without the ends of lines that quoted-printable puts in. */
static const char *unfolded(const char *mail)
{
    char *out = pfq_arena_strdup(&arena, mail);
    char *to = out;
    for (const char *at = mail; *at != '\0';) {
        size_t fold = strncmp(at, "=\r\n", 3) == 0 ? 3 : strncmp(at, "=\n", 2) == 0 ? 2 : 0;
        at += fold;
        if (fold == 0) {
            *to++ = *at++;
        }
    }
    *to = '\0';
    return out;
}

/* A review is run from the mail as from `pfq pack monthly`: the same sections and rows. */
Test(r_send, a_mailed_pack_has_what_the_command_prints)
{
    static const char *const parts[] = {"for the CPS alone",
                                        "Both sides",
                                        "Files that meet the standard first time",
                                        "Open challenges",
                                        "ch-of-40",
                                        "What was done, and whether it worked",
                                        "The file has not",
                                        "Muted: counted, and not told of",
                                        "New kit",
                                        "What became better",
                                        "Themes",
                                        "About these figures"};
    submit("40");
    mute_interviews("40");
    mail_kit_conf(&kit, MAIL_KIT_TLS, conf_month,
                  "area Thames and Chiltern = ok.area@cps.example pack inside\n"
                  "* = ok.40@police.example challenge outside\n"
                  "* = ok.owner@cps.example challenge inside\n");
    start_feedback();
    raise_challenge("40AA0000126", "ch-of-40");
    kill_feedback();
    pass_to(3);
    start_feedback();
    (void)mail_kit_wait(&kit, "ok.area@cps.example", STATE(SENT), &arena);
    const char *mail = unfolded(mail_to("ok.area@cps.example"));
    char option[32];
    (void)snprintf(option, sizeof option, "--month=%04d-%02d", (int)(month / 100),
                   (int)(month % 100));
    const char *const ask[] = {"pfq",  "pack",     "monthly", "--area=Thames and Chiltern",
                               option, run_option, NULL};
    struct command ran = command_run(ask, NULL);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_expect_not_null(strstr(ran.out, parts[i]), "printed: %s in %s", parts[i], ran.out);
        cr_expect_not_null(strstr(mail, parts[i]), "mailed: %s", parts[i]);
    }
    command_free(&ran);
}

/* Its first file came after the period was due: nobody waits for that digest. */
Test(r_send, a_force_that_is_new_is_sent_nothing_of_before)
{
    submit("40");
    mail_kit_conf(&kit, MAIL_KIT_TLS, conf_month, "* = ok@cps.example monthly inside\n");
    start_feedback();
    cr_expect_eq(wait_complete("monthly")->made, 0U);
    cr_expect_eq(status_of("monthly")->quiet, 0U);
    cr_expect_null(mail_kit_row(&kit, "", &arena));
}

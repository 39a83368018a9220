/* Mail through a real server on loopback: it arrives once, whatever the server and kill -9
 * do, and never without TLS unless that was asked for.  What the server does to a mail is in
 * the recipient's name: support/smtp_server.py. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/command.h"
#include "support/mail_kit.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

static struct mail_kit kit;
static struct pfq_arena arena;

static void setup(void)
{
    pfq_arena_open(&arena);
    mail_kit_begin(&kit, NULL);
}

static void teardown(void)
{
    mail_kit_end(&kit);
    pfq_arena_close(&arena);
}

TestSuite(q_mail, .init = setup, .fini = teardown, .timeout = 120);

static void start(const char *settings, const char *routes)
{
    mail_kit_conf(&kit, MAIL_KIT_TLS, settings, routes);
    mail_kit_start(&kit);
}

Test(q_mail, a_mail_arrives_over_tls_and_a_second_run_sends_nothing)
{
    bool duplicate = true;
    start("", "43 = Ok.Lead@police.example weekly outside\n");
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", &duplicate), 1);
    cr_expect_not(duplicate);
    const Pfq__V1__Delivery *row =
        mail_kit_wait(&kit, "ok.lead@police.example", STATE(SENT), &arena);
    cr_expect_eq(row->attempts, 1);
    cr_expect_not_null(strstr(row->answer, "250 2.0.0 taken"), "%s", row->answer);
    cr_expect_eq(mail_kit_logged(&kit, "mail pfq@cps.example tls"), 1);
    const char *mail = mail_kit_mail(&kit, 1, &arena);
    cr_expect_not_null(strstr(mail, "Auto-Submitted: auto-generated"), "%s", mail);
    cr_expect_not_null(strstr(mail, row->message_id), "%s", mail);
    cr_expect_not_null(strstr(mail, "test.csv"));
    cr_expect_null(strstr(mail, "X-Pfq-Repeat"));
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(mail_kit_test(&kit, "43", "w1", &duplicate), 1);
        cr_expect(duplicate);
    }
    cr_assert_eq(mail_kit_test(&kit, "43", "w2", &duplicate), 1);
    (void)mail_kit_wait(&kit, "ok.lead@police.example", STATE(SENT), &arena);
    cr_expect_eq(mail_kit_logged(&kit, "stored ok.lead@police.example"), 2);
}

/* What comes of a server that misbehaves, first and in the end. */
Test(q_mail, a_server_that_refuses_is_tried_again_or_not_as_its_answer_says)
{
    static const struct {
        const char *name;
        Pfq__V1__DeliveryState state;
        uint32_t attempts;
        int stored;
        const char *answer;
    } rows[] = {
        {"grey", STATE(SENT), 2, 1, "250"},
        {"busy", STATE(SENT), 2, 1, "250"},
        {"silent", STATE(SENT), 2, 1, "250"},
        {"no", STATE(BOUNCED), 1, 0, "recipient: 550 5.1.1 there is no such person"},
        {"content", STATE(BOUNCED), 1, 0, "end of data: 554 5.6.0 we do not like it"},
        {"lost", STATE(IN_DOUBT), 1, 1, "end of data: "},
    };

    char routes[1024] = "";
    char line[128];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)snprintf(line, sizeof line, "43 = %s@x.example weekly outside\n", rows[i].name);
        strcat(routes, line);
    }
    start("", routes);
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        (void)snprintf(line, sizeof line, "%s@x.example", rows[i].name);
        const Pfq__V1__Delivery *row = mail_kit_wait(&kit, line, rows[i].state, &arena);
        cr_expect_eq(row->attempts, rows[i].attempts, "%s: %u", line, row->attempts);
        cr_expect_not_null(strstr(row->answer, rows[i].answer), "%s: %s", line, row->answer);
        (void)snprintf(line, sizeof line, "stored %s@x.example", rows[i].name);
        cr_expect_eq(mail_kit_logged(&kit, line), rows[i].stored, "%s", line);
    }
    const Pfq__V1__OutboxStatus *o = rig_status(&kit.rig, RIG_STORE, &arena)->outbox;
    cr_expect_eq(o->bounced, 2);
    cr_expect_eq(o->in_doubt, 1);
    cr_expect_eq(o->queued + o->deferred + o->sending, 0);
}

Test(q_mail, what_cannot_be_sent_expires)
{
    const char *const refusing[] = {"--greeting", "421", NULL};
    mail_kit_server(&kit, refusing);
    start("mail_expire_ms = 1500\n", "43 = ok@x.example weekly outside\n");
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    const Pfq__V1__Delivery *row = mail_kit_wait(&kit, "ok@x.example", STATE(EXPIRED), &arena);
    cr_expect_gt(row->attempts, 1);
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "The mail server takes nothing now"), "%s",
                       status->alarms[0]);
}

/* --- no TLS, no mail ------------------------------------------------------------------------ */

static void expect_nothing_sent(const char *answer)
{
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    const Pfq__V1__Delivery *row = mail_kit_wait(&kit, "ok@x.example", STATE(DEFERRED), &arena);
    cr_expect_not_null(strstr(row->answer, answer), "%s", row->answer);
    cr_expect_eq(mail_kit_logged(&kit, "mail pfq@cps.example plain"), 0);
    cr_expect_eq(mail_kit_logged(&kit, "rcpt ok@x.example"), 0);
}

Test(q_mail, a_server_without_starttls_gets_nothing)
{
    const char *const plain[] = {NULL};
    mail_kit_server(&kit, plain);
    start("", "43 = ok@x.example weekly outside\n");
    expect_nothing_sent("STARTTLS");
}

Test(q_mail, a_server_with_a_certificate_of_nobody_we_trust_gets_nothing)
{
    char other[128];
    (void)snprintf(other, sizeof other, "smtp_ca = %s\n", kit.other);
    mail_kit_conf(&kit, 0, other, "43 = ok@x.example weekly outside\n");
    mail_kit_start(&kit);
    expect_nothing_sent("certificate");
}

Test(q_mail, plain_text_to_loopback_is_possible_where_it_is_asked_for)
{
    const char *const plain[] = {NULL};
    mail_kit_server(&kit, plain);
    mail_kit_conf(&kit, 0, "smtp_tls = none\n", "43 = ok@x.example weekly outside\n");
    mail_kit_start(&kit);
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    (void)mail_kit_wait(&kit, "ok@x.example", STATE(SENT), &arena);
    cr_expect_eq(mail_kit_logged(&kit, "mail pfq@cps.example plain"), 1);
}

Test(q_mail, a_login_and_a_client_certificate_are_shown_to_who_asks_for_them)
{
    const char *const strict[] = {"--tls",   kit.cert, kit.key,       "--client-ca", kit.cert,
                                  "--login", "cps",    "secret word", NULL};
    char login[128];
    char settings[512];
    mail_kit_server(&kit, strict);
    (void)snprintf(login, sizeof login, "%s/login", kit.rig.dir);
    FILE *file = fopen(login, "w");
    fprintf(file, "cps\nsecret word\n");
    (void)fclose(file);
    cr_assert_eq(system(pfq_arena_printf(&arena, "chmod 600 %s", login)), 0);
    (void)snprintf(settings, sizeof settings,
                   "smtp_login = %s\nsmtp_certificate = %s\nsmtp_key = %s\n", login, kit.cert,
                   kit.key);
    start(settings, "43 = ok@x.example weekly outside\n");
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    (void)mail_kit_wait(&kit, "ok@x.example", STATE(SENT), &arena);
}

/* --- kill -9 -------------------------------------------------------------------------------- */

static void kill_feedback(void)
{
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGKILL);
    (void)rig_reap(&kit.rig, RIG_FEEDBACK);
}

static void start_feedback(void)
{
    rig_start(&kit.rig, RIG_FEEDBACK);
    rig_wait_ready(&kit.rig, RIG_FEEDBACK);
}

/* Feedback stands still while the server's 250 comes, and dies before it reads it. */
static void kill_between_the_answer_and_our_commit(void)
{
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    mail_kit_wait_log(&kit, "stored hold@x.example", 1);
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGSTOP);
    mail_kit_release(&kit);
    mail_kit_wait_log(&kit, "replied hold@x.example", 1);
    kill_feedback();
}

Test(q_mail, kill_between_the_servers_answer_and_our_commit_sends_nothing_twice)
{
    start("", "43 = hold@x.example weekly outside\n43 = ok@x.example weekly outside\n"
              "40 = ok@x.example weekly outside\n");
    mail_kit_conf(&kit, MAIL_KIT_TLS, "",
                  "43 = hold@x.example weekly outside\n"
                  "40 = ok@x.example weekly outside\n");
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGHUP);
    kill_between_the_answer_and_our_commit();
    cr_expect_eq(mail_kit_row(&kit, "hold@x.example", &arena)->state, STATE(SENDING));
    start_feedback();
    const Pfq__V1__Delivery *row = mail_kit_wait(&kit, "hold@x.example", STATE(IN_DOUBT), &arena);
    bool duplicate = false;
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", &duplicate), 1);
    cr_expect(duplicate);
    cr_assert_eq(mail_kit_test(&kit, "40", "w1", NULL), 1); /* the rest goes on */
    (void)mail_kit_wait(&kit, "ok@x.example", STATE(SENT), &arena);
    cr_expect_eq(mail_kit_logged(&kit, "stored hold@x.example"), 1);
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_STORE, &arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "1 in doubt"), "%s", status->alarms[0]);

    /* a person asks the recipient, who has nothing */
    cr_expect_str_eq(mail_kit_settle(&kit, row->id, STATE(QUEUED), &arena), "");
    (void)mail_kit_wait(&kit, "hold@x.example", STATE(SENT), &arena);
    const char *again = mail_kit_mail(&kit, 3, &arena);
    cr_expect_not_null(strstr(again, "X-Pfq-Repeat: "), "%s", again);
    cr_expect_not_null(strstr(again, row->message_id));
    cr_expect_str_eq(mail_kit_settle(&kit, row->id, STATE(QUEUED), &arena), "ILLEGAL_MOVE");
}

Test(q_mail, kill_before_the_data_costs_an_attempt_and_no_question)
{
    start("", "43 = silent@x.example weekly outside\n");
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    mail_kit_wait_log(&kit, "rcpt silent@x.example", 1);
    kill_feedback();
    start_feedback();
    const Pfq__V1__Delivery *row = mail_kit_wait(&kit, "silent@x.example", STATE(SENT), &arena);
    cr_expect_eq(row->attempts, 2);
    cr_expect_eq(mail_kit_logged(&kit, "stored silent@x.example"), 1);
}

/* Store stands still meanwhile, so that the end of the data is not yet told. */
Test(q_mail, a_connection_cut_within_the_data_is_no_question_either)
{
    start("", "43 = drop@x.example weekly outside\n");
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    mail_kit_wait_log(&kit, "waiting drop@x.example", 1);
    rig_signal(&kit.rig, RIG_STORE, SIGSTOP);
    mail_kit_release(&kit);
    mail_kit_wait_log(&kit, "dropped drop@x.example", 1);
    rig_signal(&kit.rig, RIG_STORE, SIGCONT);
    const Pfq__V1__Delivery *row = mail_kit_wait(&kit, "drop@x.example", STATE(SENT), &arena);
    cr_expect_eq(row->attempts, 2);
    cr_expect_eq(mail_kit_logged(&kit, "stored drop@x.example"), 1);
}

Test(q_mail, two_hundred_recipients_get_one_each_while_feedback_is_killed)
{
    enum {
        people = 200
    };

    char *routes = pfq_arena_strdup(&arena, "");
    for (int i = 0; i < people; i++) {
        routes = pfq_arena_printf(&arena, "%s43 = ok%d@x.example weekly outside\n", routes, i);
    }
    start("smtp_connections = 4\n", routes);
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), people);
    for (int i = 0; i < 6; i++) {
        (void)usleep(60000);
        kill_feedback();
        start_feedback();
    }
    const Pfq__V1__OutboxStatus *o = NULL;
    for (int i = 0; i < 1000; i++) {
        o = rig_status(&kit.rig, RIG_STORE, &arena)->outbox;
        if (o->queued + o->deferred + o->sending == 0) {
            break;
        }
        (void)usleep(20000);
    }
    cr_assert_eq(o->queued + o->deferred + o->sending, 0);
    uint64_t doubted = o->in_doubt;
    int arrived = 0;
    for (int i = 0; i < people; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "stored ok%d@x.example", i);
        int times = mail_kit_logged(&kit, line);
        cr_expect_leq(times, 1, "%s %d times", line, times);
        arrived += times;
    }
    cr_expect_geq((uint64_t)arrived + doubted, (uint64_t)people);
    cr_expect_leq(doubted, 24U); /* four in hand, six times */
}

/* --- routes and reach ------------------------------------------------------------------------ */

Test(q_mail, a_force_without_a_route_is_an_alarm_until_it_has_one)
{
    start("", "43 = ok@x.example weekly outside\n");
    cr_assert_eq(mail_kit_test(&kit, "40", "w1", NULL), 0);
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(
        strstr(status->alarms[0], "mail for 1 force with no outside route: 40.  Add"), "%s",
        status->alarms[0]);

    mail_kit_conf(&kit, MAIL_KIT_TLS, "", "43 = ok@x.example weekly\n4x = nobody now outside\n");
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGHUP);
    (void)usleep(200000);
    status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
    cr_assert_eq(status->n_alarms, 2);
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1); /* those of before are in use */

    mail_kit_conf(&kit, MAIL_KIT_TLS, "", "40 = ok40@x.example weekly outside\n");
    rig_signal(&kit.rig, RIG_FEEDBACK, SIGHUP);
    (void)usleep(200000);
    cr_expect_eq(rig_status(&kit.rig, RIG_FEEDBACK, &arena)->n_alarms, 0);
    cr_assert_eq(mail_kit_test(&kit, "40", "w1", NULL), 1);
    (void)mail_kit_wait(&kit, "ok40@x.example", STATE(SENT), &arena);
}

/* One line however many there are, and none for a force that no mail is due to. */
Test(q_mail, many_forces_without_a_route_are_one_alarm)
{
    start("", "43 = ok@x.example weekly outside\n");
    cr_expect_eq(rig_status(&kit.rig, RIG_FEEDBACK, &arena)->n_alarms, 0);
    for (int i = 10; i < 22; i++) {
        cr_assert_eq(mail_kit_test(&kit, pfq_arena_printf(&arena, "%d", i), "w1", NULL), 0);
    }
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "mail for 12 forces with no outside route: 10, "),
                       "%s", status->alarms[0]);
    cr_expect_not_null(strstr(status->alarms[0], ", 19 and 2 more.  Add"), "%s", status->alarms[0]);
}

Test(q_mail, in_demo_mode_a_server_elsewhere_is_never_asked)
{
    FILE *file = fopen(kit.conf, "w");
    fprintf(file, "[feedback]\nsmtp = smtp://relay.invalid:25\nmail_from = pfq@cps.example\n"
                  "[routes]\n43 = ok@x.example weekly outside\n");
    (void)fclose(file);
    kit.rig.options[RIG_FEEDBACK][0] = "mail_reach=loopback"; /* as pfq up does */
    mail_kit_start(&kit);
    cr_assert_eq(mail_kit_test(&kit, "43", "w1", NULL), 1);
    (void)usleep(300000);
    cr_expect_eq(mail_kit_row(&kit, "ok@x.example", &arena)->attempts, 0);
    const Pfq__V1__ServiceStatus *status = rig_status(&kit.rig, RIG_FEEDBACK, &arena);
    cr_assert_eq(status->n_alarms, 1);
    cr_expect_not_null(strstr(status->alarms[0], "mail_reach is loopback"), "%s",
                       status->alarms[0]);
}

Test(q_mail, settings_that_cannot_be_used_stop_the_start_with_every_fault)
{
    static const char *const told[] = {
        "smtp_tls: none is for a server on 127.0.0.1", "mail_from: write the address",
        "pfq.conf:5: the recipient is no plain", "not_started code=CONFIG"};
    char run[96];
    FILE *file = fopen(kit.conf, "w");
    fprintf(file, "[feedback]\nsmtp = smtp://relay.example:25\nsmtp_tls = none\n"
                  "[routes]\n43 = nobody weekly outside\n");
    (void)fclose(file);
    (void)snprintf(run, sizeof run, "run=%s/run", kit.rig.dir);
    const char *argv[] = {"pfq-feedback", "--config", kit.conf, "-o", run, NULL};
    struct command said = command_run(argv, NULL);
    cr_expect_eq(said.code, 1);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        cr_expect_not_null(strstr(said.err, told[i]), "no \"%s\" in %s", told[i], said.err);
    }
    command_free(&said);
}

/* --- the command ------------------------------------------------------------------------------ */

static struct command outbox(const char *verb, const char *what, const char *option)
{
    char run[96];
    (void)snprintf(run, sizeof run, "%s/run", kit.rig.dir);
    const char *argv[] = {"pfq", "outbox", "--run", run, verb, what, option, NULL};
    return command_run(argv, NULL);
}

static void expect_said(struct command said, int code, const char *part)
{
    cr_expect_eq(said.code, code, "%d %s%s", said.code, said.out, said.err);
    cr_expect(strstr(said.out, part) != NULL || strstr(said.err, part) != NULL, "no \"%s\" in %s%s",
              part, said.out, said.err);
    command_free(&said);
}

Test(q_mail, the_operator_sees_and_settles_what_needs_a_person)
{
    start("", "43 = no@x.example weekly outside\n");
    expect_said(outbox("test", "43", "--period=w1"), 0, "no@x.example");
    const Pfq__V1__Delivery *row = mail_kit_wait(&kit, "no@x.example", STATE(BOUNCED), &arena);
    const char *number = pfq_arena_printf(&arena, "%llu", (unsigned long long)row->id);
    expect_said(outbox("list", "--state", "bounced"), 0, "no@x.example");
    expect_said(outbox("list", "--state", "sent"), 0, "There is no such mail");
    expect_said(outbox("list", "--json", NULL), 0, "\"state\":\"BOUNCED\"");
    expect_said(outbox("show", number, NULL), 0, "550 5.1.1 there is no such person");
    expect_said(outbox("show", number, NULL), 0, "Auto-Submitted: auto-generated");
    expect_said(outbox("retry", number, NULL), 0, "queued");
    (void)mail_kit_wait(&kit, "no@x.example", STATE(BOUNCED), &arena);
    cr_expect_eq(mail_kit_logged(&kit, "rcpt no@x.example"), 2);
    expect_said(outbox("drop", number, NULL), 0, "dropped");
    expect_said(outbox("retry", number, NULL), 1, "allows no such move");
    expect_said(outbox("drop", "99", NULL), 1, "no mail of this number");
    expect_said(outbox("test", "40", NULL), 1, "No route wants such a mail");
}

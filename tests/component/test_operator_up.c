/* The main job as an operator does it: the real command, the real services, a directory
 * of its own.  Each test ends what it started. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/command.h"

enum {
    READY_MS = 20000
};

struct installation {
    char dir[64];
    char run[80];
    char out[80];
    char err[80];
    pid_t pid;
};

static void begin(struct installation *it)
{
    (void)snprintf(it->dir, sizeof it->dir, "/tmp/pfq-up-XXXXXX");
    cr_assert_not_null(mkdtemp(it->dir));
    (void)snprintf(it->run, sizeof it->run, "%s/run", it->dir);
    (void)snprintf(it->out, sizeof it->out, "%s/out", it->dir);
    (void)snprintf(it->err, sizeof it->err, "%s/err", it->dir);
}

static void up(struct installation *it)
{
    const char *const argv[] = {"pfq", "up", "--dir", it->dir, NULL};
    (void)unlink(it->out); /* what an earlier one said */
    it->pid = command_start(argv, it->out, it->err);
    cr_assert(command_wait_text(it->out, "pfq is up", READY_MS), "not ready in time");
}

/* Its exit code, or -signal. */
static int down(struct installation *it, int signal)
{
    int status = 0;
    cr_assert_eq(kill(it->pid, signal), 0);
    cr_assert_eq(waitpid(it->pid, &status, 0), it->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void end(struct installation *it)
{
    char line[96];
    (void)snprintf(line, sizeof line, "rm -rf %s", it->dir);
    cr_assert_eq(system(line), 0);
}

/* `pfq <words> --run <its run directory>`; NULL ends the words. */
static struct command ask(const struct installation *it, const char *input, ...)
{
    const char *argv[16] = {"pfq"};
    size_t n = 1;
    va_list words;
    va_start(words, input);
    for (const char *w = va_arg(words, const char *); w != NULL; w = va_arg(words, const char *)) {
        argv[n++] = w;
    }
    va_end(words);
    argv[n++] = "--run";
    argv[n] = it->run;
    return command_run(argv, input);
}

/* The process id that a service tells of itself in `pfq status --json`; 0 when it is away. */
static pid_t pid_of(const struct installation *it, const char *service)
{
    char want[64];
    struct command ran = ask(it, NULL, "status", "--json", NULL);
    (void)snprintf(want, sizeof want, "{\"service\":\"%s\"", service);
    const char *at = strstr(ran.out, want);
    const char *end_of = at == NULL ? NULL : strstr(at, "\"answers\":");
    at = at == NULL ? NULL : strstr(at, "\"pid\":");
    pid_t pid = at == NULL || at > end_of ? 0 : (pid_t)strtol(at + strlen("\"pid\":"), NULL, 10);
    command_free(&ran);
    return pid;
}

static int gone_in_time(pid_t pid)
{
    for (int i = 0; i < 1000; i++) {
        if (kill(pid, 0) != 0) {
            return 1;
        }
        (void)usleep(10000);
    }
    return 0;
}

static int all_well_in_time(const struct installation *it)
{
    for (int i = 0; i < 200; i++) {
        struct command ran = ask(it, NULL, "status", NULL);
        int code = ran.code;
        command_free(&ran);
        if (code == 0) {
            return 1;
        }
        (void)usleep(50000);
    }
    return 0;
}

/* --- the main job ---------------------------------------------------------------- */

static const char first[] = "{\"submittingForce\":\"40\",\"urn\":\"40AA1234526\",\"fileType\":"
                            "\"FH_GAP\",\"submittedAt\":\"2026-05-03T09:30:00Z\"}";
static const char again[] = "{\"submittingForce\":\"40\",\"urn\":\"40AA1234526\",\"fileType\":"
                            "\"FH_GAP\",\"submittedAt\":\"2026-05-04T09:30:00Z\"}";

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    cr_assert_geq(fputs(text, f), 0);
    (void)fclose(f);
}

static void expect(const struct command *ran, const char *text)
{
    cr_assert_not_null(strstr(ran->out, text), "no %s in:\n%s%s", text, ran->out, ran->err);
}

static void send_twice_and_a_trial(struct installation *it)
{
    struct command ran = ask(it, first, "submit", "--json", "-", NULL);
    expect(&ran, "\"answer\":\"ACCEPTED\"");
    expect(&ran, "\"ordinal\":1");
    command_free(&ran);
    ran = ask(it, first, "submit", "--json", "-", NULL);
    expect(&ran, "\"answer\":\"DUPLICATE\"");
    expect(&ran, "\"ordinal\":1");
    command_free(&ran);
    ran = ask(it, again, "submit", "-", NULL);
    expect(&ran, "submission 2 of this file, number 2 in the mailbox of force 40");
    command_free(&ran);
    ran = ask(it, again, "submit", "--json", "--test", "--id", "t1", "-", NULL);
    expect(&ran, "\"answer\":\"ACCEPTED\"");
    cr_assert_null(strstr(ran.out, "\"ordinal\""));
    cr_assert_null(strstr(ran.out, "\"feedbackNumber\""));
    command_free(&ran);
}

static void find_in_case(struct installation *it)
{
    struct command ran = ask(it, NULL, "case", "40 aa 12345 26", NULL);
    cr_assert_eq(ran.code, 0);
    expect(&ran, "Force 40, submission 1");
    expect(&ran, "Force 40, submission 2");
    const char *zone = strstr(ran.out, " London time\n");
    cr_assert(zone != NULL && strstr(zone + 2, "London") == NULL, "%s", ran.out);
    command_free(&ran);
    ran = ask(it, NULL, "case", "40ZZ9999926", NULL);
    cr_assert_eq(ran.code, 1);
    command_free(&ran);
}

static void find_in_mailbox(struct installation *it)
{
    struct command ran = ask(it, NULL, "feedback", "40", "--json", NULL);
    expect(&ran, "\"number\":\"1\"");
    expect(&ran, "\"number\":\"2\"");
    command_free(&ran);
    ran = ask(it, NULL, "feedback", "40", "--limit", "1", NULL);
    expect(&ran, "There is more: pfq feedback 40 --after 1 --limit 1 --run ");
    expect(&ran, it->run);
    command_free(&ran);
    ran = ask(it, NULL, "feedback", "40", "--limit", "1", "--consumer", "x", "--full", NULL);
    expect(&ran, " --after 1 --limit 1 --consumer x --run ");
    expect(&ran, " --full\n");
    command_free(&ran);
    ran = ask(it, NULL, "feedback", "40", "--ack-shown", NULL);
    cr_assert_eq(ran.code, 0);
    command_free(&ran);
    ran = ask(it, NULL, "feedback", "40", NULL);
    expect(&ran, "default has dealt with 2 of 2");
    command_free(&ran);
    ran = ask(it, NULL, "feedback", "40", "--consumer", "other", NULL);
    expect(&ran, "40AA1234526");
    command_free(&ran);
}

Test(operator_up, a_file_is_sent_stored_and_found_in_case_mailbox_and_status)
{
    struct installation it;
    begin(&it);
    up(&it);
    send_twice_and_a_trial(&it);
    find_in_case(&it);
    find_in_mailbox(&it);
    cr_assert(all_well_in_time(&it));
    struct command ran = ask(&it, NULL, "status", NULL);
    expect(&ran, "All well: 3 services, 2 files, nothing waiting\n");
    command_free(&ran);
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

/* The services' pfq.conf is read again on HUP: its values are part of the catalogue. */
Test(operator_up, values_of_a_pfq_conf_count_and_change_on_a_hup)
{
    static const char with_mg5[] =
        "{\"submittingForce\":\"40\",\"urn\":\"40AA1234526\",\"fileType\":\"FH_GAP\","
        "\"submittedAt\":\"2026-05-03T09:30:00Z\",\"mg5\":{\"wordCount\":100}}";
    struct installation it;
    char conf[96];
    bool changed = false;
    begin(&it);
    (void)snprintf(conf, sizeof conf, "%s/pfq.conf", it.dir);
    write_text(conf, "[values Bedfordshire]\nmg5_min_words = 101\n");
    const char *const argv[] = {"pfq", "up", "--dir", it.dir, "--config", conf, NULL};
    struct command ran = command_run(argv, NULL); /* intake will not start by that */
    cr_assert_neq(ran.code, 0);
    cr_assert_not_null(strstr(ran.err, "There is no Area Bedfordshire"), "%s", ran.err);
    cr_assert_not_null(strstr(ran.err, "the standard has faults: 1 in "), "%s", ran.err);
    command_free(&ran);

    write_text(conf, "[values TC]\nmg5_min_words = 101\n");
    it.pid = command_start(argv, it.out, it.err);
    cr_assert(command_wait_text(it.out, "pfq is up", READY_MS), "not ready in time");
    ran = ask(&it, with_mg5, "submit", "--json", "--test", "--id", "t1", "-", NULL);
    expect(&ran, "{\"check\":\"CS05\",\"outcome\":\"NOT_MET\"");
    command_free(&ran);
    write_text(conf, "[values TC]\nmg5_min_words = 100\n");
    cr_assert_eq(kill(it.pid, SIGHUP), 0);
    for (int i = 0; i < 100 && !changed; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "u%d", i);
        ran = ask(&it, with_mg5, "submit", "--json", "--test", "--id", id, "-", NULL);
        changed = strstr(ran.out, "\"check\":\"CS05\"") == NULL;
        command_free(&ran);
    }
    cr_assert(changed);
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

Test(operator_up, a_mailbox_that_is_followed_shows_what_comes)
{
    struct installation it;
    char shown[80];
    int status = 0;
    begin(&it);
    up(&it);
    (void)snprintf(shown, sizeof shown, "%s/shown", it.dir);
    const char *const argv[] = {"pfq", "feedback", "40", "--follow", "--run", it.run, NULL};
    pid_t follower = command_start(argv, shown, "/dev/null");
    (void)usleep(200000); /* it waits by now, or reads what is there: both must work */
    struct command ran = ask(&it, first, "submit", "-", NULL);
    command_free(&ran);
    cr_assert(command_wait_text(shown, "40AA1234526", 5000));
    cr_assert_eq(kill(follower, SIGTERM), 0);
    cr_assert_eq(waitpid(follower, &status, 0), follower);
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

/* Everything that judging decides is the same; what only storing gives is left out. */
Test(operator_up, check_prints_the_answer_that_submit_gives)
{
    static const char *const files[] = {
        "tests/samples/40_first.json", "tests/samples/41_ngap.json", "tests/samples/43_gap.json",
        "tests/samples/43_dcf.json",   "tests/samples/broken.json",
    };
    static const char *const only_stored[] = {"ordinal", "receivedAt", "feedbackNumber", "mode",
                                              "sequence"};
    struct installation it;
    begin(&it);
    up(&it);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        const char *const argv[] = {"pfq", "check", "--json", files[i], NULL};
        struct command checked = command_run(argv, NULL);
        struct command sent = ask(&it, NULL, "submit", "--json", files[i], NULL);
        json_t *a = json_loads(checked.out, 0, NULL);
        json_t *b = json_loads(sent.out, 0, NULL);
        for (size_t k = 0; k < sizeof only_stored / sizeof only_stored[0]; k++) {
            (void)json_object_del(a, only_stored[k]);
            (void)json_object_del(b, only_stored[k]);
        }
        (void)json_object_del(a, "notLookedAt"); /* only store can */
        cr_assert(json_equal(a, b), "%s:\n%s%s", files[i], checked.out, sent.out);
        cr_assert_eq(checked.code, sent.code, "%s", files[i]);
        json_decref(a);
        json_decref(b);
        command_free(&checked);
        command_free(&sent);
    }
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

Test(operator_up, many_in_one_file_are_answered_in_order_with_their_lines)
{
    struct installation it;
    struct command ran;
    char *text = NULL;
    size_t size = 0;
    begin(&it);
    up(&it);
    FILE *out = open_memstream(&text, &size);
    for (int i = 0; i < 300; i++) {
        fprintf(out,
                "{\"submittingForce\":\"43\",\"urn\":\"43AA%05d26\",\"fileType\":\"FH_GAP\"}\n", i);
    }
    (void)fclose(out);
    ran = ask(&it, text, "submit", "--json", "-", NULL);
    const char *at = ran.out;
    for (int i = 0; i < 300; i++) {
        char want[32];
        (void)snprintf(want, sizeof want, "\"line\":%d", i + 1);
        const char *line_end = strchr(at, '\n');
        const char *found = strstr(at, want);
        cr_assert(line_end != NULL && found != NULL && found < line_end, "answer %d", i);
        at = line_end + 1;
    }
    cr_assert_str_empty(at);
    command_free(&ran);
    free(text);
    cr_assert_eq(down(&it, SIGINT), 0);
    end(&it);
}

/* --- keeping the services running ------------------------------------------------ */

Test(operator_up, a_service_that_is_killed_is_started_again_and_said_so)
{
    static const char *const names[] = {"store", "intake", "feedback"};
    struct installation it;
    begin(&it);
    up(&it);
    for (size_t i = 0; i < 3; i++) {
        char said[64];
        pid_t pid = pid_of(&it, names[i]);
        cr_assert_gt(pid, 0);
        cr_assert_eq(kill(pid, SIGKILL), 0);
        (void)snprintf(said, sizeof said, "%s was ended by signal 9", names[i]);
        cr_assert(command_wait_text(it.err, said, 5000), "%s", names[i]);
        cr_assert(all_well_in_time(&it), "after %s", names[i]);
        cr_assert_neq(pid_of(&it, names[i]), pid);
    }
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

Test(operator_up, no_service_outlives_it_even_when_it_is_killed)
{
    struct installation it;
    begin(&it);
    up(&it);
    pid_t store = pid_of(&it, "store");
    pid_t intake = pid_of(&it, "intake");
    cr_assert(store > 0 && intake > 0);
    cr_assert_eq(down(&it, SIGKILL), -SIGKILL);
    cr_assert(gone_in_time(store));
    cr_assert(gone_in_time(intake));
    end(&it);
}

Test(operator_up, hup_makes_intake_load_the_catalogue_again)
{
    struct installation it;
    begin(&it);
    up(&it);
    cr_assert_eq(kill(it.pid, SIGHUP), 0);
    cr_assert(command_wait_text(it.err, "catalogue_loaded", 5000));
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

Test(operator_up, a_second_one_on_the_same_directory_is_refused)
{
    struct installation it;
    begin(&it);
    up(&it);
    const char *const argv[] = {"pfq", "up", "--dir", it.dir, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 2);
    cr_assert_not_null(strstr(ran.err, "pfq up: another 'pfq up' runs on"), "%s", ran.err);
    command_free(&ran);
    cr_assert_eq(down(&it, SIGTERM), 0);
    up(&it); /* and is welcome when the first has gone */
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

Test(operator_up, a_directory_too_long_for_local_sockets_is_refused_with_the_way_out)
{
    static const char dir[] = "/tmp/pfq-a-very-long-directory-name-that-goes-on-and-on/"
                              "and-on-until-no-local-socket-can-be-made-in-it";
    const char *const argv[] = {"pfq", "up", "--dir", dir, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 2);
    cr_assert_not_null(strstr(ran.err, "choose a shorter --dir"), "%s", ran.err);
    cr_assert_neq(access(dir, F_OK), 0, "it was made all the same");
    command_free(&ran);
}

Test(operator_up, a_service_that_cannot_start_ends_it_with_a_sentence)
{
    struct installation it;
    char database[96];
    begin(&it);
    (void)snprintf(database, sizeof database, "%s/pfq.db", it.dir);
    FILE *out = fopen(database, "we");
    cr_assert_not_null(out);
    fputs("this is not a database, and is long enough to be read as the header of one, if it "
          "were one; it is not.\n",
          out);
    (void)fclose(out);
    const char *const argv[] = {"pfq", "up", "--dir", it.dir, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 1, "%d %s", ran.code, ran.err);
    cr_assert_not_null(strstr(ran.err, "store could not start"), "%s", ran.err);
    command_free(&ran);
    end(&it);
}

Test(operator_up, status_reads_the_database_itself_when_no_service_runs_and_says_so)
{
    struct installation it;
    struct command ran;
    begin(&it);
    up(&it);
    ran = ask(&it, first, "submit", "-", NULL);
    command_free(&ran);
    cr_assert_eq(down(&it, SIGTERM), 0);
    ran = ask(&it, NULL, "status", NULL);
    cr_assert_eq(ran.code, 3);
    expect(&ran, "Down: no service answers\n");
    expect(&ran, "Read from the database itself");
    expect(&ran, "1 file, last commit");
    command_free(&ran);
    ran = ask(&it, NULL, "status", "--json", NULL);
    expect(&ran, "\"view\":\"DATABASE\"");
    command_free(&ran);
    end(&it);
}

/* --- when nothing runs ----------------------------------------------------------- */

Test(operator_up, a_submission_that_nobody_answers_is_told_to_try_again_and_ends_with_3)
{
    struct installation it;
    begin(&it);
    struct command ran = ask(&it, first, "submit", "--json", "--patience", "2", "-", NULL);
    cr_assert_eq(ran.code, 3);
    expect(&ran, "\"answer\":\"TRY_AGAIN\"");
    expect(&ran, "\"code\":\"NOT_SENT\"");
    cr_assert_not_null(
        strstr(ran.err, "/intake.sock yet (there is no such socket); trying for 2 s"), "%s",
        ran.err);
    cr_assert_not_null(strstr(ran.err, "nothing was sent"), "%s", ran.err);
    cr_assert_null(strstr(ran.err, "not known"), "%s", ran.err);
    command_free(&ran);
    end(&it);
}

static int count_of(const char *text, const char *word)
{
    int count = 0;
    for (; (text = strstr(text, word)) != NULL; text++) {
        count++;
    }
    return count;
}

Test(operator_up, whoever_follows_hears_once_that_the_service_is_away_and_once_that_it_is_back)
{
    struct installation it;
    char said[80];
    int status = 0;
    begin(&it);
    (void)snprintf(said, sizeof said, "%s/said", it.dir);
    const char *const argv[] = {"pfq", "feedback", "40", "--follow", "--run", it.run, NULL};
    pid_t follower = command_start(argv, "/dev/null", said);
    cr_assert(command_wait_text(said, "no service at", 5000));
    (void)usleep(1500000);
    up(&it);
    cr_assert(command_wait_text(said, "the service is there now", 5000));
    cr_assert_eq(kill(follower, SIGTERM), 0);
    cr_assert_eq(waitpid(follower, &status, 0), follower);
    char *text = command_read(said);
    cr_assert_eq(count_of(text, "pfq feedback: "), 2, "%s", text);
    free(text);
    cr_assert_eq(down(&it, SIGTERM), 0);
    end(&it);
}

/* A demo sends to nobody, whatever server its pfq.conf names. */
Test(operator_up, no_mail_leaves_the_machine, .timeout = 60)
{
    struct installation it;
    char conf[96];
    begin(&it);
    (void)snprintf(conf, sizeof conf, "%s/pfq.conf", it.dir);
    FILE *file = fopen(conf, "w");
    cr_assert_not_null(file);
    fputs("[feedback]\nsmtp = smtp://relay.invalid:25\nmail_from = pfq@cps.example\n"
          "mail_reach = anywhere\n[routes]\n43 = lead@police.example weekly outside\n",
          file);
    (void)fclose(file);
    const char *const argv[] = {"pfq", "up", "--dir", it.dir, "--config", conf, NULL};
    it.pid = command_start(argv, it.out, it.err);
    cr_assert(command_wait_text(it.out, "pfq is up", READY_MS), "not ready in time");
    struct command said = ask(&it, NULL, "outbox", "test", "43", NULL);
    cr_expect_eq(said.code, 0, "%s%s", said.out, said.err);
    command_free(&said);
    said = ask(&it, NULL, "status", NULL);
    cr_expect_eq(said.code, 1);
    cr_expect_not_null(strstr(said.out, "1 queued, 0 deferred"), "%s", said.out);
    cr_expect_not_null(strstr(said.out, "mail_reach is loopback"), "%s", said.out);
    command_free(&said);
    cr_expect_eq(down(&it, SIGTERM), 0);
    end(&it);
}

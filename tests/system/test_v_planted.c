/* What nobody outside may read is planted in every kind of event and sought in all that leaves:
 * mailbox, exports, digests, packs' parts for the police, briefs, mails, and in the logs.
 * Acceptance cases 11 and 14; each word is first seen inside, so that its absence means something.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/mail_kit.h"

#define URN  "43BA2345726" /* of the golden file: DS04 (D07) and DS05 (D06) fail */
#define LEAD "lead@police.example"
#define WORDS                                                                                      \
    "XREVIEWER", "XDETAIL", "XREASON", "XMANAGER", "XNOTE", "XOWNER", "XMUTER", "XMARKER", "XWHY"

enum {
    STEP_US = 50000,
    STEPS = 600,
    ARGUMENTS = 24
};

static const char *const planted[] = {WORDS};
static struct mail_kit kit;
static struct pfq_arena arena;
static char ahead[64];
static char run_option[96];
static char month_option[32];
static char due[PFQ_INSTANT_TEXT];
static char log_path[96];

/* The services write what they log, all of it, into a file. */
static void log_to_file(void)
{
    (void)snprintf(log_path, sizeof log_path, "%s/stderr", kit.rig.dir);
    int file = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    cr_assert_geq(file, 0);
    cr_assert_geq(dup2(file, STDERR_FILENO), 0);
    (void)close(file);
}

static void setup(void)
{
    int32_t today = pfq_london_date(pfq_wall_ms());
    pfq_arena_open(&arena);
    mail_kit_begin(&kit, NULL);
    log_to_file();
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", kit.rig.dir);
    (void)snprintf(month_option, sizeof month_option, "--month=%04d-%02d", (int)(today / 10000),
                   (int)(today / 100 % 100));
    pfq_date_format(pfq_date_add(today, 7), due);
    mail_kit_conf(&kit, MAIL_KIT_TLS, "digest_ms = 100\nladder_ms = 100\n",
                  "43 = " LEAD " daily,weekly,monthly,challenge,reminder outside\n");
    kit.rig.config = kit.conf;
    for (int i = 0; i < RIG_SERVICES; i++) {
        kit.rig.options[i][0] = "log_level=debug";
    }
    rig_start_all(&kit.rig);
}

static void teardown(void)
{
    mail_kit_end(&kit);
    pfq_arena_close(&arena);
}

TestSuite(v_planted, .init = setup, .fini = teardown, .timeout = 120);

static struct command run(const char *const *words)
{
    const char *argv[ARGUMENTS] = {"pfq"};
    size_t n = 1;
    for (; words[n - 1] != NULL; n++) {
        argv[n] = words[n - 1];
    }
    argv[n] = run_option;
    return command_run(argv, NULL);
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static void done(struct command ran)
{
    cr_assert_leq(ran.code, 1, "%s%s", ran.out, ran.err);
    cr_assert_str_empty(ran.err, "%s", ran.err);
    command_free(&ran);
}

/* The file is the golden one, of now: its month is the one that is summed up. */
static void submit(void)
{
    char path[96];
    char now[PFQ_INSTANT_TEXT];
    char *golden = command_read("tests/golden/04_poor_unused_schedule.json");
    char *at = strstr(golden, "2026-05-06T14:00:00Z");
    cr_assert_not_null(at);
    pfq_instant_format(pfq_wall_ms() - 1000, now);
    (void)snprintf(path, sizeof path, "%s/file.json", kit.rig.dir);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    (void)fprintf(file, "%.*s%s%s", (int)(at - golden), golden, now,
                  at + strlen("2026-05-06T14:00:00Z"));
    (void)fclose(file);
    free(golden);
    done(RUN("submit", path));
}

static void plant(void)
{
    done(RUN("assess", URN, "--fail", "D06=XDETAIL", "--fail", "D07=XDETAIL", "--outcome", "partly",
             "--by=XREVIEWER", "--unit=TC1", "--overrule", "DS04=XWHY"));
    done(RUN("respond", URN, "--failure", "1", "dispute", "--by=o7"));
    done(RUN("dispute", "record", URN, "--failure", "1", "rejected", "--reason", "XREASON",
             "--by=XMANAGER"));
    done(RUN("compliance", "remark", URN, "--outcome", "met", "--by=XMARKER"));
    done(RUN("challenge", "raise", "--urn", URN, "--check", "DS05", "--wanted", "Describe each",
             "--due", due, "--by=XMANAGER", "--owner=XOWNER", "--note", "XNOTE", "--id", "C1"));
    done(RUN("challenge", "escalate", "C1", "--reason", "The hearing is soon", "--by=XMANAGER"));
    done(RUN("mute", "INTERVIEW", "--force", "43", "--owner", "XMUTER", "--until", due, "--reason",
             "New system", "--by=XMANAGER"));
}

/* Which of the words there is none of, as a bit each. */
static unsigned missing(const char *text)
{
    unsigned bits = 0;
    for (unsigned k = 0; k < sizeof planted / sizeof *planted; k++) {
        bits |= strstr(text, planted[k]) == NULL ? 1U << k : 0;
    }
    return bits;
}

static const unsigned all_missing = (1U << (sizeof planted / sizeof *planted)) - 1;

static void expect_inside(void)
{
    static const char *const inside[][5] = {{"respond", URN, "--json"},
                                            {"dispute", "export", "--inside"},
                                            {"challenge", "show", "C1"},
                                            {"mute", "list"},
                                            {"compliance", month_option, "--json"}};
    unsigned never = all_missing;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        struct command ran = run(inside[i]);
        never &= missing(ran.out);
        command_free(&ran);
    }
    never &= ~(1U << 7); /* who marked second is told to nobody: it is in the event alone */
    cr_expect_eq(never, 0U, "not planted: %x", never);
}

static void expect_none(const char *what, const char *text)
{
    for (size_t k = 0; k < sizeof planted / sizeof *planted; k++) {
        const char *at = strstr(text, planted[k]);
        cr_expect_null(at, "%s: %.120s", what, at == NULL ? "" : at);
    }
}

static void expect_none_outside(void)
{
    static const char *const outputs[][7] = {
        {"feedback", "43"},
        {"feedback", "43", "--json"},
        {"case", URN},
        {"case", URN, "--json"},
        {"respond", "--export", "-"},
        {"dispute", "export", "--outside"},
        {"digest", "43", month_option, "--outside"},
        {"digest", "43", month_option, "--outside", "--json"},
        {"digest", "43", month_option, "--outside", "--csv"},
        {"digest", "43", month_option, "--outside", "--html"},
        {"digest", "43", "--weekly", "--outside", "--html"},
        {"challenge", "show", "C1", "--outside"},
        {"challenge", "show", "C1", "--outside", "--json"},
        {"challenge", "list", "--outside", "--json"},
        {"challenge", "brief", "C1", "--outside"},
        {"challenge", "brief", "C1", "--outside", "--html"},
    };

    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        struct command ran = run(outputs[i]);
        const char *what = pfq_arena_printf(&arena, "%s %s (%zu)", outputs[i][0], outputs[i][1], i);
        cr_expect_leq(ran.code, 1, "%s: %s", what, ran.err);
        expect_none(what, ran.out);
        expect_none(what, ran.err);
        command_free(&ran);
    }
}

/* The month passes: its digest is in the mailbox and in a mail. */
static void let_the_month_pass(void)
{
    int32_t today = pfq_london_date(pfq_wall_ms());
    int32_t next = pfq_date_add(today / 100 * 100 + 1, 32) / 100 * 100 + 5;
    (void)snprintf(ahead, sizeof ahead, "digest_ahead_ms=%lld",
                   (long long)(pfq_london_ms(next, 12 * 60) - pfq_wall_ms()));
    rig_signal(&kit.rig, RIG_FEEDBACK, 9);
    (void)rig_reap(&kit.rig, RIG_FEEDBACK);
    kit.rig.options[RIG_FEEDBACK][1] = ahead;
    rig_start(&kit.rig, RIG_FEEDBACK);
}

/* Of the challenge and of the month, at least. */
static void wait_for_mails(void)
{
    for (int i = 0; mail_kit_logged(&kit, "stored " LEAD) < 3; i++) {
        cr_assert_lt(i, STEPS, "%d mails", mail_kit_logged(&kit, "stored " LEAD));
        (void)usleep(STEP_US);
    }
}

static void expect_none_in_mails(void)
{
    const char *command = "/usr/bin/python3 tests/support/planted.py police.example";
    for (size_t k = 0; k < sizeof planted / sizeof *planted; k++) {
        command = pfq_arena_printf(&arena, "%s '%s'", command, planted[k]);
    }
    command = pfq_arena_printf(&arena, "%s -- %s/mail-*.eml", command, kit.rig.dir);
    char text[2000] = "";
    FILE *out = popen(command, "r");
    cr_assert_not_null(out);
    size_t size = fread(text, 1, sizeof text - 1, out);
    text[size] = '\0';
    cr_expect_eq(pclose(out), 0, "%s", text);
    cr_expect_gt(atoi(text), 1, "%s", text);
}

Test(v_planted, nothing_that_leaves_holds_what_must_stay)
{
    submit();
    plant();
    expect_inside();
    expect_none_outside();
    let_the_month_pass();
    wait_for_mails();
    expect_none_outside();
    expect_none_in_mails();
    char *log = command_read(log_path);
    expect_none("the log", log);
    free(log);
}

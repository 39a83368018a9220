/* Recurring themes from the files that are sent to the sentence that a force reads: through
 * intake, store's rollups, the run over the figures, `pfq themes` and the mailbox. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

enum {
    MONTHS = 16, /* the last of them is the one before this */
    FILES = 10,  /* a month */
    ALL = MONTHS * FILES,
    LONG_MONTHS = 28,
    LONG = LONG_MONTHS * FILES
};

static const char sample[] = "tests/golden/01_shoplifting_guilty_plea.json";

static struct rig rig;
static char run_option[96];
static char path[128];
static int urn_shift; /* files are others than those sent before */

/* How many of a month's files fail. */
typedef int bad_files(int month);

static int bad_at_last(int month)
{
    return month < MONTHS - 3 ? 1 : 7;
}

static bad_files *bad_of;
static int months; /* that files are of */

static void begin(void)
{
    rig_begin(&rig);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", rig.dir);
    (void)snprintf(path, sizeof path, "%s/files.ndjson", rig.dir);
    bad_of = bad_at_last;
    months = MONTHS;
    rig.options[RIG_FEEDBACK][0] = "themes_ms=100";
    rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    rig.options[RIG_FEEDBACK][2] = "themes_settled_days=0";
    rig.options[RIG_FEEDBACK][3] = "scan_ms=50";
    rig_start(&rig, RIG_STORE);
    rig_start(&rig, RIG_INTAKE);
    rig_wait_ready(&rig, RIG_STORE);
    rig_wait_ready(&rig, RIG_INTAKE);
}

static void end(void)
{
    rig_end(&rig);
}

TestSuite(o_themes, .init = begin, .fini = end, .timeout = 300);

/* Day `day` of the month that is `back` months ago. */
static void set_time(json_t *file, int back, int day)
{
    char text[32];
    int32_t today = pfq_london_date(pfq_wall_ms());
    int month = today / 10000 * 12 + today / 100 % 100 - 1 - back;
    (void)snprintf(text, sizeof text, "%04d-%02d-%02dT14:00:00Z", month / 12, month % 12 + 1, day);
    json_object_set_new(file, "submittedAt", json_string(text));
}

static void set_victims_word(json_t *file, bool said)
{
    json_t *list = json_object_get(json_object_get(file, "witnesses"), "witness");
    json_object_set_new(json_array_get(list, 0), "vpsStatus",
                        json_string(said ? "DECLINED" : "NOT_STATED"));
}

/* The n-th file: in the first thirteen months one of ten says nothing on the victim's personal
 * statement, in the last three seven do; or as the test has it. */
static json_t *file_of(int n)
{
    char urn[32];
    json_t *file = json_load_file(sample, 0, NULL);
    cr_assert_not_null(file);
    int month = n / FILES;
    (void)snprintf(urn, sizeof urn, "43AA%05d26", n + 1 + urn_shift);
    json_object_set_new(file, "urn", json_string(urn));
    set_time(file, months - month, n % FILES + 3);
    set_victims_word(file, n % FILES >= bad_of(month));
    return file;
}

static void submit(const int *order, int count)
{
    FILE *out = fopen(path, "w");
    cr_assert_not_null(out);
    for (int i = 0; i < count; i++) {
        json_t *file = file_of(order[i]);
        json_dumpf(file, out, JSON_COMPACT);
        fputc('\n', out);
        json_decref(file);
    }
    fclose(out);
    const char *const argv[] = {"pfq", "submit", run_option, path, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_leq(ran.code, 1, "%d %s", ran.code, ran.err);
    command_free(&ran);
}

/* What `pfq themes` prints of the theme; freed by the caller. */
static char *themes(const char *option)
{
    const char *const argv[] = {"pfq",        "themes", run_option, "--theme=VICTIM_WITNESS_CARE",
                                "--force=43", option,   NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    char *out = strdup(ran.out);
    command_free(&ran);
    return out;
}

static char *wait_for(const char *option, const char *text)
{
    for (int i = 0; i < 300; i++) {
        char *out = themes(option);
        if (strstr(out, text) != NULL) {
            return out;
        }
        free(out);
        usleep(100000);
    }
    cr_assert_fail("never saw '%s'; last: %s", text, themes("--json"));
    return NULL;
}

static const int *in_order(void)
{
    static int order[LONG];
    for (int i = 0; i < LONG; i++) {
        order[i] = i;
    }
    return order;
}

Test(o_themes, a_recurring_theme_reaches_the_operator_and_the_mailbox)
{
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    char *out = wait_for("--state=worsening", "worsening");
    cr_assert_not_null(strstr(out, "VICTIM_WITNESS_CARE"), "%s", out);
    cr_assert_not_null(strstr(out, "7 of 10, 40 to 89%"), "%s", out);
    cr_assert_not_null(strstr(out, "expected 0 to 3; third month above its usual rate"), "%s", out);
    free(out);
    const char *const argv[] = {"pfq",         "feedback",  run_option, "43",
                                "--after=160", "--limit=9", NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_not_null(strstr(ran.out, "Theme Victim and witness care, "), "%s", ran.out);
    cr_assert_not_null(strstr(ran.out, "7 of 10 files"), "%s", ran.out);
    command_free(&ran);
}

/* "2026-10": the last of MONTHS. */
static void last_month(char text[8])
{
    json_t *file = file_of(ALL - 1);
    (void)snprintf(text, 8, "%.7s", json_string_value(json_object_get(file, "submittedAt")));
    json_decref(file);
}

/* The digest that the force gets of the last month; to be freed. */
static json_t *digest_of_last_month(void)
{
    char month[8];
    char option[24];
    last_month(month);
    (void)snprintf(option, sizeof option, "--month=%s", month);
    const char *const argv[] = {"pfq", "digest", "43", option, "--json", run_option, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    json_t *digest = json_loads(ran.out, 0, NULL);
    command_free(&ran);
    return digest;
}

static const json_t *theme_of(const json_t *digest, const char *name)
{
    const json_t *themes_of = json_object_get(digest, "themes");
    for (size_t i = 0; i < json_array_size(themes_of); i++) {
        const json_t *theme = json_array_get(themes_of, i);
        const json_t *key = json_object_get(theme, "key");
        if (strcmp(json_string_value(json_object_get(key, "name")), name) == 0) {
            return theme;
        }
    }
    cr_assert_fail("no %s in the digest", name);
    return NULL;
}

/* What the days since the baseline come to, from the formula: a file a day, of which the first
 * ones of each month fail. */
static void check_sums(const json_t *sums, double height)
{
    double p = 12.5 / 121;
    double sum = 0;
    for (size_t i = 0; i < json_array_size(sums); i++) {
        const json_t *point = json_array_get(sums, i);
        bool late = i >= (size_t)(MONTHS - 3 - 12) * FILES;
        sum = fmax(0, sum + ((int)(i % FILES) < (late ? 7 : 1) ? log(2) : 0) - log(1 + p));
        bool signal = sum >= height;
        cr_expect_eq(json_integer_value(json_object_get(point, "date")) % 100, i % FILES + 3);
        cr_expect_float_eq((double)json_integer_value(json_object_get(point, "valueMilli")) / 1e3,
                           sum, 0.00051, "%zu", i);
        cr_expect_eq(json_is_true(json_object_get(point, "signal")), signal, "%zu", i);
        sum = signal ? 0 : sum;
    }
}

/* Forty days with files since the baseline are all there, and some of them signalled. */
Test(o_themes, a_digest_shows_the_sum_that_found_the_rise)
{
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    free(wait_for("--state=worsening", "worsening"));
    json_t *digest = digest_of_last_month();
    const json_t *theme = theme_of(digest, "VICTIM_WITNESS_CARE");
    const json_t *sums = json_object_get(theme, "sums");
    double height = (double)json_integer_value(json_object_get(theme, "sumHeightMilli")) / 1e3;
    cr_assert_eq(json_array_size(sums), (size_t)(MONTHS - 12) * FILES, "%s", json_dumps(digest, 0));
    cr_expect(height > 1 && height < 8, "%g", height);
    check_sums(sums, height);
    json_decref(digest);
}

/* What the force reads after 160 files, six themes and one more file, until it holds `text`. */
static void wait_for_mailbox(const char *text)
{
    const char *const argv[] = {"pfq",         "feedback",   run_option, "43",
                                "--after=167", "--limit=50", NULL};
    for (int i = 0; i < 300; i++) {
        struct command ran = command_run(argv, NULL);
        bool seen = strstr(ran.out, text) != NULL;
        cr_assert(seen || i < 299, "never saw '%s' in: %s", text, ran.out);
        command_free(&ran);
        if (seen) {
            return;
        }
        usleep(100000);
    }
}

Test(o_themes, a_file_that_comes_after_the_close_is_a_restatement_with_both_figures)
{
    const int late = (MONTHS - 1) * FILES; /* of the last month, and it fails */
    char month[8];
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    free(wait_for("--state=worsening", "worsening"));
    last_month(month);
    const char *const argv[] = {"pfq",     "month", "close",    month, "--by=cps-114",
                                "--early", "--yes", run_option, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    command_free(&ran);
    urn_shift = ALL;
    submit(&late, 1);
    wait_for_mailbox("Re-statement, theme Victim and witness care");
    wait_for_mailbox("restated: 8 of 11 files (73%), was 7 of 10;");
}

/* Each theme in a line, without what differs from one database to the next. */
static void story_of(const char *ndjson, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (const char *line = ndjson; *line != '\0' && used < size;) {
        json_t *move = json_loads(line, JSON_DISABLE_EOF_CHECK, NULL);
        cr_assert_not_null(move, "%s", line);
        const json_t *key = json_object_get(move, "key");
        const json_t *type = json_object_get(key, "caseType");
        used += (size_t)snprintf(text + used, size - used, "%s %s %d: %s\n",
                                 type == NULL ? "all" : json_string_value(type),
                                 json_string_value(json_object_get(move, "state")),
                                 (int)json_integer_value(json_object_get(move, "month")),
                                 json_string_value(json_object_get(move, "sentence")));
        json_decref(move);
        line = strchr(line, '\n');
        cr_assert_not_null(line);
        line++;
    }
}

static void whole_story(char *text, size_t size)
{
    char *out = themes("--json");
    story_of(out, text, size);
    free(out);
}

Test(o_themes, files_in_any_order_late_and_twice_come_to_the_same_themes)
{
    static char ordered[4096];
    static char shuffled[4096];
    int order[ALL + 20];
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    free(wait_for("--state=worsening", "worsening"));
    whole_story(ordered, sizeof ordered);
    end();

    begin();
    memcpy(order, in_order(), ALL * sizeof order[0]);
    srand(43);
    for (int i = ALL - 1; i > 0; i--) {
        int other = rand() % (i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
    memcpy(order + ALL, order, 20 * sizeof order[0]); /* again: bytes that are known */
    rig_start(&rig, RIG_FEEDBACK);                    /* it looks while they come */
    submit(order, ALL / 2);
    submit(order + ALL / 2, ALL / 2 + 20);
    for (int i = 0; i < 300 && strcmp(ordered, shuffled) != 0; i++) {
        usleep(100000);
        whole_story(shuffled, sizeof shuffled);
    }
    cr_assert_str_eq(ordered, shuffled);
}

/* YYYY-MM, so many months ago. */
static const char *month_ago(int back)
{
    static char text[16];
    int32_t today = pfq_london_date(pfq_wall_ms());
    int month = today / 10000 * 12 + today / 100 % 100 - 1 - back;
    (void)snprintf(text, sizeof text, "%04d-%02d", month / 12, month % 12 + 1);
    return text;
}

static struct command close_month(int back, const char *option)
{
    const char *const argv[] = {"pfq",         "month",   "close", run_option, month_ago(back),
                                "--by=cps-11", "--early", option,  NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    return ran;
}

/* Nothing but its own closing makes the run look again: it does so before the command ends. */
Test(o_themes, a_month_is_closed_when_its_themes_are_settled)
{
    rig.options[RIG_FEEDBACK][0] = "themes_ms=86400000";
    rig.options[RIG_FEEDBACK][2] = "themes_settled_days=366";
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    struct command ran = close_month(MONTHS - 1, "--preview");
    cr_expect_not_null(strstr(ran.err, "not closed, though earlier and with files: "), "%s",
                       ran.err);
    cr_expect_not_null(strstr(ran.err, month_ago(MONTHS)), "%s", ran.err);
    command_free(&ran);
    for (int back = MONTHS; back > MONTHS - 12; back--) {
        char *before = themes("--json");
        cr_expect_null(strstr(before, "RECURRING"), "%d: %s", back, before);
        free(before);
        ran = close_month(back, "--yes");
        cr_expect_not_null(strstr(ran.out, "It is closed."), "%s", ran.out);
        cr_expect_not_null(strstr(ran.out, "Its themes are settled."), "%s%s", ran.out, ran.err);
        cr_expect_null(strstr(ran.err, "though earlier"), "%s", ran.err);
        command_free(&ran);
    }
    char *after = themes("--json");
    cr_expect_not_null(strstr(after, "RECURRING"), "%s", after);
    free(after);
}

static struct command rebase(const char *a, const char *b, const char *c)
{
    char from[32];
    char to[32];
    (void)snprintf(from, sizeof from, "--from=%s", month_ago(3));
    (void)snprintf(to, sizeof to, "--to=%s", month_ago(2));
    const char *const argv[] = {
        "pfq", "themes", "rebase", run_option, "--force=43", "--theme=VICTIM_WITNESS_CARE", from,
        to,    a,        b,        c,          NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    return ran;
}

Test(o_themes, a_baseline_is_set_anew_by_a_named_person_with_a_reason)
{
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    free(wait_for("--state=worsening", "worsening"));
    struct command ran = rebase("--json", NULL, NULL);
    cr_expect_not_null(strstr(ran.out, "\"now\":{\"from\""), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\"failing\":12,\"files\":120"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "\"failing\":14,\"files\":20"), "%s", ran.out);
    command_free(&ran);
    ran = rebase(NULL, NULL, NULL);
    cr_expect_not_null(strstr(ran.out, "Now     12 of 120 files (10.0%)"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "Then    14 of 20 files (70.0%)"), "%s", ran.out);
    cr_expect_not_null(strstr(ran.out, "add --reason CODE --by ID --yes."), "%s", ran.out);
    cr_expect_not_null(strstr(ran.err, "it has 2 months and 20 files"), "%s", ran.err);
    command_free(&ran);
    ran = rebase("--by=cps-114", NULL, NULL);
    cr_expect_not_null(strstr(ran.out, "To do it, add --reason CODE --yes."), "%s", ran.out);
    command_free(&ran);
    ran = rebase("--reason=NEW_PROCESS", "--by=cps-114", NULL);
    cr_expect_not_null(strstr(ran.out, "To do it, add --yes."), "%s", ran.out);
    command_free(&ran);
    ran = rebase("--reason=NEW_PROCESS", "--by=cps-114", "--yes");
    cr_expect_not_null(strstr(ran.out, "It is set."), "%s", ran.out);
    command_free(&ran);
    ran = rebase(NULL, NULL, NULL);
    cr_expect_not_null(strstr(ran.out, "set by cps-114, NEW_PROCESS"), "%s", ran.out);
    command_free(&ran);
}

Test(o_themes, nothing_to_show_says_which_nothing_it_is)
{
    static const struct {
        const char *option;
        const char *says;
    } rows[] = {
        {"--unit=AA", "units are not watched: themes_by_unit is 0"},
        {"--month=2020-01", "nothing was received in 2020-01, so no theme can move"},
        {"--force=12", "nothing was received of force 12 in the last twelve months"},
        {"--state=returned", "no theme is in such a state"},
    };

    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    free(wait_for("--state=worsening", "worsening"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *const argv[] = {"pfq", "themes", run_option, rows[i].option, NULL};
        struct command ran = command_run(argv, NULL);
        cr_expect_eq(ran.code, 0, "%s", ran.err);
        cr_expect_not_null(strstr(ran.err, rows[i].says), "%s: %s", rows[i].option, ran.err);
        command_free(&ran);
    }
}

/* --- what the force itself adds ------------------------------------------------------------ */

static int three_of_ten(int unused_month)
{
    (void)unused_month;
    return 3;
}

static void write_targets(const char *conf, const char *month, const char *share)
{
    FILE *file = fopen(conf, "w");
    cr_assert_not_null(file);
    fprintf(file, "[targets]\n43 VICTIM_WITNESS_CARE from %s = %s\n", month, share);
    fclose(file);
}

static char *digest_of(const char *month)
{
    char option[32];
    (void)snprintf(option, sizeof option, "--month=%s", month);
    const char *const argv[] = {"pfq", "digest", run_option, "43", option, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 0, "%s", ran.err);
    char *out = strdup(ran.out);
    command_free(&ran);
    return out;
}

/* Three of ten, as ever: no theme, until the force says that it shall be one of ten. */
Test(o_themes, a_force_is_measured_against_its_own_target)
{
    char conf[128];
    bad_of = three_of_ten;
    (void)snprintf(conf, sizeof conf, "%s/pfq.conf", rig.dir);
    write_targets(conf, "2099-01", "10%");
    rig.config = conf;
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    usleep(1500000); /* several runs */
    char *out = themes("--json");
    cr_expect_str_empty(out, "%s", out);
    free(out);
    write_targets(conf, month_ago(4), "10%");
    rig_signal(&rig, RIG_FEEDBACK, SIGHUP);
    out = wait_for("--json", "\"TARGET\"");
    cr_expect_not_null(strstr(out, "the last 3 months together, 9 of 30 files (30.0%), are above "
                                   "the force's own target of 10%"),
                       "%s", out);
    free(out);
    out = digest_of(month_ago(1));
    for (char *at = out; (at = strchr(at, '\n')) != NULL;) {
        *at = ' '; /* a sentence goes on in the next line */
    }
    cr_expect_not_null(strstr(out, "the force's own target is 10%"), "%s", out);
    cr_expect_not_null(strstr(out, "Own target"), "%s", out);
    cr_expect_not_null(strstr(out, ", own target 10%. "), "%s", out);
    cr_expect_null(strstr(out, "within its limits"), "%s", out);
    free(out);
    out = digest_of(month_ago(5)); /* when there was none */
    cr_expect_null(strstr(out, "own target"), "%s", out);
    free(out);
}

/* The month's digest goes out by itself: the same is in the mailbox. */
Test(o_themes, a_digest_that_is_sent_has_the_target_too)
{
    char conf[128];
    static char ahead[64];
    int32_t today = pfq_london_date(pfq_wall_ms());
    int32_t next = pfq_date_add(today / 100 * 100 + 1, 32) / 100 * 100 + 4;
    bad_of = three_of_ten;
    months = MONTHS - 1; /* the last is this one */
    (void)snprintf(conf, sizeof conf, "%s/pfq.conf", rig.dir);
    (void)snprintf(ahead, sizeof ahead, "digest_ahead_ms=%lld",
                   (long long)(pfq_london_ms(next, 12 * 60) - pfq_wall_ms()));
    write_targets(conf, month_ago(0), "12.5%");
    rig.config = conf;
    rig.options[RIG_FEEDBACK][4] = ahead;
    rig.options[RIG_FEEDBACK][5] = "digest_ms=100";
    submit(in_order(), ALL);
    rig_start(&rig, RIG_FEEDBACK);
    const char *const argv[] = {"pfq",         "feedback",    "43",       "--json",
                                "--after=160", "--limit=100", run_option, NULL};
    bool seen = false;
    for (int i = 0; i < 300 && !seen; i++) {
        struct command ran = command_run(argv, NULL);
        const char *digest = strstr(ran.out, "\"kind\":\"MONTHLY\"");
        seen = digest != NULL;
        cr_expect(!seen || strstr(digest, "\"targetPpm\":125000") != NULL, "%s", ran.out);
        command_free(&ran);
        usleep(100000);
    }
    cr_assert(seen, "no digest of the month came");
}

static int worse_for_three_months(int month)
{
    return month < 12 ? 1 : month < 15 ? 7 : 0;
}

/* Day `day` of the month that is `back` months ago. */
static int32_t day_ago(int back, int day)
{
    int32_t today = pfq_london_date(pfq_wall_ms());
    int month = today / 10000 * 12 + today / 100 % 100 - 1 - back;
    return (month / 12 * 100 + month % 12 + 1) * 100 + day;
}

/* Training was promised, `due_back` months ago; and on `done` (0: not) it was done. */
static void tell_action(const char *id, int due_back, int32_t done)
{
    struct pfq_arena arena;
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    Pfq__V1__Action action = PFQ__V1__ACTION__INIT;
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    struct pfq_client *intake = rig_client(&rig, RIG_INTAKE);
    char texts[5][32] = {"S18", "TC1", "43", "VICTIM_WITNESS_CARE", "A1"};
    pfq_arena_open(&arena);
    envelope.id = pfq_arena_strdup(&arena, id);
    envelope.source = texts[0];
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_EVENT;
    envelope.event = &event;
    event.has_happened_at = true;
    event.happened_at = pfq_london_ms(done == 0 ? day_ago(due_back + 1, 3) : done, 15 * 60);
    event.by = texts[0];
    event.unit = texts[1];
    event.what_case = PFQ__V1__EVENT__WHAT_ACTION;
    event.action = &action;
    action.id = texts[4];
    action.theme = &key;
    key.force = texts[2];
    key.name = texts[3];
    key.has_system = action.has_kind = action.has_due_date = action.has_done = true;
    key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    action.kind = PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING;
    action.due_date = day_ago(due_back, 9);
    action.done = action.has_date = done != 0;
    action.date = done;
    const Pfq__V1__Receipt *receipt = rig_submit(intake, &envelope, &arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED, "%s",
                 receipt->n_problems > 0 ? receipt->problems[0]->message : "");
    pfq_client_close(intake);
    pfq_arena_close(&arena);
}

/* It would be resolved but for what was promised and not done; the digest names that. */
Test(o_themes, a_theme_is_not_resolved_while_an_action_is_overdue)
{
    bad_of = worse_for_three_months;
    months = LONG_MONTHS;
    submit(in_order(), LONG);
    tell_action("e1", 9, 0);
    rig_start(&rig, RIG_FEEDBACK);
    free(wait_for("--state=improving", "improving"));
    char *out = digest_of(month_ago(1));
    cr_expect_not_null(strstr(out, "Victim and witness care: overdue. Training"), "%s", out);
    free(out);
    tell_action("e2", 9, day_ago(3, 10));
    out = wait_for("--state=resolved", "resolved");
    cr_expect_not_null(strstr(out, month_ago(3)), "%s", out);
    free(out);
    out = digest_of(month_ago(1));
    cr_expect_null(strstr(out, "overdue. Training"), "%s", out);
    free(out);
}

/* A muted theme that falls silent is muted no longer, whatever its last day: from the files that
 * are sent to the mute that ends, over the real services. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "support/command.h"
#include "support/rig.h"

enum {
    BASELINE = 12, /* months of one file of ten that fails */
    RISE = 3,      /* of seven */
    CLEAN = 9,     /* of none; the last is the month before this */
    MONTHS = BASELINE + RISE + CLEAN,
    FILES = 10, /* a month */
    TRIES = 300
};

#define THEME "VICTIM_WITNESS_CARE"

static const char sample[] = "tests/golden/01_shoplifting_guilty_plea.json";

static struct rig rig;
static struct pfq_arena arena;
static struct command ran;

static void begin(void)
{
    pfq_arena_open(&arena);
    rig_begin(&rig);
    rig.options[RIG_FEEDBACK][0] = "themes_ms=100";
    rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    rig.options[RIG_FEEDBACK][2] = "themes_settled_days=0";
    rig.options[RIG_FEEDBACK][3] = "scan_ms=50";
    rig.options[RIG_FEEDBACK][4] = "ladder_ms=100";
    rig_start_all(&rig);
}

static void end(void)
{
    command_free(&ran);
    rig_end(&rig);
    pfq_arena_close(&arena);
}

TestSuite(o_silence, .init = begin, .fini = end, .timeout = 300);

static int pfq(const char *const *words)
{
    command_free(&ran);
    ran = command_pfq(pfq_arena_printf(&arena, "%s/run", rig.dir), words);
    return ran.code;
}

#define PFQ(...) pfq((const char *const[]){__VA_ARGS__, NULL})

/* The n-th file of a month; the first so many say nothing on the victim's personal statement. */
static json_t *file_of(int month, int n)
{
    static const int failing[] = {1, 7, 0};
    int phase = month < BASELINE ? 0 : month < BASELINE + RISE ? 1 : 2;
    int32_t today = pfq_london_date(pfq_wall_ms());
    int at = today / 10000 * 12 + today / 100 % 100 - 1 - (MONTHS - month);
    json_t *file = json_load_file(sample, 0, NULL);
    cr_assert_not_null(file);
    json_t *list = json_object_get(json_object_get(file, "witnesses"), "witness");
    json_object_set_new(json_array_get(list, 0), "vpsStatus",
                        json_string(n < failing[phase] ? "NOT_STATED" : "DECLINED"));
    json_object_set_new(file, "urn",
                        json_string(pfq_arena_printf(&arena, "43AA%05d26", month * FILES + n + 1)));
    json_object_set_new(file, "submittedAt",
                        json_string(pfq_arena_printf(&arena, "%04d-%02d-%02dT14:00:00Z", at / 12,
                                                     at % 12 + 1, n + 3)));
    return file;
}

static void submit(int from, int to)
{
    const char *path = pfq_arena_printf(&arena, "%s/files.ndjson", rig.dir);
    FILE *out = fopen(path, "w");
    cr_assert_not_null(out);
    for (int i = from * FILES; i < to * FILES; i++) {
        json_t *file = file_of(i / FILES, i % FILES);
        json_dumpf(file, out, JSON_COMPACT);
        fputc('\n', out);
        json_decref(file);
    }
    fclose(out);
    cr_assert_leq(PFQ("submit", path), 1, "%s", ran.err);
}

static void wait_for(const char *const *words, const char *text)
{
    for (int i = 0; i < TRIES; i++) {
        (void)pfq(words);
        if (strstr(ran.out, text) != NULL) {
            return;
        }
        usleep(100000);
    }
    cr_assert_fail("never saw '%s' in %s%s", text, ran.out, ran.err);
}

#define WAIT_FOR(text, ...) wait_for((const char *const[]){__VA_ARGS__, NULL}, text)

Test(o_silence, a_theme_that_was_resolved_while_it_was_muted_is_muted_no_longer)
{
    char until[PFQ_INSTANT_TEXT];
    pfq_date_format(pfq_date_add(pfq_london_date(pfq_wall_ms()), 90), until);
    submit(0, BASELINE + RISE);
    WAIT_FOR("worsening", "themes", "--force=43", "--theme=" THEME);
    cr_assert_eq(PFQ("mute", THEME, "--force", "43", "--owner", "S1", "--until", until, "--reason",
                     "New form in use", "--by", "S18"),
                 0, "%s", ran.err);
    sleep(1); /* ten looks */
    cr_assert_eq(PFQ("mute", "list"), 0);
    cr_expect_not_null(strstr(ran.out, "muted until"), "%s", ran.out);
    submit(BASELINE + RISE, MONTHS);
    WAIT_FOR("resolved", "themes", "--force=43", "--theme=" THEME);
    WAIT_FOR("The theme has been silent.", "mute", "list", "--all");
}

/* proto/README.md tells integrators every code of a problem and every limit: nothing that the
 * sources say is missing there, and nothing there is said by nobody. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/wire/limits.h"
#include "people/check.h"
#include "pfq/err.h"

enum {
    CODES_MAX = 300,
    CODE_BYTES = 48,
    LINE = 512
};

struct codes {
    char names[CODES_MAX][CODE_BYTES];
    size_t count;
};

static bool has(const struct codes *codes, const char *name)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (strcmp(codes->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void add(struct codes *codes, const char *name, size_t size)
{
    char text[CODE_BYTES];
    cr_assert_lt(size, sizeof text);
    memcpy(text, name, size);
    text[size] = '\0';
    if (!has(codes, text)) {
        cr_assert_lt(codes->count, (size_t)CODES_MAX);
        memcpy(codes->names[codes->count++], text, size + 1);
    }
}

/* Every word of capitals between two of `mark` in a line. */
static void add_words(struct codes *codes, const char *line, char mark)
{
    for (const char *at = strchr(line, mark); at != NULL; at = strchr(at + 1, mark)) {
        size_t size = strspn(at + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (size > 3 && at[size + 1] == mark && isupper((unsigned char)at[1])) {
            add(codes, at + 1, size);
        }
    }
}

static FILE *open_or_fail(const char *path)
{
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s: run the tests from the top of the project", path);
    return file;
}

static void add_file(struct codes *codes, const char *path, char mark)
{
    char line[LINE];
    FILE *file = open_or_fail(path);
    while (fgets(line, sizeof line, file) != NULL) {
        add_words(codes, line, mark);
    }
    (void)fclose(file);
}

/* All .c files but those that begin with `but`. */
static void add_folder(struct codes *codes, const char *folder, const char *but)
{
    char path[LINE];
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir, "%s", folder);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot != NULL && strcmp(dot, ".c") == 0 &&
            strncmp(entry->d_name, but, strlen(but)) != 0) {
            (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            add_file(codes, path, '"');
        }
    }
    (void)closedir(dir);
}

/* What answers a sender or an asker: the front doors and the store behind them. */
static void read_sources(struct codes *codes)
{
    static const char *const files[] = {
        "services/common/net/loop.c",    "services/standard/judge.c",
        "services/standard/normalise.c", "services/standard/receipt.c",
        "services/feedback/request.c",   "services/feedback/rows.c",
        "services/feedback/feedback.c",  "services/feedback/forward.c",
        "services/feedback/page.c",
    };

    add_folder(codes, "services/common/wire", "json"); /* of files, to a person at a terminal */
    add_folder(codes, "services/intake", "\n");
    add_folder(codes, "services/people", "\n");
    add_folder(codes, "services/store", "\n");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        add_file(codes, files[i], '"');
    }
#define PFQ_ERROR(name, disposition, text)                                                         \
    if (strncmp(#name, "DB_", 3) == 0 && PFQ_##disposition == PFQ_RETRY) {                         \
        add(codes, #name, strlen(#name));                                                          \
    }
#include "pfq/errors.def"
#undef PFQ_ERROR
}

/* Words of capitals in those sources that are no code of a problem. */
static const char *const others[] = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "DATA_FAULT", /* why a baseline is set anew: four */
    "MERGER",
    "NEW_PROCESS",
    "OTHER",
    "FH_GAP",
    "UNSPECIFIED",
};

static bool is_other(const char *name)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(others[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The first cells of the table below its heading. */
static void read_table(struct codes *codes)
{
    char line[LINE];
    bool below = false;
    FILE *file = open_or_fail("proto/README.md");
    while (fgets(line, sizeof line, file) != NULL) {
        below = below || strncmp(line, "## Codes of problems", 20) == 0;
        char *end = line[0] == '|' ? strchr(line + 1, '|') : NULL;
        if (below && end != NULL) {
            *end = '\0';
            add_words(codes, line, '`');
        }
    }
    (void)fclose(file);
}

Test(contract_codes, the_table_has_every_code_that_is_said_and_no_other)
{
    static struct codes said;
    static struct codes told;
    read_sources(&said);
    read_table(&told);
    cr_assert_gt(told.count, 50U);
    for (size_t i = 0; i < said.count; i++) {
        cr_expect(has(&told, said.names[i]) || is_other(said.names[i]),
                  "proto/README.md does not tell of %s", said.names[i]);
    }
    for (size_t i = 0; i < told.count; i++) {
        cr_expect(has(&said, told.names[i]), "nobody says %s", told.names[i]);
    }
}

/* --- limits ------------------------------------------------------------------------------- */

/* The row that names it in its first cell, with the two numbers of the others; 0: none given. */
static bool find_limit(const char *name, unsigned *chars, unsigned *bytes)
{
    char line[LINE];
    char quoted[CODE_BYTES + 2];
    bool found = false;
    FILE *file = open_or_fail("proto/README.md");
    (void)snprintf(quoted, sizeof quoted, "`%s`", name);
    while (!found && fgets(line, sizeof line, file) != NULL) {
        char *second = line[0] == '|' ? strchr(line + 1, '|') : NULL;
        char *third = second == NULL ? NULL : strchr(second + 1, '|');
        if (third != NULL) {
            *chars = (unsigned)strtoul(second + 1, NULL, 10);
            *bytes = (unsigned)strtoul(third + 1, NULL, 10);
            *second = '\0';
            found = strstr(line, quoted) != NULL;
        }
    }
    (void)fclose(file);
    return found;
}

Test(contract_codes, the_limits_told_are_those_that_are_kept)
{
    static const struct {
        const char *name;
        unsigned chars;
    } rows[] = {
        {"Assessment.failures", FAILURES_MAX},
        {"Remark.reasons", FAILURES_MAX},
        {"Failure.items", ITEMS_MAX},
        {"Failure.detail", DETAIL_CHARS},
        {"Objection.reason", DETAIL_CHARS},
        {"Response.comment", DETAIL_CHARS},
        {"DisputeOutcome.reason", REASON_CHARS},
        {"ChallengeRaise.fact", FACT_CHARS},
        {"ChallengeRaise.wanted", FACT_CHARS},
        {"ChallengeRaise.note", REASON_CHARS},
        {"ChallengeRaise.evidence", EVIDENCE_MAX},
        {"ChallengeMove.reason", FACT_CHARS},
        {"Mute.reason", REASON_CHARS},
        {"Action.text", DETAIL_CHARS},
    };

    unsigned chars = 0;
    unsigned bytes = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert(find_limit(rows[i].name, &chars, &bytes), "%s", rows[i].name);
        cr_expect_eq(chars, rows[i].chars, "%s", rows[i].name);
    }
    cr_expect_eq(LIMITS_BYTES, 64, "the sentence above the table");
    cr_expect_eq(LIMITS_COUNT, 1000, "the same");
    cr_expect_eq(ID_BYTES, 32, "the same");
    cr_expect_eq(DAYS_AHEAD_MAX, 366, "the sentence below it");
}

/* The messages that others than services of ours send. */
static bool is_sent(const char *message)
{
    static const char *const sent[] = {
        "Failure", "Objection", "Response",   "DisputeOutcome", "ChallengeRaise", "ChallengeMove",
        "Mute",    "Action",    "PeopleRead", "FiguresRead",    "ThemesRead"};
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        if (strcmp(sent[i], message) == 0) {
            return true;
        }
    }
    return false;
}

Test(contract_codes, every_wider_limit_of_what_is_sent_is_told)
{
    const char *field = NULL;
    size_t told = 0;
    for (size_t i = 0; limits_row(i, &field) != NULL; i++) {
        char name[CODE_BYTES];
        unsigned chars = 0;
        unsigned bytes = 0;
        const char *message = limits_row(i, &field);
        if (is_sent(message)) {
            (void)snprintf(name, sizeof name, "%s.%s", message, field);
            cr_assert(find_limit(name, &chars, &bytes), "%s", name);
            cr_expect_eq(bytes, limits_row_bytes(i), "%s", name);
            told++;
        }
    }
    cr_assert_gt(told, 10U);
}

/* --- patience ------------------------------------------------------------------------------- */

static unsigned long setting(const char *line, const char *name)
{
    size_t size = strlen(name);
    return line[0] == '#' && strncmp(line + 1, name, size) == 0 ? strtoul(line + size + 1, NULL, 10)
                                                                : 0;
}

/* envelope.proto: whoever waits five seconds has heard of a store that is away before. */
Test(contract_codes, that_nothing_answers_is_said_within_five_seconds)
{
    char line[LINE];
    unsigned long wait = 0;
    size_t services = 0;
    FILE *file = open_or_fail("deploy/pfq.conf");
    while (fgets(line, sizeof line, file) != NULL) {
        wait = line[0] == '[' ? 0 : wait + setting(line, "store_timeout_ms =");
        unsigned long sweep = setting(line, "sweep_ms =");
        if (wait > 0 && sweep > 0) {
            cr_expect_leq(wait + 2 * sweep, 4800UL);
            services++;
            wait = 0;
        }
    }
    (void)fclose(file);
    cr_assert_eq(services, 2U, "intake and feedback");
}

/* own_targets.c - see own_targets.h. */
#include "own_targets.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/ident.h"
#include "pfq/near.h"

enum {
    WORDS = 4,  /* force, theme, "from", month */
    PPM = 10000 /* of one per cent */
};

struct reading {
    const char *file;
    struct own_targets *out;
    unsigned line;
    unsigned faults;
};

static void fault(struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct reading *r, const char *fmt, ...)
{
    va_list args;
    r->faults++;
    (void)fprintf(stderr, "%s:%u: ", r->file, r->line);
    va_start(args, fmt);
    (void)vfprintf(stderr, fmt, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

/* --- a line ------------------------------------------------------------------------------- */

/* "43", "*" */
static void read_force(struct reading *r, const char *word, Pfq__V1__ThemeTarget *row)
{
    if (strcmp(word, "*") == 0) {
        return;
    }
    if (strlen(word) != 2 || !isdigit((unsigned char)word[0]) || !isdigit((unsigned char)word[1])) {
        fault(r, "\"%s\" is no force: write its two-digit code (43), or * for all", word);
        return;
    }
    row->force = pfq_arena_strdup(&r->out->arena, pfq_force_code(word));
}

static void read_theme(struct reading *r, const char *word, Pfq__V1__ThemeTarget *row)
{
    const ProtobufCEnumDescriptor *themes = &pfq__v1__theme__descriptor;
    struct pfq_near near = {.wanted = word};
    int value = 0;
    if (pfq_enum_value(themes, word, &value) && value != 0) {
        row->name = pfq_arena_strdup(&r->out->arena, pfq_enum_name(themes, value));
        return;
    }
    for (unsigned i = 0; i < themes->n_values; i++) {
        if (themes->values[i].value != 0) {
            pfq_near_offer(&near, pfq_enum_name(themes, themes->values[i].value));
        }
    }
    fault(r, "there is no theme \"%s\"%s%s%s", word, near.name == NULL ? "" : "; is ",
          near.name == NULL ? ": their names are as pfq themes has them, such as INTERVIEW"
                            : near.name,
          near.name == NULL ? "" : " meant?");
}

/* "2026-04" */
static void read_month(struct reading *r, const char *word, Pfq__V1__ThemeTarget *row)
{
    char day[16];
    int32_t date = 0;
    (void)snprintf(day, sizeof day, "%.8s-01", word);
    if (strlen(word) != 7 || !pfq_date_parse(day, &date)) {
        fault(r, "\"%s\" is no month: write it as 2026-04", word);
        return;
    }
    row->has_from_month = true;
    row->from_month = date / 100;
}

/* "43 INTERVIEW from 2026-04" */
static void read_name(struct reading *r, const char *name, Pfq__V1__ThemeTarget *row)
{
    char copy[OWN_TARGETS_NAME_BYTES + 1];
    char *rest = NULL;
    char *words[WORDS + 1] = {NULL};
    size_t count = 0;
    if (strlen(name) > OWN_TARGETS_NAME_BYTES) {
        fault(r, "what a target is for has at most %d bytes", OWN_TARGETS_NAME_BYTES);
        return;
    }
    memcpy(copy, name, strlen(name) + 1);
    for (char *word = strtok_r(copy, " \t", &rest); word != NULL && count <= WORDS;
         word = strtok_r(NULL, " \t", &rest)) {
        words[count++] = word;
    }
    if (count != WORDS || strcmp(words[2], "from") != 0) {
        fault(r, "write the force, or *, the theme, and from which month it counts, as in "
                 "43 INTERVIEW from 2026-04 = 10%%");
        return;
    }
    read_force(r, words[0], row);
    read_theme(r, words[1], row);
    read_month(r, words[3], row);
}

/* "10%", "7.5%", "none" */
static void read_share(struct reading *r, const char *text, Pfq__V1__ThemeTarget *row)
{
    unsigned whole = 0;
    unsigned tenth = 0;
    size_t digits = strspn(text, "0123456789");
    const char *end = text + digits;
    if (strcmp(text, "none") == 0) {
        return;
    }
    if (digits > 0 && digits < 3) {
        whole = (unsigned)strtoul(text, NULL, 10);
        if (end[0] == '.' && isdigit((unsigned char)end[1])) {
            tenth = (unsigned)(end[1] - '0');
            end += 2;
        }
    }
    row->has_target_ppm = true;
    row->target_ppm = whole * PPM + tenth * PPM / 10;
    if (strcmp(end, "%") != 0 || row->target_ppm == 0) {
        fault(r,
              "\"%s\" is no share of files that may fail: write 10%% or 7.5%%, above 0%% and "
              "below 100%%, or none",
              text);
    }
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void add(struct reading *r, const Pfq__V1__ThemeTarget *row)
{
    struct own_targets *out = r->out;
    size_t beside = 0; /* of the same force */
    for (size_t i = 0; i < out->all.count; i++) {
        const Pfq__V1__ThemeTarget *other = out->all.rows[i];
        beside += same_text(other->force, row->force);
        if (same_text(other->force, row->force) && same_text(other->name, row->name) &&
            other->from_month == row->from_month) {
            fault(r, "line %u says it of the same month already", out->lines[i]);
            return;
        }
    }
    if (out->all.count == OWN_TARGETS_MAX || beside == OWN_TARGETS_EACH) {
        fault(r, "more than %d targets, or than %d of one force or for all", OWN_TARGETS_MAX,
              OWN_TARGETS_EACH);
        return;
    }
    out->lines[out->all.count] = r->line;
    out->all.rows[out->all.count] = pfq_arena_new(&out->arena, Pfq__V1__ThemeTarget, 1);
    *out->all.rows[out->all.count++] = *row;
}

static void on_pair(void *self, const char *section, const char *name, const char *text,
                    unsigned line)
{
    struct reading *r = self;
    Pfq__V1__ThemeTarget row = PFQ__V1__THEME_TARGET__INIT;
    unsigned before = r->faults;
    r->line = line;
    if (section == NULL || strcmp(section, PFQ_CONFIG_TARGETS) != 0) {
        return; /* others are told by whoever reads them */
    }
    read_name(r, name, &row);
    read_share(r, text, &row);
    if (r->faults == before) {
        add(r, &row);
    }
}

enum pfq_code own_targets_read(const char *file, struct own_targets *out, struct pfq_err *err)
{
    struct reading r = {.file = file, .out = out};
    *out = (struct own_targets){.stale = false};
    pfq_arena_open(&out->arena);
    out->all.rows = pfq_arena_new(&out->arena, Pfq__V1__ThemeTarget *, OWN_TARGETS_MAX);
    out->lines = pfq_arena_new(&out->arena, unsigned, OWN_TARGETS_MAX);
    enum pfq_code code = file == NULL ? PFQ_OK : pfq_config_pairs(file, on_pair, &r, err);
    if (code == PFQ_OK && r.faults > 0) {
        code = pfq_fail(err, PFQ_E_CONFIG, "[targets]: %u fault%s, listed above", r.faults,
                        r.faults == 1 ? "" : "s");
    }
    if (code != PFQ_OK) {
        own_targets_close(out);
    }
    return code;
}

void own_targets_close(struct own_targets *targets)
{
    pfq_arena_close(&targets->arena);
    targets->all = (struct themes_targets){.count = 0};
}

enum pfq_code own_targets_check(const struct pfq_config *config, struct pfq_err *err)
{
    struct own_targets targets;
    enum pfq_code code = own_targets_read(pfq_config_file(config), &targets, err);
    if (code == PFQ_OK) {
        own_targets_close(&targets);
    }
    return code;
}

enum pfq_code own_targets_reload(struct own_targets *targets, const struct pfq_config *config,
                                 struct pfq_err *err)
{
    struct own_targets now;
    enum pfq_code code = own_targets_read(pfq_config_file(config), &now, err);
    targets->stale = code != PFQ_OK;
    if (code == PFQ_OK) {
        own_targets_close(targets);
        *targets = now;
    }
    return code;
}

/* --- for others ----------------------------------------------------------------------------- */

static void print(const Pfq__V1__ThemeTarget *row, unsigned line, bool tabs)
{
    char name[OWN_TARGETS_NAME_BYTES + 1];
    char share[16] = "none";
    (void)snprintf(name, sizeof name, "%s %s from %04d-%02d", row->force == NULL ? "*" : row->force,
                   row->name, (int)row->from_month / 100, (int)row->from_month % 100);
    if (row->has_target_ppm) {
        (void)snprintf(share, sizeof share, "%.*f%%", row->target_ppm % PPM == 0 ? 0 : 1,
                       (double)row->target_ppm / PPM);
    }
    if (tabs) {
        (void)printf("%s\t%s\t\t\t[" PFQ_CONFIG_TARGETS
                     "]\t%u\tShare of files that may fail by this theme.\n",
                     name, share, line);
    } else {
        (void)printf("%-20s = %s\n    # line %u of [" PFQ_CONFIG_TARGETS "]\n", name, share, line);
    }
}

void own_targets_print(const struct pfq_config *config, bool tabs)
{
    struct own_targets targets;
    struct pfq_err err;
    if (own_targets_read(pfq_config_file(config), &targets, &err) != PFQ_OK) {
        return; /* own_targets_check() has told it */
    }
    for (size_t i = 0; i < targets.all.count; i++) {
        print(targets.all.rows[i], targets.lines[i], tabs);
    }
    own_targets_close(&targets);
}

void own_targets_put(const struct own_targets *targets, const char *force, Pfq__V1__ThemeRows *rows,
                     struct pfq_arena *arena)
{
    rows->n_targets = 0;
    if (force == NULL || force[0] == '\0' || rows->n_problems > 0) {
        return;
    }
    rows->targets = pfq_arena_new(arena, Pfq__V1__ThemeTarget *, 2 * OWN_TARGETS_EACH);
    for (size_t i = 0; i < targets->all.count; i++) {
        Pfq__V1__ThemeTarget *row = targets->all.rows[i];
        if (row->force == NULL || strcmp(row->force, force) == 0) {
            rows->targets[rows->n_targets++] = row;
        }
    }
}

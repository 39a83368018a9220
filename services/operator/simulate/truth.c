/* truth.c - what was planted: counted, told, written as JSON. */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "operator/report.h"
#include "operator/text.h"
#include "simulate.h"

void truth_open(struct truth *truth, const struct pfq_simulate_options *options)
{
    memset(truth, 0, sizeof *truth);
    truth->options = options;
    pfq_tally_init(&truth->tally, options->from, options->to);
}

void truth_close(struct truth *truth)
{
    pfq_tally_fini(&truth->tally);
    pfq_standard_close(truth->standard);
}

static void add_shift(const struct pfq_shift *shift, const struct pfq_simulated *file,
                      struct truth_shift *truth)
{
    if (pfq_shift_covers(shift, file) && pfq_shift_eligible(shift, file)) {
        truth->eligible++;
        truth->failing += pfq_shift_failing(shift, file);
    }
}

void truth_add(struct truth *truth, const struct pfq_simulated *file, struct pfq_arena *arena)
{
    pfq_tally_add(&truth->tally, file);
    for (size_t i = 0; i < truth->options->shift_count && file->ordinal == 1 && !file->again; i++) {
        add_shift(&truth->options->shifts[i], file, &truth->shifts[i]);
    }
    if (truth->standard != NULL) {
        truth->verified++;
        truth->agreed += verify_file(truth, file, arena);
    }
}

void truth_say(const struct truth *truth)
{
    const struct pfq_tally *t = &truth->tally;
    char firsts[TEXT_TIME];
    char back[TEXT_TIME];
    char messages[TEXT_TIME];
    uint64_t permille = t->firsts > 0 ? t->meets * 1000 / t->firsts : 0;
    fprintf(stderr,
            "%s files, %s resubmissions, %s messages; %" PRIu64 ".%" PRIu64
            " %% of the files meet the standard\n",
            text_number(t->firsts, firsts), text_number(t->resubmissions, back),
            text_number(t->messages, messages), permille / 10, permille % 10);
    if (truth->standard != NULL) {
        fprintf(stderr,
                "verified: in %" PRIu64 " of %" PRIu64
                " messages the catalogue finds exactly what was planted\n",
                truth->agreed, truth->verified);
    }
}

/* --- JSON --------------------------------------------------------------------------------- */

static json_t *month_text(int32_t month)
{
    return json_sprintf("%04d-%02d", (int)(month / 100), (int)(month % 100));
}

static json_t *parameters(void)
{
    const struct pfq_simulate_parameter *rows = NULL;
    size_t count = pfq_simulate_parameters(&rows);
    json_t *all = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(all, json_pack("{s:s, s:I, s:s, s:s}", "name", rows[i].name,
                                                   "value", (json_int_t)rows[i].value, "unit",
                                                   rows[i].unit, "source", rows[i].source));
    }
    return all;
}

static json_t *planted(const struct pfq_shift *s, const struct truth_shift *truth)
{
    const char *what = s->check != NULL ? s->check
                       : s->theme < 0   ? "all"
                                        : pfq_simulate_theme(s->theme);
    json_t *one =
        json_pack("{s:s, s:s, s:s, s:s, s:o}", "kind", pfq_shift_kind_name(s->kind), "force",
                  s->force < 0 ? "all" : pfq_simulate_force(s->force), "unit",
                  s->unit[0] != '\0' ? s->unit : "all", "what", what, "from", month_text(s->from));
    if (s->to != 0) {
        (void)json_object_set_new(one, "to", month_text(s->to));
    }
    if (s->kind == PFQ_SHIFT_INTERVENTION) {
        (void)json_object_set_new(one, "points_ppm", json_integer(s->points));
        (void)json_object_set_new(one, "over_months", json_integer(s->months));
    } else if (s->rate != 0) {
        (void)json_object_set_new(one, "rate_ppm", json_integer(s->rate));
    } else {
        (void)json_object_set_new(one, "odds_permille", json_integer(s->odds));
    }
    (void)json_object_set_new(one, "eligible", json_integer((json_int_t)truth->eligible));
    (void)json_object_set_new(one, "failing", json_integer((json_int_t)truth->failing));
    return one;
}

static json_t *cell(const struct pfq_tally *t, int32_t month, int force)
{
    json_t *eligible = json_array();
    json_t *failing = json_array();
    for (int theme = 0; theme < PFQ_SIMULATE_THEMES; theme++) {
        const struct pfq_tally_cell *c = pfq_tally_at(t, month, force, theme);
        (void)json_array_append_new(eligible, json_integer(c->eligible));
        (void)json_array_append_new(failing, json_integer(c->failing));
    }
    return json_pack("{s:o, s:s, s:o, s:o}", "month", month_text(month), "force",
                     pfq_simulate_force(force), "eligible", eligible, "failing", failing);
}

static void add_cells(const struct truth *truth, int32_t month, json_t *all)
{
    uint64_t forces = truth->options->forces;
    for (int force = 0; force < PFQ_SIMULATE_FORCES; force++) {
        if (forces == 0 || (forces >> force & 1) != 0) {
            (void)json_array_append_new(all, cell(&truth->tally, month, force));
        }
    }
}

static json_t *cells(const struct truth *truth)
{
    int32_t last = truth->options->to;
    json_t *all = json_array();
    for (int32_t m = truth->options->from; m <= last; m = m % 100 == 12 ? m + 89 : m + 1) {
        add_cells(truth, m, all);
    }
    return all;
}

static json_t *counted(const struct pfq_tally *t)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "messages", (json_int_t)t->messages, "files",
                     (json_int_t)t->firsts, "resubmissions", (json_int_t)t->resubmissions, "again",
                     (json_int_t)t->again, "late", (json_int_t)t->late, "meets",
                     (json_int_t)t->meets);
}

static json_t *truth_json(const struct truth *truth)
{
    const struct pfq_simulate_options *o = truth->options;
    json_t *shifts = json_array();
    json_t *themes = json_array();
    for (size_t i = 0; i < o->shift_count; i++) {
        (void)json_array_append_new(shifts, planted(&o->shifts[i], &truth->shifts[i]));
    }
    for (int i = 0; i < PFQ_SIMULATE_THEMES; i++) {
        (void)json_array_append_new(themes, json_string(pfq_simulate_theme(i)));
    }
    json_t *all = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "seed", "", "from",
                            month_text(o->from), "to", month_text(o->to), "counted",
                            counted(&truth->tally), "planted", shifts, "parameters", parameters());
    (void)json_object_set_new(all, "seed", json_sprintf("%" PRIu64, o->seed));
    if (truth->standard != NULL) {
        (void)json_object_set_new(all, "verified",
                                  json_pack("{s:I, s:I, s:s}", "messages",
                                            (json_int_t)truth->verified, "agree",
                                            (json_int_t)truth->agreed, "catalogue",
                                            pfq_standard_version(truth->standard)));
    }
    (void)json_object_set_new(all, "themes", themes);
    (void)json_object_set_new(all, "cells", cells(truth));
    return all;
}

bool truth_write(const struct truth *truth, const char *path)
{
    FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");
    if (out != NULL) {
        report_write(out, truth_json(truth));
    }
    bool bad = out == NULL || ferror(out) != 0;
    if (out != NULL) {
        bad = (out == stdout ? fflush(out) : fclose(out)) != 0 || bad;
    }
    if (bad) {
        fprintf(stderr, "pfq simulate: the report could not be written to %s\n", path);
    }
    return !bad;
}

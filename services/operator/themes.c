/* themes.c - `pfq themes`: where recurring problems stand, of each the last move. */
#include <argp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "commands.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/rules.h"
#include "feedback/themes/states.h"
#include "feedback/themes/systems.h"
#include "pfq/json.h"
#include "report.h"
#include "themes.h"

enum {
    OPT_UNIT = OPT_OWN,
    OPT_THEME,
    OPT_SYSTEM,
    OPT_MONTH,
    OPT_STATE,
    OPT_RULES,
    INTERVAL_FILES = 10 /* with fewer there is no rate, and none of an interval */
};

static const struct argp_option options[] = {
    {"force", OPT_FORCE, "NN", 0, "of this force alone", 0},
    {"unit", OPT_UNIT, "UNIT", 0, "of this police unit alone", 0},
    {"theme", OPT_THEME, "NAME", 0, "this theme alone, such as WITNESS_EVIDENCE", 0},
    {"system", OPT_SYSTEM, "SYSTEM", 0,
     "of failings found by this alone: machine (the checks), triage or assessed (what people at "
     "the "
     "CPS found)",
     0},
    {"month", OPT_MONTH, "YYYY-MM", 0, "what moved with this month's figures", 0},
    {"state", OPT_STATE, "STATE", 0,
     "in this state alone: watching, recurring, worsening, improving, resolved, returned, quiet",
     0},
    {"rules", OPT_RULES, NULL, 0, "print what decides: each parameter with its meaning", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static int state_of(struct argp_state *state, const char *text)
{
    int value = 1;
    while (value < THEMES_STATES && strcasecmp(themes_states[value].name, text) != 0) {
        value++;
    }
    if (value == THEMES_STATES) {
        argp_error(
            state,
            "'%s' is no state; there are: watching, recurring, worsening, improving, resolved, "
            "returned, quiet",
            text);
    }
    return value;
}

/* One of ours, or a reason code, which has a digit. */
static const char *theme_of(struct argp_state *state, const char *text)
{
    if (strpbrk(text, "0123456789") == NULL) {
        (void)option_code(state, &pfq__v1__theme__descriptor, "theme", text);
    }
    return text;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct themes_command *c = state->input;
    switch (key) {
    case OPT_FORCE:
        c->force = option_force(state, arg);
        if (!force_exists(arg)) {
            argp_error(state, "%s is no force; pfq reference list forces shows those that are",
                       arg);
        }
        return 0;
    case OPT_UNIT:
        c->unit = arg;
        return 0;
    case OPT_THEME:
        c->theme = theme_of(state, arg);
        return 0;
    case OPT_SYSTEM:
        c->system = option_code(state, &pfq__v1__theme_system__descriptor, "system", arg);
        return 0;
    case OPT_MONTH:
        c->month = option_month(state, arg);
        return 0;
    case OPT_STATE:
        c->state = state_of(state, arg);
        return 0;
    case OPT_RULES:
        c->rules = true;
        return 0;
    case 'j':
        c->json = true;
        return 0;
    case OPT_RUN:
        c->run = arg;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is no option; a force is named with --force %s", arg, arg);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Show the recurring themes: each with where it stands, and the numbers that moved it "
           "there.\vExample: pfq themes --force 43\n\npfq themes rebase --help tells how a "
           "baseline is set anew."};

/* --- the rules ------------------------------------------------------------------------- */

static void put_rule_json(const struct themes_rule_row *row, const char *version)
{
    json_t *object = report_object();
    (void)json_object_set_new(object, "name", json_string(row->name));
    (void)json_object_set_new(object, "value", json_real(row->value));
    (void)json_object_set_new(object, "unit", json_string(row->unit));
    (void)json_object_set_new(object, "meaning", json_string(row->text));
    (void)json_object_set_new(object, "ruleVersion", json_string(version));
    report_write(stdout, object);
}

static void show_rules(struct themes_command *c)
{
    char version[THEMES_VERSION_TEXT];
    themes_rule_version(&themes_rules_usual, version);
    for (const struct themes_rule_row *row = themes_rule_rows; row->name != NULL; row++) {
        if (c->json) {
            put_rule_json(row, version);
            continue;
        }
        char label[48];
        (void)snprintf(label, sizeof label, "%-17s %7g %-7s ", row->name, row->value, row->unit);
        page_paragraph(&c->page, 34, label, row->text);
    }
    if (!c->json) {
        page_put(&c->page, INK_DIM, "rule version %s", version);
        page_end_line(&c->page);
    }
}

/* --- showing --------------------------------------------------------------------------- */

static bool is_wanted(const struct themes_command *c, const Pfq__V1__ThemeMove *move)
{
    const Pfq__V1__ThemeKey *key = move->key;
    if (key == NULL || key->force == NULL || key->name == NULL ||
        (unsigned)move->state >= THEMES_STATES) {
        return false;
    }
    bool unit = c->unit == NULL || (key->police_unit != NULL && !strcmp(key->police_unit, c->unit));
    bool theme = c->theme == NULL || strcasecmp(key->name, c->theme) == 0;
    bool system = c->system == 0 || (int)key->system == c->system;
    bool state = c->state == 0
                     ? c->month != 0 || move->state != PFQ__V1__THEME_STATE__THEME_STATE_QUIET
                     : (int)move->state == c->state;
    return unit && theme && system && state;
}

/* "31 of 60, 40 to 64 %", "12 of 40 assessed, 18 to 46 %" */
static const char *rate_of(const Pfq__V1__ThemeMove *move, struct pfq_arena *arena)
{
    struct stats_share share = {(int64_t)move->failing, (int64_t)move->files};
    struct stats_range range = stats_wilson(share, 0.95);
    const char *seen = themes_system(move->key)->seen;
    if (move->files == 0) {
        return "no data";
    }
    if (move->files < INTERVAL_FILES || range.fault != STATS_OK) {
        return pfq_arena_printf(arena, "%" PRIu64 " of %" PRIu64 "%s", move->failing, move->files,
                                seen);
    }
    return pfq_arena_printf(arena, "%" PRIu64 " of %" PRIu64 "%s, %.0f to %.0f%%", move->failing,
                            move->files, seen, range.low * 100, range.high * 100);
}

static const char *case_type_of(const Pfq__V1__ThemeKey *key)
{
    return key->has_case_type ? pfq_enum_name(&pfq__v1__case_type__descriptor, (int)key->case_type)
                              : "all";
}

static void put_head(struct themes_command *c)
{
    page_put(&c->page, INK_DIM, "%-5s %-22s %-7s %-9s %-7s %s", "force", "theme", "cases", "state",
             "month", "files, 95% interval");
    page_end_line(&c->page);
}

static void put_move(struct themes_command *c, const Pfq__V1__ThemeMove *move)
{
    const struct themes_state *state = &themes_states[move->state];
    const Pfq__V1__ThemeKey *key = move->key;
    const char *case_type = case_type_of(key);
    if (c->shown == 0) {
        put_head(c);
    }
    const struct themes_system *system = themes_system(key);
    const char *name = system == themes_systems
                           ? key->name
                           : pfq_arena_printf(&c->arena, "%s: %s", system->name, key->name);
    page_put(&c->page, INK_PLAIN, "%-5s %-22s %-7s ", key->force, name,
             case_type == NULL ? "?" : case_type);
    page_put(&c->page, state->problem ? INK_WARN : INK_PLAIN, "%-9s", state->words);
    page_put(&c->page, INK_PLAIN, " %04d-%02d %s", (int)(move->month / 100),
             (int)(move->month % 100), rate_of(move, &c->arena));
    page_end_line(&c->page);
    if (key->police_unit != NULL) {
        page_paragraph(&c->page, 6, "", pfq_arena_printf(&c->arena, "unit %s", key->police_unit));
    }
    page_paragraph(&c->page, 6, "", move->sentence == NULL ? "" : move->sentence);
}

static void show(struct themes_command *c, const Pfq__V1__ThemeRows *rows)
{
    for (size_t i = 0; i < rows->n_moves; i++) {
        if (!is_wanted(c, rows->moves[i])) {
            continue;
        }
        if (c->json) {
            report_message(&rows->moves[i]->base);
        } else {
            put_move(c, rows->moves[i]);
        }
        c->shown++;
    }
}

/* --- asking ---------------------------------------------------------------------------- */

static enum pfq_code ask_page(struct themes_command *c, ProtobufCBinaryData after,
                              Pfq__V1__ThemeRows **out, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    read.force = c->force == NULL ? NULL : pfq_arena_strdup(&c->arena, c->force);
    read.has_latest_only = true;
    read.latest_only = c->month == 0;
    read.has_from_month = read.has_to_month = c->month != 0;
    read.from_month = read.to_month = c->month;
    read.has_after = after.len > 0;
    read.after = after;
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    request.themes_read = &read;
    enum pfq_code code = ask(c->feedback.client, &request, PFQ__V1__ENVELOPE__BODY_THEME_ROWS,
                             ASK_TIMEOUT_MS, &c->arena, &answer, err);
    *out = code == PFQ_OK ? answer->theme_rows : NULL;
    if (code == PFQ_OK && (*out)->n_problems > 0) {
        return pfq_fail(err, PFQ_E_NOT_FOUND, "%s", (*out)->problems[0]->message);
    }
    return code;
}

static enum pfq_exit show_all(struct themes_command *c)
{
    unsigned char cursor[512];
    ProtobufCBinaryData after = {0, cursor};
    Pfq__V1__ThemeRows *rows = NULL;
    struct pfq_err err;
    do {
        pfq_arena_reset(&c->arena);
        enum pfq_code code = ask_page(c, after, &rows, &err);
        if (code != PFQ_OK) {
            return ask_away(&c->feedback, &err);
        }
        show(c, rows);
        after.len = rows->has_next && rows->next.len <= sizeof cursor ? rows->next.len : 0;
        if (after.len > 0) {
            memcpy(cursor, rows->next.data, after.len);
        }
    } while (after.len > 0);
    if (c->shown == 0) {
        themes_say_none(c);
    }
    return PFQ_EXIT_GOOD;
}

static enum pfq_exit look(struct themes_command *c)
{
    enum pfq_exit code = ask_open(&c->feedback, "themes", "feedback", c->run, &c->places);
    if (code == PFQ_EXIT_GOOD) {
        code = show_all(c);
    }
    ask_close(&c->feedback);
    return code;
}

int command_themes(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "rebase") == 0) {
        return themes_rebase(argc - 1, argv + 1);
    }
    struct themes_command c = {.force = NULL};
    enum pfq_exit code = PFQ_EXIT_GOOD;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    pfq_arena_open(&c.arena);
    pfq_arena_open(&c.places);
    page_open(&c.page, stdout);
    if (c.rules) {
        show_rules(&c);
    } else {
        code = look(&c);
    }
    pfq_arena_close(&c.places);
    pfq_arena_close(&c.arena);
    return (int)code;
}

/* themes_rebase.c - `pfq themes rebase`: the baseline of a theme, set anew by a person with a
 * reason.
 *
 * Nothing is set that was not shown first: without --yes it is a preview of the baseline that there
 * is and of the one that would be.  The old one is kept, and months that it judged stay as they
 * are. */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "pfq/clock.h"
#include "pfq/json.h"
#include "report.h"
#include "themes_rebase.h"

enum {
    OPT_THEME = OPT_OWN,
    OPT_UNIT,
    OPT_CASE_TYPE,
    OPT_FROM,
    OPT_TO,
    OPT_REASON,
    OPT_BY,
    OPT_YES,
    LABEL = 8
};

static const struct argp_option options[] = {
    {"force", OPT_FORCE, "NN", 0, "the force", 0},
    {"theme", OPT_THEME, "NAME", 0, "the theme, such as WITNESS_EVIDENCE", 0},
    {"unit", OPT_UNIT, "UNIT", 0, "of this police unit alone", 0},
    {"case-type", OPT_CASE_TYPE, "TYPE", 0, "of this case type alone: MC, CC, RASSO, CCU", 0},
    {"from", OPT_FROM, "YYYY-MM", 0, "the first month of the new baseline", 0},
    {"to", OPT_TO, "YYYY-MM", 0, "its last month; those after it are judged by it", 0},
    {"reason", OPT_REASON, "CODE", 0, "why: NEW_PROCESS, DATA_FAULT, MERGER or OTHER", 0},
    {"by", OPT_BY, "ID", 0, "the staff id of whoever decides it, never a name", 0},
    {"yes", OPT_YES, NULL, 0, "do it, else it is only shown", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static const char *reason_of(struct argp_state *state, const char *text)
{
    static const char *const reasons[] = {"NEW_PROCESS", "DATA_FAULT", "MERGER", "OTHER"};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (strcasecmp(reasons[i], text) == 0) {
            return reasons[i];
        }
    }
    argp_error(state, "--reason takes NEW_PROCESS, DATA_FAULT, MERGER or OTHER, not '%s'", text);
    return NULL;
}

static char *text_of(struct rebase *r, const char *text)
{
    return pfq_arena_strdup(&r->arena, text);
}

static void check(struct argp_state *state, const struct rebase *r)
{
    const Pfq__V1__Baseline *w = &r->wanted;
    int32_t month = pfq_london_date(pfq_wall_ms()) / 100;
    if (r->key.force == NULL || r->key.name == NULL || w->from_month == 0 || w->to_month == 0) {
        argp_error(state, "say which theme and which months: --force NN --theme NAME --from "
                          "YYYY-MM --to YYYY-MM");
    } else if (w->to_month < w->from_month) {
        argp_error(state, "--to is before --from");
    } else if (w->to_month >= month) {
        argp_error(state, "a baseline has whole months: %04d-%02d is not over",
                   (int)(w->to_month / 100), (int)(w->to_month % 100));
    } else if (r->yes && (w->by == NULL || w->reason_code == NULL)) {
        argp_error(state, "--yes needs --reason CODE, and --by ID, the staff id of whoever decides "
                          "it, never a name");
    }
}

static error_t parse_key(int key, char *arg, struct argp_state *state)
{
    struct rebase *r = state->input;
    switch (key) {
    case OPT_FORCE:
        r->key.force = text_of(r, option_force(state, arg));
        return 0;
    case OPT_THEME:
        r->key.name = text_of(
            r, pfq_enum_name(&pfq__v1__theme__descriptor,
                             option_code(state, &pfq__v1__theme__descriptor, "theme", arg)));
        return 0;
    case OPT_UNIT:
        r->key.police_unit = text_of(r, arg);
        return 0;
    case OPT_CASE_TYPE:
        r->key.has_case_type = true;
        r->key.case_type = (Pfq__V1__CaseType)option_code(state, &pfq__v1__case_type__descriptor,
                                                          "case type", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct rebase *r = state->input;
    switch (key) {
    case OPT_FROM:
        r->wanted.from_month = option_month(state, arg);
        return 0;
    case OPT_TO:
        r->wanted.to_month = option_month(state, arg);
        return 0;
    case OPT_REASON:
        r->wanted.reason_code = text_of(r, reason_of(state, arg));
        return 0;
    case OPT_BY:
        r->wanted.by = text_of(r, option_staff(state, arg));
        return 0;
    case OPT_YES:
        r->yes = true;
        return 0;
    case 'j':
        r->json = true;
        return 0;
    case OPT_RUN:
        r->run = arg;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%s' is one word too many", arg);
        return EINVAL;
    case ARGP_KEY_END:
        check(state, r);
        return 0;
    default:
        return parse_key(key, arg, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Set the baseline of a theme anew, which is otherwise frozen: by a named person, for a "
           "reason, after the preview.\vThe baseline before it is kept; months up to the last of "
           "the new one stay as they were judged.\n\n"
           "Example: pfq themes rebase --force 43 --theme INTERVIEW --from 2026-01 --to 2026-06 "
           "--reason NEW_PROCESS --by cps-114"};

/* --- the preview ------------------------------------------------------------------------- */

static const char *month_at(struct rebase *r, int place)
{
    int month = r->first / 100 * 12 + r->first % 100 - 1 + place;
    return pfq_arena_printf(&r->arena, "%04d-%02d", month / 12, month % 12 + 1);
}

static const char *words_of(struct rebase *r, const struct themes_base *base)
{
    return pfq_arena_printf(
        &r->arena, "%" PRId64 " of %" PRId64 " files (%.1f%%), %s to %s", base->share.failing,
        base->share.of,
        base->share.of == 0 ? 0 : 100.0 * (double)base->share.failing / (double)base->share.of,
        month_at(r, base->from), month_at(r, base->from + base->months - 1));
}

static json_t *object_of(struct rebase *r, const struct themes_base *base)
{
    json_t *object = json_object();
    (void)json_object_set_new(object, "from", json_string(month_at(r, base->from)));
    (void)json_object_set_new(object, "to",
                              json_string(month_at(r, base->from + base->months - 1)));
    (void)json_object_set_new(object, "failing", json_integer(base->share.failing));
    (void)json_object_set_new(object, "files", json_integer(base->share.of));
    return object;
}

static void show(struct rebase *r, const struct themes_base *old, const struct themes_base *new)
{
    if (r->json) {
        json_t *object = report_object();
        (void)json_object_set_new(object, "force", json_string(r->key.force));
        (void)json_object_set_new(object, "theme", json_string(r->key.name));
        (void)json_object_set_new(object, "now", old == NULL ? json_null() : object_of(r, old));
        (void)json_object_set_new(object, "then", object_of(r, new));
        (void)json_object_set_new(object, "set", json_boolean(r->yes));
        report_write(stdout, object);
        return;
    }
    page_put(&r->page, INK_BOLD, "Force %s, %s", r->key.force, r->key.name);
    page_end_line(&r->page);
    const char *by = r->set == NULL ? "by rule"
                                    : pfq_arena_printf(&r->arena, "set by %s, %s",
                                                       r->set->by == NULL ? "?" : r->set->by,
                                                       r->set->reason_code);
    page_paragraph(&r->page, LABEL, "Now",
                   old == NULL ? "there is no baseline yet"
                               : pfq_arena_printf(&r->arena, "%s, %s", words_of(r, old), by));
    page_paragraph(&r->page, LABEL, "Then",
                   pfq_arena_printf(&r->arena, "%s, and judges from %s on", words_of(r, new),
                                    month_at(r, new->from + new->months)));
}

/* The rule asks for more, and a person may know better. */
static void warn(const struct themes_base *new)
{
    const struct themes_rules *rules = &themes_rules_usual;
    if (new->months < rules->baseline_months || (double)new->share.of < rules->baseline_files) {
        fprintf(stderr,
                "pfq themes rebase: it has %d months and %" PRId64 " files; the rule asks for %.0f "
                "and %.0f, as with fewer chance moves themes more often\n",
                new->months, new->share.of, rules->baseline_months, rules->baseline_files);
    }
}

/* --- doing it ------------------------------------------------------------------------------ */

static enum pfq_exit set(struct rebase *r)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    r->wanted.key = &r->key;
    r->wanted.has_from_month = r->wanted.has_to_month = true;
    request.body_case = PFQ__V1__ENVELOPE__BODY_BASELINE;
    request.baseline = &r->wanted;
    enum pfq_exit code = rebase_ask(r, &request, PFQ__V1__ENVELOPE__BODY_STORE_ANSWER, &answer);
    if (code == PFQ_EXIT_GOOD) {
        code = ask_refused("themes rebase", answer->store_answer->n_problems,
                           answer->store_answer->problems);
    }
    if (code == PFQ_EXIT_GOOD && !r->json) {
        puts("It is set.  Themes are judged by it when they are looked at next, within a minute.");
    }
    return code;
}

static void say_how(const struct rebase *r)
{
    if (!r->json) {
        printf("Nothing was changed.  To do it, add %s%s--yes.\n",
               r->wanted.reason_code == NULL ? "--reason CODE " : "",
               r->wanted.by == NULL ? "--by ID " : "");
    }
}

static enum pfq_exit rebase(struct rebase *r)
{
    struct themes_base old = {0};
    struct themes_base new = {0};
    enum pfq_exit code = rebase_read(r);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    new.from = rebase_place(r, r->wanted.from_month);
    new.months = rebase_place(r, r->wanted.to_month) + 1 - new.from;
    new.share = rebase_sum(r, new.from, new.months);
    if (new.from < 0 || new.share.of == 0) {
        fputs("pfq themes rebase: the theme has no files in these months; nothing can be measured "
              "by them\n",
              stderr);
        return PFQ_EXIT_NOT_GOOD;
    }
    show(r, rebase_old(r, &old) ? &old : NULL, &new);
    warn(&new);
    if (r->yes) {
        return set(r);
    }
    say_how(r);
    return PFQ_EXIT_GOOD;
}

int themes_rebase(int argc, char **argv)
{
    static struct rebase r; /* its months are too large for a stack frame */
    static char name[] = "pfq themes rebase";
    r = (struct rebase){.wanted = PFQ__V1__BASELINE__INIT, .key = PFQ__V1__THEME_KEY__INIT};
    int32_t month = pfq_london_date(pfq_wall_ms()) / 100;
    int first = month / 100 * 12 + month % 100 - THEMES_MONTHS_MAX;
    r.first = first / 12 * 100 + first % 12 + 1;
    r.key.has_system = true;
    r.key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    pfq_arena_open(&r.arena);
    page_open(&r.page, stdout);
    argv[0] = name;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &r);
    enum pfq_exit code = ask_open(&r.store, "themes rebase", "store", r.run, &r.arena);
    if (code == PFQ_EXIT_GOOD) {
        code = rebase(&r);
    }
    ask_close(&r.store);
    pfq_arena_close(&r.arena);
    return (int)code;
}

/* action.c - `pfq action`: training and other things that are done about a theme. */
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/notice.h"
#include "feedback/challenge/promise.h"
#include "feedback/digest/digest.h"
#include "operator/commands.h"
#include "operator/report.h"
#include "operator/verbs.h"
#include "pfq/clock.h"
#include "pfq/json.h"

enum {
    OPT_WHAT = OPT_CHALLENGE_OWN,
    OPT_KIND_OF,
    OPT_DATE,
    OPT_DUE,
    OPT_OWNER,
    OPT_CHALLENGE,
    OPT_NAME,
    OPT_OPEN
};

struct doing {
    struct people people;
    struct theme_option theme;
    Pfq__V1__Action action;
    const struct verb *verb;
    bool open;
};

/* --- listing ------------------------------------------------------------------------ */

static void put_row(struct doing *d, const Pfq__V1__ActionRow *row)
{
    struct pfq_arena *arena = &d->people.arena;
    const Pfq__V1__Action *a = row->action;
    if (d->people.json) {
        report_message(&row->base);
        return;
    }
    page_put(&d->people.page, INK_BOLD, "%s", a->id == NULL ? "?" : a->id);
    page_put(&d->people.page, INK_PLAIN, "  %s %s", a->theme->force == NULL ? "" : a->theme->force,
             notice_theme(a->theme, arena));
    page_end_line(&d->people.page);
    page_paragraph(&d->people.page, 4, "",
                   pfq_arena_printf(arena, "%s%s%s", promise_words(a, NULL, 0, arena),
                                    a->owner == NULL ? "" : "; owner ",
                                    a->owner == NULL ? "" : a->owner));
}

static enum pfq_exit read_actions(struct doing *d, bool open, struct challenge_rows *rows)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    want.has_kind = want.has_open_only = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS;
    want.force = challenge_text(&d->people, d->theme.force);
    want.open_only = open;
    return challenge_rows(&d->people, &want, rows);
}

static enum pfq_exit list(void *self)
{
    struct doing *d = self;
    struct challenge_rows rows;
    enum pfq_exit code = read_actions(d, d->open, &rows);
    for (size_t i = 0; i < rows.action_count; i++) {
        const Pfq__V1__Action *a = rows.actions[i]->action;
        bool named = d->theme.name == NULL || (a->theme != NULL && a->theme->name != NULL &&
                                               strcmp(a->theme->name, d->theme.name) == 0);
        if (a->theme != NULL && named) {
            put_row(d, rows.actions[i]);
        }
    }
    if (code == PFQ_EXIT_GOOD && rows.action_count == 0) {
        folk_say_problem("pfq action", "Nothing is on record.", NULL);
    }
    return code;
}

/* --- telling -------------------------------------------------------------------------- */

static char *name_of(const struct doing *d, struct pfq_arena *arena)
{
    uint8_t digest[PFQ_DIGEST_BYTES];
    const char *matter = pfq_json_write(&d->action.base, PFQ_JSON_CANONICAL, arena);
    pfq_digest((struct pfq_bytes){(const uint8_t *)matter, strlen(matter)}, digest);
    return pfq_arena_printf(arena, "ac-%d-%02x%02x%02x", (int)pfq_london_date(d->people.now_ms),
                            digest[0], digest[1], digest[2]);
}

static enum pfq_exit tell(struct doing *d)
{
    struct people *p = &d->people;
    Pfq__V1__Action *a = &d->action;
    Pfq__V1__Event *event = challenge_event(p);
    const char *topic = digest_theme_training(a->theme->name);
    a->has_kind = a->has_done = true;
    a->kind = a->kind != 0 ? a->kind : PFQ__V1__ACTION_KIND__ACTION_KIND_TRAINING;
    a->done = a->has_date;
    a->text = a->text != NULL || topic == NULL ? a->text : challenge_text(p, topic);
    a->id = a->id != NULL ? a->id : name_of(d, &p->arena);
    event->what_case = PFQ__V1__EVENT__WHAT_ACTION;
    event->action = a;
    return challenge_tell(p, event, a->id,
                          pfq_arena_printf(&p->arena, "%s: %s. %s", a->id,
                                           notice_theme(a->theme, &p->arena),
                                           promise_words(a, NULL, 0, &p->arena)));
}

static enum pfq_exit add(void *self)
{
    struct doing *d = self;
    d->action.theme = theme_key(&d->theme, &d->people.arena);
    return tell(d);
}

/* As it stood, and done on that day. */
static enum pfq_exit done(void *self)
{
    struct doing *d = self;
    struct challenge_rows rows;
    enum pfq_exit code = read_actions(d, false, &rows);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < rows.action_count; i++) {
        const Pfq__V1__Action *a = rows.actions[i]->action;
        if (a->id != NULL && strcmp(a->id, d->action.id) == 0 && a->theme != NULL) {
            int32_t date = d->action.date;
            d->action = *a;
            d->action.has_date = true;
            d->action.date = date;
            return tell(d);
        }
    }
    if (code == PFQ_EXIT_GOOD) {
        folk_say_problem("pfq action", "There is no such action, or none that you may see.",
                         "See: pfq action list");
        code = PFQ_EXIT_NOT_GOOD;
    }
    return code;
}

/* --- options ------------------------------------------------------------------------ */

static const struct argp_option options[] = {
    {"what", OPT_WHAT, "TEXT", 0, "what it is, at most 250 characters", 0},
    {"type", OPT_KIND_OF, "TYPE", 0, "training (as without it), guidance, system or other", 0},
    {"on", OPT_DATE, "DATE", 0, "when it was done, such as 2026-05-12", 0},
    {"due", OPT_DUE, "DATE", 0, "not done yet: by when; after that day it is overdue", 0},
    {"owner", OPT_OWNER, "WHO", 0,
     "role that answers for it, such as head-of-cj; the force reads it", 0},
    {"challenge", OPT_CHALLENGE, "ID", 0, "the challenge that asked for it", 0},
    {"id", OPT_NAME, "ID", 0, "of add: its name for ever (else made up)", 0},
    {"open", OPT_OPEN, NULL, 0, "of a list: those that are not done", 0},
    {0}};

static const struct verb rows[] = {
    {"add", NULL, "what was done, or is to be done", NULL, add},
    {"done", "ID", "what was to be done is done", NULL, done},
    {"list", NULL, "what is on record", NULL, list},
};

static const struct verbs verbs = {
    .command = "pfq action", .rows = rows, .count = sizeof rows / sizeof *rows};

static void take_word(struct doing *d, char *word, struct argp_state *state)
{
    if (d->verb == NULL) {
        d->verb = verbs_option(state, &verbs, word);
    } else if (d->verb->act == done && d->action.id == NULL) {
        d->action.id = word;
    } else {
        argp_error(state, "'%s' is one word too many", word);
    }
}

static void check_words(const struct doing *d, struct argp_state *state)
{
    const Pfq__V1__Action *a = &d->action;
    bool adds = d->verb != NULL && d->verb->act == add;
    if (d->verb == NULL) {
        argp_error(state, "write add, done or list");
    } else if (adds && (d->theme.name == NULL || d->theme.force == NULL)) {
        argp_error(state, "an action is about a theme of a force: --theme NAME --force NN");
    } else if (adds && a->has_date == a->has_due_date) {
        argp_error(state, "say when it was done (--on DATE), or by when it is to be (--due DATE)");
    } else if (d->verb->act == done && (a->id == NULL || !a->has_date)) {
        argp_error(state, "name the action and its day: pfq action done ID --on DATE");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct doing *d = state->input;
    Pfq__V1__Action *a = &d->action;
    switch (key) {
    case OPT_WHAT:
        a->text = arg;
        return 0;
    case OPT_KIND_OF:
        a->kind = (Pfq__V1__ActionKind)folk_option(state, "a type",
                                                   &pfq__v1__action_kind__descriptor, arg);
        return 0;
    case OPT_DATE:
        a->has_date = true;
        a->date = option_day(state, "--on", arg);
        return 0;
    case OPT_DUE:
        a->has_due_date = true;
        a->due_date = option_day(state, "--due", arg);
        return 0;
    case OPT_OWNER:
        a->owner = arg;
        return 0;
    case OPT_CHALLENGE:
        a->challenge = arg;
        return 0;
    case OPT_NAME:
        a->id = arg;
        return 0;
    case OPT_OPEN:
        d->open = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &d->theme;
        state->child_inputs[1] = &d->people;
        return 0;
    case ARGP_KEY_ARG:
        take_word(d, arg, state);
        return 0;
    case ARGP_KEY_END:
        check_words(d, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&theme_argp, 0, "About which theme:", 2}, {&folk_argp, 0, NULL, 0}, {0}};

static char *help_filter(int key, const char *text, void *self)
{
    (void)self;
    return verbs_doc(&verbs, key, text);
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .help_filter = help_filter,
    .args_doc = "COMMAND [ID]",
    .doc = "Record what is done about a theme: it is marked on the theme's chart, and the rate "
           "before and after it is compared.  A theme is not resolved while an action is overdue.\v"
           "Example: pfq action add --theme INTERVIEW --force 43 --on 2026-05-12 --what 'Workshop "
           "on summaries'"};

int command_action(int argc, char **argv)
{
    struct doing d = {.verb = NULL};
    pfq__v1__action__init(&d.action);
    folk_open(&d.people, "action");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &d);
    enum pfq_exit code = d.verb->act(&d);
    folk_close(&d.people);
    return (int)code;
}

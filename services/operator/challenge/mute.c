/* mute.c - `pfq mute`: a known problem is not told of for a time. */
#include <inttypes.h>
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/notice.h"
#include "operator/commands.h"
#include "operator/report.h"
#include "pfq/clock.h"

enum {
    OPT_OWNER = OPT_CHALLENGE_OWN,
    OPT_REASON,
    OPT_UNTIL,
    OPT_ALL
};

struct muting {
    struct people people;
    struct theme_option theme;
    Pfq__V1__Mute mute;
    bool list;
    bool all;
};

static const struct argp_option options[] = {
    {"owner", OPT_OWNER, "STAFF", 0, "who answers for it (a staff id)", 0},
    {"reason", OPT_REASON, "TEXT", 0, "why, at most 200 characters; the force reads it", 0},
    {"until", OPT_UNTIL, "DATE", 0, "the last day, at most 366 days ahead", 0},
    {"all", OPT_ALL, NULL, 0, "of a list: those that ended, too", 0},
    {0}};

static void take_word(struct muting *m, char *word, struct argp_state *state)
{
    if (strcmp(word, "list") == 0 && state->arg_num == 0) {
        m->list = true;
    } else if (strcmp(word, "end") == 0 && state->arg_num == 0) {
        m->mute.has_end = m->mute.end = true;
    } else if (m->theme.name == NULL && !m->list) {
        m->theme.name = theme_name(state, word);
    } else {
        argp_error(state, "'%s' is one word too many", word);
    }
}

static void check_words(const struct muting *m, struct argp_state *state)
{
    if (m->list) {
        return;
    }
    if (m->theme.name == NULL || m->theme.force == NULL) {
        argp_error(state, "name a theme and its force: pfq mute INTERVIEW --force 43 ...");
    } else if (!m->mute.end &&
               (m->mute.owner == NULL || m->mute.reason == NULL || !m->mute.has_until_date)) {
        argp_error(state, "muting needs --owner STAFF, --reason TEXT and --until DATE");
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct muting *m = state->input;
    switch (key) {
    case OPT_OWNER:
        m->mute.owner = arg;
        return 0;
    case OPT_REASON:
        m->mute.reason = arg;
        return 0;
    case OPT_UNTIL:
        m->mute.has_until_date = true;
        m->mute.until_date = option_day(state, "--until", arg);
        return 0;
    case OPT_ALL:
        m->all = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &m->theme;
        state->child_inputs[1] = &m->people;
        return 0;
    case ARGP_KEY_ARG:
        take_word(m, arg, state);
        return 0;
    case ARGP_KEY_END:
        check_words(m, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {
    {&theme_argp, 0, "Of which theme:", 2}, {&folk_argp, 0, NULL, 0}, {0}};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "THEME\nend THEME\nlist",
    .doc = "Mute a known problem: until its last day, or until the theme is silent, it is not told "
           "of to the force. It is counted all the same, and every digest lists it as muted.\v"
           "Example: pfq mute INTERVIEW --force 43 --owner S18 --until 2027-01-31 --reason "
           "'New recording system from January'"};

/* --- listing ------------------------------------------------------------------------ */

/* "muted until 31 January 2027", "was muted until ...", "was muted from ... and ended on ...,
 * before its last day, 31 January 2027" */
static const char *when_words(const Pfq__V1__MuteRow *row, struct pfq_arena *arena)
{
    const Pfq__V1__Mute *mute = row->mute;
    if (mute->end || !mute->has_until_date) { /* nothing else was ever told of it */
        return "was told to end, and never muted";
    }
    if (row->has_ended_at) {
        return pfq_arena_printf(arena, "was muted from %s and ended on %s, before its last day, %s",
                                folk_date(pfq_london_date(row->since), arena),
                                folk_date(pfq_london_date(row->ended_at), arena),
                                folk_date(mute->until_date, arena));
    }
    return pfq_arena_printf(arena, "%s until %s", row->active ? "muted" : "was muted",
                            folk_date(mute->until_date, arena));
}

static void put_row(struct muting *m, const Pfq__V1__MuteRow *row)
{
    struct pfq_arena *arena = &m->people.arena;
    const Pfq__V1__Mute *mute = row->mute;
    if (m->people.json) {
        report_message(&row->base);
        return;
    }
    page_paragraph(&m->people.page, 4, "",
                   pfq_arena_printf(arena, "%s  %s: %s%s%s. %s",
                                    mute->theme->force == NULL ? "" : mute->theme->force,
                                    notice_theme(mute->theme, arena), when_words(row, arena),
                                    mute->owner == NULL ? "" : ", owner ",
                                    mute->owner == NULL ? "" : mute->owner,
                                    mute->reason == NULL ? "" : mute->reason));
}

static enum pfq_exit list(struct muting *m)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct challenge_rows rows;
    want.has_kind = want.has_open_only = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_MUTES;
    want.force = challenge_text(&m->people, m->theme.force);
    want.open_only = !m->all;
    enum pfq_exit code = challenge_rows(&m->people, &want, &rows);
    for (size_t i = 0; i < rows.mute_count; i++) {
        if (rows.mutes[i]->mute != NULL && rows.mutes[i]->mute->theme != NULL) {
            put_row(m, rows.mutes[i]);
        }
    }
    if (code == PFQ_EXIT_GOOD && rows.mute_count == 0) {
        folk_say_problem("pfq mute", "Nothing is muted.", NULL);
    }
    return code;
}

static enum pfq_exit tell(struct muting *m)
{
    struct people *p = &m->people;
    Pfq__V1__Event *event = challenge_event(p);
    m->mute.theme = theme_key(&m->theme, &p->arena);
    event->what_case = PFQ__V1__EVENT__WHAT_MUTE;
    event->mute = &m->mute;
    const char *theme = notice_theme(m->mute.theme, &p->arena);
    const char *said =
        m->mute.end
            ? pfq_arena_printf(&p->arena, "%s of force %s is told of again.", theme, m->theme.force)
            : pfq_arena_printf(&p->arena, "%s of force %s is muted until %s.", theme,
                               m->theme.force, folk_date(m->mute.until_date, &p->arena));
    return challenge_tell(p, event, m->theme.name, said);
}

int command_mute(int argc, char **argv)
{
    struct muting m = {.list = false};
    pfq__v1__mute__init(&m.mute);
    folk_open(&m.people, "mute");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &m);
    enum pfq_exit code = m.list ? list(&m) : tell(&m);
    folk_close(&m.people);
    return (int)code;
}

/* list.c - `pfq challenge list` and `pfq challenge show`. */
#include "challenge.h"
#include "feedback/challenge/case_effect.h"
#include "item.h"
#include "operator/report.h"

enum {
    OPT_ALL = OPT_CHALLENGE_OWN,
    OPT_OUTSIDE
};

struct listing {
    struct people people;
    const char *force;
    const char *id; /* of show */
    bool one;
    bool all;
    bool outside;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct listing *l = state->input;
    switch (key) {
    case OPT_ALL:
        l->all = true;
        return 0;
    case OPT_OUTSIDE:
        l->outside = true;
        return 0;
    case OPT_FORCE:
        l->force = option_force(state, arg);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &l->people;
        return 0;
    case ARGP_KEY_ARG:
        if (!l->one || l->id != NULL) {
            argp_error(state, "'%s' is one word too many", arg);
        }
        l->id = arg;
        return 0;
    case ARGP_KEY_END:
        if (l->one && l->id == NULL) {
            argp_error(state, "name the challenge by its id: pfq challenge list shows them");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = PEOPLE_CHILDREN;

/* --- showing ------------------------------------------------------------------------ */

/* Of a case what became of the file; a force has that in its mailbox. */
static const char *became(struct people *p, const Pfq__V1__ChallengeRow *row)
{
    struct submissions all = {.count = 0};
    bool of_case = row->raised != NULL && row->raised->urn != NULL;
    return of_case && case_submissions(p, row->raised->urn, &all) == PFQ_EXIT_GOOD && all.count > 0
               ? case_effect(row, all.receipts, all.count, &p->arena)
               : NULL;
}

/* --- asking -------------------------------------------------------------------------- */

static enum pfq_exit show_rows(struct listing *l)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct challenge_rows rows;
    want.has_kind = want.has_open_only = want.has_outside = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES;
    want.force = challenge_text(&l->people, l->force);
    want.id = challenge_text(&l->people, l->id);
    want.open_only = !l->all && !l->one;
    want.outside = l->outside;
    enum pfq_exit code = challenge_rows(&l->people, &want, &rows);
    for (size_t i = 0; i < rows.challenge_count; i++) {
        if (l->people.json) {
            report_message(&rows.challenges[i]->base);
        } else if (l->one) {
            item_put(&l->people.page, rows.challenges[i], became(&l->people, rows.challenges[i]),
                     &l->people.arena);
        } else {
            item_put_line(&l->people.page, rows.challenges[i], &l->people.arena);
        }
    }
    if (code == PFQ_EXIT_GOOD && rows.challenge_count == 0) {
        folk_say_problem("pfq challenge",
                         l->one ? "There is no such challenge, or none that you may see."
                                : "There is none.",
                         l->all ? NULL : "See: pfq challenge list --all");
        return l->one ? PFQ_EXIT_NOT_GOOD : PFQ_EXIT_GOOD;
    }
    return code;
}

static int run(struct listing *l, const struct argp *argp, int argc, char **argv)
{
    folk_open(&l->people, "challenge");
    (void)argp_parse(argp, argc, argv, 0, NULL, l);
    enum pfq_exit code = show_rows(l);
    folk_close(&l->people);
    return (int)code;
}

int challenge_list(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"force", OPT_FORCE, "NN", 0, "to this force alone", 0},
        {"all", OPT_ALL, NULL, 0, "closed ones too", 0},
        {"outside", OPT_OUTSIDE, NULL, 0, "as the force sees them", 0},
        {0}};
    struct listing l = {.one = false};
    const struct argp argp = {options,  parse, NULL, "List the challenges that are not closed.",
                              children, NULL,  NULL};
    return run(&l, &argp, argc, argv);
}

int challenge_show(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"outside", OPT_OUTSIDE, NULL, 0, "as the force sees it", 0}, {0}};
    struct listing l = {.one = true};
    const struct argp argp = {options,  parse, "ID", "Show one challenge with every step.",
                              children, NULL,  NULL};
    return run(&l, &argp, argc, argv);
}

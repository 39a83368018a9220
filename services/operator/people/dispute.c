/* dispute.c - `pfq dispute`: what becomes of what the police dispute. */
#include "dispute.h"

#include <string.h>

#include "operator/commands.h"

enum {
    OPT_FAILURE = OPT_PEOPLE_OWN,
    OPT_REASON,
    OPT_CHANNEL,
    OPT_CORRECTION,
    OPT_YES,
    OPT_REPLACE,
    OPT_ANYWAY,
    OPT_INSIDE,
    OPT_OUTSIDE,
    OPT_OUT
};

static const struct argp_option options[] = {
    {"failure", OPT_FAILURE, "N", 0, "record: of this failure", 0},
    {"reason", OPT_REASON, "TEXT", 0, "record: why, at most 200 characters; stays inside", 0},
    {"channel", OPT_CHANNEL, "HOW", 0, "record, bulk: email, meeting or phone", 0},
    {"correction", OPT_CORRECTION, NULL, 0, "record, import: after the deadline, with a reason", 0},
    {"yes", OPT_YES, NULL, 0, "bulk: do it; else it is only counted", 0},
    {"replace", OPT_REPLACE, NULL, 0, "record, import: in place of an outcome that stands", 0},
    {"anyway", OPT_ANYWAY, NULL, 0,
     "record, bulk: although the police have time left, or said otherwise", 0},
    {"inside", OPT_INSIDE, NULL, 0, "export: stays inside the CPS", 0},
    {"outside", OPT_OUTSIDE, NULL, 0, "export: leaves the CPS, without what may not; it is logged",
     0},
    {"out", 'o', "FILE", 0, "export: where to, else standard output", 0},
    {0}};

static const struct act {
    const char *name;
    enum pfq_exit (*run)(struct dispute *d);
} acts[] = {{"list", dispute_list},
            {"record", dispute_record},
            {"bulk", dispute_bulk},
            {"export", dispute_export},
            {"import", dispute_import}};

static const struct act *find_act(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i].name, name) == 0) {
            return &acts[i];
        }
    }
    return NULL;
}

static bool is_act(const struct dispute *d, const char *name)
{
    return d->act != NULL && strcmp(d->act, name) == 0;
}

static Pfq__V1__DisputeResult result_option(struct argp_state *state, const char *word)
{
    return (Pfq__V1__DisputeResult)folk_option(state, "an outcome",
                                               &pfq__v1__dispute_result__descriptor, word);
}

static void take_word(struct dispute *d, char *word, struct argp_state *state)
{
    if (d->act == NULL) {
        d->act = word;
        if (find_act(word) == NULL) {
            argp_error(state, "'%s' is none of list, record, bulk, export and import", word);
        }
    } else if (is_act(d, "record") && d->urn == NULL) {
        d->urn = folk_urn(state, word);
    } else if ((is_act(d, "record") || is_act(d, "bulk")) && d->result == 0) {
        d->result = result_option(state, word);
    } else if (is_act(d, "import") && d->word == NULL) {
        d->word = word;
    } else {
        argp_error(state, "'%s' is one word too many", word);
    }
}

static const char *what_lacks(const struct dispute *d)
{
    if (d->act == NULL) {
        return "say what to do: list, record, bulk, export or import";
    }
    if (is_act(d, "record") && (d->urn == NULL || d->failure == 0 || d->result == 0)) {
        return "record takes a case, --failure N, and accepted, rejected or not-disputed";
    }
    if (is_act(d, "bulk") && d->result != PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED) {
        return "bulk records not-disputed, and nothing else: say bulk not-disputed";
    }
    if (is_act(d, "bulk") && d->filter.force == NULL) {
        return "bulk needs --force, and may be narrowed by --police-unit, --month, --week, --kind";
    }
    if (is_act(d, "export") && d->inside == d->outside) {
        return "will it be shared outside the CPS?  Say --outside, or --inside";
    }
    if (is_act(d, "import") && d->word == NULL) {
        return "name the returned file; - is standard input";
    }
    return is_act(d, "record") && d->correction && d->reason == NULL
               ? "a correction after the deadline needs --reason"
               : NULL;
}

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
    struct dispute *d = state->input;
    const char *lacks = NULL;
    switch (key) {
    case OPT_REPLACE:
        d->replace = true;
        return 0;
    case OPT_ANYWAY:
        d->anyway = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &d->filter;
        state->child_inputs[1] = &d->people;
        return 0;
    case ARGP_KEY_ARG:
        take_word(d, arg, state);
        return 0;
    case ARGP_KEY_END:
        lacks = what_lacks(d);
        if (lacks != NULL) {
            argp_error(state, "%s", lacks);
        }
        return 0;
    case OPT_OUTSIDE:
        d->outside = true;
        return 0;
    case 'o':
        d->out = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct dispute *d = state->input;
    switch (key) {
    case OPT_FAILURE:
        d->failure = (uint32_t)option_number(state, "--failure", arg, 1, 1000000);
        return 0;
    case OPT_REASON:
        d->reason = arg;
        return 0;
    case OPT_CHANNEL:
        d->channel =
            (Pfq__V1__Channel)folk_option(state, "--channel", &pfq__v1__channel__descriptor, arg);
        return 0;
    case OPT_CORRECTION:
        d->correction = true;
        return 0;
    case OPT_YES:
        d->yes = true;
        return 0;
    case OPT_INSIDE:
        d->inside = true;
        return 0;
    default:
        return parse_rest(key, arg, state);
    }
}

static const struct argp_child children[] = PEOPLE_FILTER_CHILDREN;
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "list\nrecord URN --failure N OUTCOME\nbulk not-disputed --force NN\n"
                "export --outside|--inside\nimport FILE",
    .doc =
        "What becomes of disputes: accepted (the failure leaves the force's rate), rejected "
        "(it stands) or not-disputed.\v"
        "Outcomes are taken until 42 days after the end of the reporting month, 23:59; after "
        "that a --correction needs a reason, and is shown as one.  What replaces an outcome, and "
        "what the police did not dispute or still have time for, is said first; --replace "
        "and --anyway record it.\n\n"
        "Example: pfq dispute bulk not-disputed --force 40 --month 2026-10 --yes"};

int command_dispute(int argc, char **argv)
{
    struct dispute d = {.act = NULL};
    folk_open(&d.people, "dispute");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &d);
    const struct act *act = find_act(d.act);
    enum pfq_exit code = act == NULL ? PFQ_EXIT_USAGE : act->run(&d);
    folk_close(&d.people);
    return (int)code;
}

/* brief.c - `pfq challenge brief`: one page to take into a meeting. */
#include <errno.h>
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/brief.h"
#include "feedback/challenge/case_effect.h"
#include "feedback/challenge/ladder.h"
#include "feedback/themes/systems.h"
#include "pfq/clock.h"

enum {
    OPT_HTML = OPT_CHALLENGE_OWN,
    OPT_TEXT,
    OPT_OUTSIDE,
    OPT_INSIDE,
    MONTHS_MAX = 64,
    YEARS_BACK = 3
};

struct briefing {
    struct people people;
    const char *id;
    const char *out;
    bool html;
    enum audience audience;
    struct brief_facts facts;
    struct effect_month months[MONTHS_MAX];
};

static const struct argp_option options[] = {
    {"html", OPT_HTML, NULL, 0, "one HTML page that prints on A4", 0},
    {"text", OPT_TEXT, NULL, 0, "text (as without it)", 0},
    {"inside", OPT_INSIDE, NULL, 0, "for the CPS (as without it)", 0},
    {"outside", OPT_OUTSIDE, NULL, 0, "for the police: no owner and no notes", 0},
    {"output", 'o', "FILE", 0, "write it there", 0},
    {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct briefing *b = state->input;
    switch (key) {
    case OPT_HTML:
    case OPT_TEXT:
        b->html = key == OPT_HTML;
        return 0;
    case OPT_INSIDE:
    case OPT_OUTSIDE:
        b->audience = key == OPT_INSIDE ? AUDIENCE_INSIDE : AUDIENCE_OUTSIDE;
        return 0;
    case 'o':
        b->out = arg;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &b->people;
        return 0;
    case ARGP_KEY_ARG:
        if (b->id != NULL) {
            argp_error(state, "one challenge at a time");
        }
        b->id = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the challenge by its id: pfq challenge list shows them");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = PEOPLE_CHILDREN;

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "ID",
    .doc = "Make one page of a challenge to take into a meeting: the fact, its figures and three "
           "examples, what was promised before and what came of it, what is wanted by when.\v"
           "Example: pfq challenge brief ch-20261123-1a2b3c --html -o brief.html"};

/* --- what is known ------------------------------------------------------------------- */

static void add_month(struct briefing *b, const Pfq__V1__Figure *f)
{
    struct brief_facts *facts = &b->facts;
    for (size_t i = 0; i < facts->month_count; i++) {
        if (b->months[i].month == f->period) {
            b->months[i].share.failing += (int64_t)f->failing;
            b->months[i].share.of += (int64_t)f->applicable;
            return;
        }
    }
    if (facts->month_count < MONTHS_MAX) {
        b->months[facts->month_count++] =
            (struct effect_month){f->period, {(int64_t)f->failing, (int64_t)f->applicable}};
    }
}

static bool is_of(const Pfq__V1__Figure *f, const Pfq__V1__ThemeKey *key)
{
    return f->name != NULL && strcmp(f->name, key->name) == 0 &&
           (key->police_unit == NULL ||
            (f->police_unit != NULL && strcmp(f->police_unit, key->police_unit) == 0)) &&
           (!key->has_case_type || f->case_type == key->case_type);
}

static void add_months(struct briefing *b, const Pfq__V1__Figures *page,
                       const Pfq__V1__ThemeKey *key)
{
    b->facts.up_to = page != NULL && page->has_up_to ? page->up_to : b->facts.up_to;
    for (size_t i = 0; page != NULL && i < page->n_rows; i++) {
        if (is_of(page->rows[i], key)) {
            add_month(b, page->rows[i]);
        }
    }
}

static enum pfq_exit read_months(struct briefing *b, const Pfq__V1__ThemeKey *key)
{
    Pfq__V1__FigureKind kinds[] = {themes_system(key)->theme};
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    bool more = true;
    read.force = key->force;
    read.has_from_date = read.has_to_date = read.has_by_unit = read.has_by_case_type = true;
    read.to_date = pfq_london_date(b->people.now_ms);
    read.from_date = read.to_date - YEARS_BACK * 10000;
    read.from_date -= read.from_date % 100 - 1;
    read.by_unit = key->police_unit != NULL;
    read.by_case_type = key->has_case_type;
    read.kinds = kinds;
    read.n_kinds = 1;
    request.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES_READ;
    request.figures_read = &read;
    while (code == PFQ_EXIT_GOOD && more) {
        Pfq__V1__Envelope *answer = NULL;
        code = folk_ask(&b->people, PEOPLE_FEEDBACK, &request, PFQ__V1__ENVELOPE__BODY_FIGURES,
                        &answer);
        const Pfq__V1__Figures *page = code == PFQ_EXIT_GOOD ? answer->figures : NULL;
        if (page != NULL) {
            code = folk_refused(&b->people, page->n_problems, page->problems);
        }
        add_months(b, page, key);
        more = page != NULL && page->has_next;
        read.has_after = more;
        read.after = more ? page->next : (ProtobufCBinaryData){0, NULL};
    }
    b->facts.months = b->months;
    return code;
}

static bool same_matter(const Pfq__V1__ChallengeRaise *a, const Pfq__V1__ChallengeRaise *b)
{
    return a->theme != NULL ? ladder_same_theme(a->theme, b->theme)
                            : b->urn != NULL && a->urn != NULL && strcmp(a->urn, b->urn) == 0;
}

static enum pfq_exit read_others(struct briefing *b)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    const Pfq__V1__ChallengeRow *row = b->facts.row;
    struct challenge_rows rows;
    want.has_kind = want.has_outside = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES;
    want.force = row->raised->force;
    want.outside = b->audience == AUDIENCE_OUTSIDE;
    enum pfq_exit code = challenge_rows(&b->people, &want, &rows);
    b->facts.others =
        pfq_arena_new(&b->people.arena, Pfq__V1__ChallengeRow *, rows.challenge_count + 1);
    b->facts.up_to = rows.up_to;
    for (size_t i = 0; i < rows.challenge_count; i++) {
        const Pfq__V1__ChallengeRaise *other = rows.challenges[i]->raised;
        if (other != NULL && strcmp(other->id, row->raised->id) != 0 &&
            rows.challenges[i]->raised_at <= row->raised_at && same_matter(row->raised, other)) {
            b->facts.others[b->facts.other_count++] = rows.challenges[i];
        }
    }
    return code;
}

static enum pfq_exit read_actions(struct briefing *b, const Pfq__V1__ThemeKey *key)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct challenge_rows rows;
    want.has_kind = want.has_outside = true;
    want.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS;
    want.force = key->force;
    want.outside = b->audience == AUDIENCE_OUTSIDE;
    enum pfq_exit code = challenge_rows(&b->people, &want, &rows);
    b->facts.actions = pfq_arena_new(&b->people.arena, Pfq__V1__ActionRow *, rows.action_count + 1);
    for (size_t i = 0; i < rows.action_count; i++) {
        if (ladder_same_theme(rows.actions[i]->action->theme, key)) {
            b->facts.actions[b->facts.action_count++] = rows.actions[i];
        }
    }
    return code;
}

static enum pfq_exit read_theme(struct briefing *b, const Pfq__V1__ThemeKey *key)
{
    struct theme_file *files = pfq_arena_new(&b->people.arena, struct theme_file, BRIEF_EXAMPLES);
    struct brief_example *examples =
        pfq_arena_new(&b->people.arena, struct brief_example, BRIEF_EXAMPLES);
    enum pfq_exit code = theme_move(&b->people, key, &b->facts.move);
    code = code != PFQ_EXIT_GOOD ? code : read_months(b, key);
    code = code != PFQ_EXIT_GOOD ? code : read_actions(b, key);
    if (code == PFQ_EXIT_GOOD) {
        code = theme_files(&b->people, key, b->facts.move == NULL ? 0 : b->facts.move->month,
                           BRIEF_EXAMPLES, files, &b->facts.example_count);
    }
    for (size_t i = 0; i < b->facts.example_count; i++) {
        examples[i] = (struct brief_example){files[i].urn, files[i].what, files[i].date};
    }
    b->facts.examples = examples;
    return code;
}

/* Those of the challenged check that fail, or those of all others. */
static void add_failing(struct briefing *b, const Pfq__V1__Receipt *last, bool challenged,
                        struct brief_example *examples)
{
    const char *check = b->facts.row->raised->check;
    for (size_t i = 0; i < last->n_findings && b->facts.example_count < BRIEF_EXAMPLES; i++) {
        const Pfq__V1__Finding *f = last->findings[i];
        bool is_it = check != NULL && strcmp(f->check, check) == 0;
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET && is_it == challenged) {
            examples[b->facts.example_count++] = (struct brief_example){
                last->urn, finding_words(f, &b->people.arena), pfq_london_date(last->received_at)};
        }
    }
}

/* The findings of its last submission that fail, the one that was challenged first. */
static void add_findings(struct briefing *b, const Pfq__V1__Receipt *last)
{
    struct brief_example *examples =
        pfq_arena_new(&b->people.arena, struct brief_example, BRIEF_EXAMPLES + 1);
    add_failing(b, last, true, examples);
    add_failing(b, last, false, examples);
    b->facts.examples = examples;
}

static enum pfq_exit read_case(struct briefing *b)
{
    struct submissions all = {.count = 0};
    const Pfq__V1__ChallengeRow *row = b->facts.row;
    enum pfq_exit code = case_submissions(&b->people, row->raised->urn, &all);
    if (code == PFQ_EXIT_GOOD && all.count > 0) {
        b->facts.became = case_effect(row, all.receipts, all.count, &b->people.arena);
        add_findings(b, all.receipts[all.count - 1]);
    }
    return code;
}

/* --- writing --------------------------------------------------------------------------- */

static enum pfq_exit write_page(struct briefing *b)
{
    FILE *out = b->out == NULL ? stdout : fopen(b->out, "we");
    bool bad = out == NULL;
    if (!bad) {
        (b->html ? brief_html : brief_text)(&b->facts, b->audience, &b->people.arena, out);
        bad = fflush(out) != 0 || ferror(out) != 0;
        bad = (out != stdout && fclose(out) != 0) || bad;
    }
    if (bad && b->out != NULL) {
        fprintf(stderr, "pfq challenge: %s cannot be written: %s\n", b->out, strerror(errno));
    }
    return bad ? PFQ_EXIT_USAGE : PFQ_EXIT_GOOD;
}

static enum pfq_exit make(struct briefing *b)
{
    Pfq__V1__ChallengeRow *row = NULL;
    enum pfq_exit code = challenge_find(&b->people, b->id, &row);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    b->facts.row = row;
    b->facts.made_ms = b->people.now_ms;
    b->facts.force_name =
        row->raised->force == NULL ? NULL : force_name(row->raised->force, &b->people.arena);
    code = read_others(b);
    if (code == PFQ_EXIT_GOOD && row->raised->theme != NULL) {
        code = read_theme(b, row->raised->theme);
    } else if (code == PFQ_EXIT_GOOD && row->raised->urn != NULL) {
        code = read_case(b);
    }
    return code == PFQ_EXIT_GOOD ? write_page(b) : code;
}

int challenge_brief(int argc, char **argv)
{
    struct briefing b = {.audience = AUDIENCE_INSIDE};
    folk_open(&b.people, "challenge");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &b);
    enum pfq_exit code = make(&b);
    folk_close(&b.people);
    return (int)code;
}

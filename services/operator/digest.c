/* digest.c - `pfq digest` and `pfq pack`: a period in one page, in the form that is asked for. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "ask.h"
#include "digest_command.h"
#include "feedback/digest/pages.h"
#include "feedback/render/figure.h"
#include "feedback/summary/summary.h"
#include "loading.h"
#include "operator.h"
#include "pfq/clock.h"
#include "pfq/standard.h"
#include "places.h"
#include "pfq/grants.h"
#include "reach.h"
#include "who.h"

/* --- what is asked for ------------------------------------------------------------ */

static void set_period(struct digest_command *c)
{
    Pfq__V1__DigestKind kind = c->wish.kind;
    int32_t today = pfq_london_date(pfq_wall_ms());
    struct digest_period period =
        c->date == 0 ? digest_period_before(kind, today) : digest_period(kind, c->date);
    c->wish.from_date = period.from;
    c->wish.to_date = period.to;
    c->wish.made_at = pfq_wall_ms();
}

static void add_force(struct digest_command *c, const char *code)
{
    struct digest_facts *facts = &c->summary.gather.facts;
    struct digest_force *force = &c->forces[facts->force_count++];
    (void)snprintf(force->code, sizeof force->code, "%.2s", code);
    force->name = force_name(code, &c->arena);
}

/* False: there is no such Area, and that has been said. */
static bool set_forces(struct digest_command *c)
{
    const char *codes[DIGEST_COMMAND_FORCES];
    if (c->wish.force != NULL) {
        add_force(c, strcmp(c->wish.force, "02") == 0 ? "01" : c->wish.force);
        c->wish.force = c->forces[0].code;
        return true;
    }
    size_t count = pfq_standard_area_forces(c->standard, c->wish.area, c->wish.to_date, codes,
                                            DIGEST_COMMAND_FORCES);
    if (count == 0) {
        fprintf(stderr, "pfq %s: '%s' was no CPS Area then; TC or \"Thames and Chiltern\" is one\n",
                c->name, c->wish.area);
        return false;
    }
    c->wish.area = pfq_standard_area(c->standard, c->wish.area);
    for (size_t i = 0; i < count; i++) {
        add_force(c, codes[i]);
    }
    return true;
}

/* --- writing ---------------------------------------------------------------------- */

static enum pfq_exit say_unwritten(const struct digest_command *c)
{
    fprintf(stderr, "pfq %s: %s cannot be written: %s\n", c->name, c->out, strerror(errno));
    return PFQ_EXIT_USAGE;
}

static void write_form(struct digest_command *c, const Pfq__V1__Digest *digest, FILE *out)
{
    switch (c->form) {
    case FORM_HTML:
        digest_html(digest, &c->arena, out);
        return;
    case FORM_CSV:
        digest_csv(digest, &c->arena, out);
        return;
    case FORM_JSON:
        digest_json(digest, &c->arena, out);
        return;
    case FORM_TEXT:
    case FORM_XLSX:
        break;
    }
    digest_text(digest, &c->arena, out);
}

static enum pfq_exit write_digest(struct digest_command *c, const Pfq__V1__Digest *digest)
{
    struct pfq_err err;
    if (c->form == FORM_XLSX) {
        if (digest_xlsx(digest, c->out, &c->arena, &err) == PFQ_OK) {
            return PFQ_EXIT_GOOD;
        }
        fprintf(stderr, "pfq %s: %s\n", c->name, err.text);
        return PFQ_EXIT_USAGE;
    }
    FILE *out = c->out == NULL ? stdout : fopen(c->out, "we");
    if (out == NULL) {
        return say_unwritten(c);
    }
    write_form(c, digest, out);
    bool bad = fflush(out) != 0 || ferror(out);
    bad = (out != stdout && fclose(out) != 0) || bad;
    return bad && c->out != NULL ? say_unwritten(c) : bad ? PFQ_EXIT_USAGE : PFQ_EXIT_GOOD;
}

/* A unit that never sent a file is a slip of the pen, not a unit with nothing to say. */
static bool unit_exists(struct digest_command *c)
{
    const char *others = c->wish.police_unit == NULL
                             ? NULL
                             : digest_other_units(&c->summary.gather.facts, &c->arena);
    if (others != NULL && *others == '\0') {
        fprintf(stderr, "pfq %s: no file of force %s names a unit; leave out --unit\n", c->name,
                c->wish.force);
    } else if (others != NULL) {
        fprintf(stderr, "pfq %s: force %s has no unit %s; its units are %s\n", c->name,
                c->wish.force, c->wish.police_unit, others);
    }
    return others == NULL;
}

/* "nothing to say of 16 November 2026 to 22 November 2026, and nothing is open" */
static void say_nothing(struct digest_command *c)
{
    bool day = c->wish.from_date == c->wish.to_date;
    bool area = digest_is_of_area(c->wish.kind);
    fprintf(stderr, "pfq %s: there is nothing to say of %s%s%s%s\n", c->name,
            figure_date(c->wish.from_date, &c->arena), day ? "" : " to ",
            day ? "" : figure_date(c->wish.to_date, &c->arena),
            area ? ", and nothing is open" : "");
}

static enum pfq_exit make_digest(struct digest_command *c)
{
    if (!unit_exists(c)) {
        return PFQ_EXIT_USAGE;
    }
    Pfq__V1__Digest *digest = summary_digest(&c->summary, &c->arena);
    if (digest == NULL) {
        uint64_t behind = c->summary.gather.facts.behind;
        say_nothing(c);
        if (behind > 0) {
            fprintf(stderr,
                    "  Not whole: %" PRIu64 " submissions are not yet counted; ask again.\n",
                    behind);
        }
        return PFQ_EXIT_GOOD;
    }
    if (!c->inside && !digest_outside(digest)) {
        return PFQ_EXIT_USAGE;
    }
    return write_digest(c, digest);
}

/* --- asking ----------------------------------------------------------------------- */

static enum pfq_code ask_one(struct digest_command *c, const struct gather_question *q,
                             struct pfq_err *err)
{
    Pfq__V1__Envelope request = q->envelope;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    enum pfq_code code = ask(c->client, &request, q->wanted, ASK_TIMEOUT_MS, &arena, &answer, err);
    if (code == PFQ_OK) {
        code = summary_take(&c->summary, answer, err);
    } else if (summary_without(&c->summary)) {
        code = PFQ_OK;
    }
    pfq_arena_close(&arena);
    return code;
}

static enum pfq_exit gather_all(struct digest_command *c)
{
    struct pfq_err err;
    enum pfq_code code = PFQ_OK;
    const struct gather_question *question = NULL;
    summary_begin(&c->summary);
    while (code == PFQ_OK && (question = summary_next(&c->summary)) != NULL) {
        code = ask_one(c, question, &err);
    }
    if (code != PFQ_OK) {
        ask_say_away(c->name, c->feedback.endpoint, &err);
        return ask_exit(&err);
    }
    return make_digest(c);
}

/* Store gives a force nothing of the inside: what is made of that must not be called so. */
static bool may_inside(struct digest_command *c)
{
    char who[PFQ_GRANTS_WORDS];
    const Pfq__V1__Peer *you = c->inside ? who_am_i(place_run(c->run, &c->arena), &c->arena) : NULL;
    if (you == NULL || you->role != PFQ__V1__ROLE__ROLE_FORCE) {
        return true;
    }
    pfq_grants_words(you, who);
    fprintf(stderr, "pfq %s: Not permitted: %s.  %s\n  %s\n", c->name, who,
            "What is for the CPS alone is not made for a force.", PFQ_GRANTS_FIX);
    return false;
}

static enum pfq_exit ask_feedback(struct digest_command *c)
{
    struct pfq_err err;
    c->feedback = (struct reach){.command = c->name, .tried = place_tried(c->run)};
    c->feedback.endpoint = place_endpoint(place_run(c->run, &c->arena), "feedback", &c->arena);
    if (!reach_wait(&c->feedback, ASK_TIMEOUT_MS)) {
        reach_say_nobody(&c->feedback);
        return PFQ_EXIT_AWAY;
    }
    if (pfq_client_open(c->feedback.endpoint, &c->client, &err) != PFQ_OK) {
        ask_say_away(c->name, c->feedback.endpoint, &err);
        return PFQ_EXIT_AWAY;
    }
    enum pfq_exit code = may_inside(c) ? gather_all(c) : PFQ_EXIT_NOT_GOOD;
    pfq_client_close(c->client);
    return code;
}

static enum pfq_exit look(struct digest_command *c)
{
    struct digest_facts *facts = &c->summary.gather.facts;
    set_period(c);
    if (!set_forces(c)) {
        return PFQ_EXIT_USAGE;
    }
    const char *undecided = place_of_feedback("digest_undecided_percent", &c->arena);
    c->wish.undecided_percent = undecided == NULL ? 0 : (int)strtol(undecided, NULL, 10);
    facts->wish = c->wish;
    facts->forces = c->forces;
    facts->catalogue = pfq_standard_texts(c->standard);
    facts->catalogue_version = pfq_standard_version(c->standard);
    c->summary.gather.arena = &c->arena;
    return ask_feedback(c);
}

static int run(struct digest_command *c, const struct argp *argp, int argc, char **argv)
{
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(argp, argc, argv, 0, NULL, c);
    struct loading from = {.catalogue = c->catalogue};
    pfq_arena_open(&c->arena);
    if (loading_standard(c->name, &from, &c->standard)) {
        code = look(c);
        pfq_standard_close(c->standard);
    }
    pfq_arena_close(&c->arena);
    return (int)code;
}

int command_digest(int argc, char **argv)
{
    struct digest_command c = {.name = "digest"};
    c.wish.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    return run(&c, &digest_argp, argc, argv);
}

int command_pack(int argc, char **argv)
{
    struct digest_command c = {.name = "pack", .inside = true};
    return run(&c, &pack_argp, argc, argv);
}

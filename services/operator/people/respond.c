/* respond.c - `pfq respond`: what the police say of each failure, one by one or on a sheet. */
#include <string.h>

#include "operator/commands.h"
#include "operator/report.h"
#include "people.h"
#include "pfq/json.h"
#include "pfq/wire.h"
#include "returned.h"
#include "sheet.h"

enum {
    OPT_LIST = OPT_PEOPLE_OWN,
    OPT_FAILURE,
    OPT_COMMENT,
    OPT_EXPORT,
    OPT_IMPORT
};

struct respond {
    struct people people;
    struct people_filter filter;
    const char *urn;
    const char *comment;
    const char *export;
    const char *import;
    uint32_t failure; /* 0: none was named */
    Pfq__V1__ResponseKind answer;
    bool list;
};

static const struct argp_option options[] = {
    {"failure", OPT_FAILURE, "N", 0, "answer this failure of the case", 0},
    {"comment", OPT_COMMENT, "TEXT", 0, "with the answer, at most 250 characters", 0},
    {"list", OPT_LIST, NULL, 0, "what is open, with the days by which it is due", 0},
    {"export", OPT_EXPORT, "FILE", 0, "open failures as CSV, to be filled in; - is stdout", 0},
    {"import", OPT_IMPORT, "FILE", 0, "take the answers of a returned CSV; - is stdin", 0},
    {0}};

/* --- options ------------------------------------------------------------------------------- */

static void take_word(struct respond *r, char *word, struct argp_state *state)
{
    if (r->urn == NULL) {
        r->urn = folk_urn(state, word);
    } else if (r->answer == 0) {
        r->answer = (Pfq__V1__ResponseKind)folk_option(state, "an answer",
                                                       &pfq__v1__response_kind__descriptor, word);
    } else {
        argp_error(state, "'%s' is one word too many", word);
    }
}

static void check_words(const struct respond *r, struct argp_state *state)
{
    int acts = r->list + (r->export != NULL) + (r->import != NULL) + (r->urn != NULL);
    if (acts != 1) {
        argp_error(state, "name a case, or give one of --list, --export and --import");
    } else if ((r->failure != 0) != (r->answer != 0)) {
        argp_error(state, "an answer needs both: --failure N, and accept, dispute, fixed or "
                          "not-ours");
    } else if (r->comment != NULL && r->answer == 0) {
        argp_error(state, "--comment goes with an answer");
    }
}

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
    struct respond *r = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &r->filter;
        state->child_inputs[1] = &r->people;
        return 0;
    case ARGP_KEY_ARG:
        take_word(r, arg, state);
        return 0;
    case ARGP_KEY_END:
        check_words(r, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct respond *r = state->input;
    switch (key) {
    case OPT_FAILURE:
        r->failure = (uint32_t)option_number(state, "--failure", arg, 1, 1000000);
        return 0;
    case OPT_COMMENT:
        r->comment = arg;
        return 0;
    case OPT_LIST:
        r->list = true;
        return 0;
    case OPT_EXPORT:
        r->export = arg;
        return 0;
    case OPT_IMPORT:
        r->import = arg;
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
    .args_doc = "URN\nURN --failure N ANSWER\n--list\n--export FILE\n--import FILE",
    .doc = "Answer the failures that the CPS recorded, as the police: accept, dispute, fixed or "
           "not-ours.\v"
           "A returned sheet may have its rows in another order and further columns; what is "
           "wrong is named by its line, and the rest is taken.\n\n"
           "Example: pfq respond 40AA1234526 --failure 1 dispute --comment 'sent on 3 May'"};

/* --- one ----------------------------------------------------------------------------------- */

static enum pfq_exit refuse_frozen(struct people *p, const Pfq__V1__AssessmentRow *row)
{
    folk_say_problem("pfq respond", folk_frozen(p, row),
                     "It is closed.  A mistake can still be corrected by the CPS, with a reason: "
                     "ask whom you meet about file quality.");
    return PFQ_EXIT_NOT_GOOD;
}

static Pfq__V1__Response *response_of(struct people *p, const struct people_failure *of,
                                      Pfq__V1__ResponseKind said, const char *comment)
{
    Pfq__V1__Response *response = pfq_arena_new(&p->arena, Pfq__V1__Response, 1);
    pfq__v1__response__init(response);
    returned_name(p, of, &response->assessment, &response->kind, &response->failure);
    response->has_kind = response->has_failure = response->has_response = true;
    response->response = said;
    response->comment =
        comment == NULL || comment[0] == '\0' ? NULL : pfq_arena_strdup(&p->arena, comment);
    return response;
}

/* Nothing new is said; but who says again what was set aside as not disputed disputes it. */
static bool is_repeat(const struct respond *r, const Pfq__V1__FailureRow *f)
{
    const char *before = f->comment == NULL ? "" : f->comment;
    bool accepts = r->answer == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_ACCEPT ||
                   r->answer == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_FIXED;
    return f->has_response && f->response == r->answer &&
           (r->comment == NULL || strcmp(r->comment, before) == 0) &&
           (accepts || f->standing != PFQ__V1__STANDING__STANDING_NOT_DISPUTED);
}

static void put_told(struct respond *r, const struct people_failure *of)
{
    struct people *p = &r->people;
    const char *was = folk_answer(of->row, of->failure, &p->arena);
    page_paragraph(
        &p->page, 0, "",
        pfq_arena_printf(
            &p->arena, "Told: %s, failure %u: %s.%s%s%s", folk_name(of->row, &p->arena), r->failure,
            folk_said(&pfq__v1__response_kind__descriptor, (int)r->answer, &p->arena),
            was == NULL ? "" : "  In place of: ", was == NULL ? "" : was, was == NULL ? "" : "."));
}

static enum pfq_exit answer(struct respond *r)
{
    struct people *p = &r->people;
    Pfq__V1__Receipt *receipt = NULL;
    const struct people_failure *of = NULL;
    enum pfq_exit code = folk_find(p, &r->filter, r->urn, r->failure, &of);
    if (code != PFQ_EXIT_GOOD || of == NULL) {
        return code;
    }
    if (folk_frozen(p, of->row) != NULL) {
        return refuse_frozen(p, of->row);
    }
    if (is_repeat(r, of->failure)) {
        return folk_say_unchanged(p);
    }
    Pfq__V1__Event *event = folk_about(p, of->row);
    event->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
    event->response = response_of(p, of, r->answer, r->comment);
    code = folk_tell(p, event, &receipt);
    if (receipt == NULL) {
        return code;
    }
    folk_say_receipt("pfq respond", receipt);
    if (p->json) {
        report_write(stdout, pfq_json_value(&receipt->base, PFQ_JSON_SHORT_ENUMS));
    } else if (code == PFQ_EXIT_GOOD) {
        put_told(r, of);
    }
    return code;
}

/* --- many ---------------------------------------------------------------------------------- */

static enum pfq_exit show(struct respond *r)
{
    struct people *p = &r->people;
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    want.urn = r->urn == NULL ? NULL : pfq_arena_strdup(&p->arena, r->urn);
    want.has_open_only = want.open_only = r->list;
    enum pfq_exit code = folk_filtered(p, &r->filter, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    folk_show(p, &rows);
    if (rows.count == 0 && !p->json) {
        page_paragraph(&p->page, 0, "",
                       r->list              ? "Nothing is open."
                       : rows.withdrawn > 0 ? folk_all_withdrawn
                                            : "No file of this case was assessed.");
    }
    return PFQ_EXIT_GOOD;
}

static enum pfq_exit export_open(struct respond *r)
{
    struct people *p = &r->people;
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    struct people_failure *failures = NULL;
    struct grid grid;
    want.has_open_only = want.open_only = true;
    want.has_outside = want.outside = want.has_for_disclosure = want.for_disclosure = true;
    enum pfq_exit code = folk_filtered(p, &r->filter, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    size_t count = folk_failures(&rows, &p->arena, &failures);
    if (!sheet_is_for_one(failures, count, &p->arena)) {
        return PFQ_EXIT_NOT_GOOD;
    }
    sheet_answers(failures, count, &p->arena, &grid);
    if (!sheet_write(p, &grid, AUDIENCE_OUTSIDE, r->export)) {
        return PFQ_EXIT_NOT_GOOD;
    }
    bool out = strcmp(r->export, "-") == 0;
    fprintf(stderr,
            "pfq respond: %zu failure%s; fill in response and comment, then: pfq respond "
            "--import %s%s\n",
            count, count == 1 ? "" : "s", out ? "FILE" : folk_quoted(r->export, &p->arena),
            folk_again(p));
    return PFQ_EXIT_GOOD;
}

/* --- a returned sheet ------------------------------------------------------------------------ */

enum {
    FIELD_RESPONSE,
    FIELD_COMMENT,
    FIELD_STANDING
};

static bool stands_so(const Pfq__V1__FailureRow *failure, int said, const char *comment)
{
    const char *before = failure->comment == NULL ? "" : failure->comment;
    return failure->has_response && (int)failure->response == said && strcmp(before, comment) == 0;
}

static bool may_answer(struct returned *r, const struct people_failure *of,
                       const char *const *fields)
{
    struct people *p = returned_people(r);
    const char *frozen = folk_frozen(p, of->row);
    if (frozen != NULL) {
        returned_fault(r, "It is closed; ask the CPS to correct a mistake.", "%s", frozen);
    } else if (strpbrk(fields[FIELD_COMMENT], "\r\n") != NULL) {
        returned_fault(r, "Write it on one line; or a quote is missing at its end.",
                       "The comment goes on over several lines.");
    } else if (fields[FIELD_STANDING][0] != '\0' &&
               strcmp(fields[FIELD_STANDING], sheet_standing(of->failure)) != 0) {
        returned_fault(
            r, "Export again, or answer it by itself: pfq respond URN --failure N.",
            "It stands otherwise since the sheet was made: %s.",
            folk_said(&pfq__v1__standing__descriptor, (int)of->failure->standing, &p->arena));
    } else {
        return true;
    }
    return false;
}

static enum returned_state read_answer(struct returned *r, const struct people_failure *of,
                                       const char *const *fields, Pfq__V1__Event *event)
{
    struct people *p = returned_people(r);
    const char *word = returned_word(r, fields[FIELD_RESPONSE]);
    int said = 0;
    if (word[0] == '\0') {
        if (fields[FIELD_COMMENT][0] != '\0') {
            returned_fault(r, "Say accept, dispute, fixed or not-ours beside it.",
                           "There is a comment and no response.");
            return RETURNED_FAULT;
        }
        return RETURNED_EMPTY;
    }
    if (!folk_value(&pfq__v1__response_kind__descriptor, word, &said)) {
        returned_fault(r, "Write accept, dispute, fixed or not-ours.",
                       "The response is none that there is.");
        return RETURNED_FAULT;
    }
    if (stands_so(of->failure, said, fields[FIELD_COMMENT])) {
        return RETURNED_SAME;
    }
    if (!may_answer(r, of, fields)) {
        return RETURNED_FAULT;
    }
    event->what_case = PFQ__V1__EVENT__WHAT_RESPONSE;
    event->response = response_of(p, of, (Pfq__V1__ResponseKind)said, fields[FIELD_COMMENT]);
    returned_replaces(r, folk_answer(of->row, of->failure, &p->arena));
    return RETURNED_TELL;
}

static const struct returned_kind answers = {
    .columns = {"response", "comment", "standing"}, .required = 2, .read = read_answer};

int command_respond(int argc, char **argv)
{
    struct respond r = {.urn = NULL};
    struct returned_sums sums;
    folk_open(&r.people, "respond");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &r);
    enum pfq_exit code = r.import != NULL   ? returned_import(&r.people, r.import, &answers, &sums)
                         : r.export != NULL ? export_open(&r)
                         : r.answer != 0    ? answer(&r)
                                            : show(&r);
    folk_close(&r.people);
    return (int)code;
}

/* case.c - `pfq case URN`: every submission of a case in order, what changed, and what people said.
 */
#include <argp.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "ask.h"
#include "case_said.h"
#include "commands.h"
#include "operator.h"
#include "pfq/standard.h"
#include "places.h"
#include "reach.h"
#include "report.h"
#include "text.h"

enum {
    ROWS_MAX = 1000,
    URN_LEAST = 4 /* what cannot be read is a case, too; but not every word */
};

struct case_file {
    const char *urn;
    const char *run;
    bool json;
    bool full;
    struct ask_to feedback;
    struct pfq_arena arena; /* of everything read: one case is small */
    struct page page;
};

/* One submission, with the texts of the catalogue that judged it. */
struct shown {
    const Pfq__V1__Stored *row;
    const Pfq__V1__Catalogue *catalogue;
    Pfq__V1__Receipt *receipt;
};

static const struct argp_option options[] = {OPTION_FULL, OPTION_JSON, OPTION_RUN, {0}};

/* As people write them: "40 AA 12345 26", "40/AA/12345/26". */
static const char *plain_urn(struct argp_state *state, char *text)
{
    char *to = text;
    for (const char *c = text; *c != '\0'; c++) {
        if (isalnum((unsigned char)*c)) {
            *to++ = (char)toupper((unsigned char)*c);
        }
    }
    *to = '\0';
    if (strlen(text) < URN_LEAST || strpbrk(text, "0123456789") == NULL) {
        argp_error(state, "this is no URN; one has letters and digits, such as 40AA1234526");
    }
    return text;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct case_file *c = state->input;
    switch (key) {
    case 'j':
        c->json = true;
        return 0;
    case OPT_FULL:
        c->full = true;
        return 0;
    case OPT_RUN:
        c->run = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_error(state, "one case at a time; a URN with spaces needs quotes");
        }
        c->urn = plain_urn(state, arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the case by its URN, such as 40AA1234526");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .args_doc = "URN",
    .doc = "Show everything about one case: each submission with its findings, and what was "
           "fixed since the one before; then its assessments, what the police answered, and "
           "challenges, as the force reads them.\vExample: pfq case 40AA1234526"};

/* --- asking feedback, which asks store for this user ------------------------------- */

static enum pfq_code ask_rows(struct case_file *c, Pfq__V1__Envelope *request,
                              Pfq__V1__StoreRows **out, struct pfq_err *err)
{
    Pfq__V1__Envelope *answer = NULL;
    enum pfq_code code = ask(c->feedback.client, request, PFQ__V1__ENVELOPE__BODY_STORE_ROWS,
                             ASK_TIMEOUT_MS, &c->arena, &answer, err);
    *out = code == PFQ_OK ? answer->store_rows : NULL;
    return code;
}

static enum pfq_code read_case(struct case_file *c, Pfq__V1__StoreRows **out, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CaseRead want = PFQ__V1__CASE_READ__INIT;
    want.urn = pfq_arena_strdup(&c->arena, c->urn);
    want.has_limit = true;
    want.limit = ROWS_MAX;
    request.body_case = PFQ__V1__ENVELOPE__BODY_CASE_READ;
    request.case_read = &want;
    return ask_rows(c, &request, out, err);
}

static enum pfq_code read_catalogue(struct case_file *c, ProtobufCBinaryData digest,
                                    const Pfq__V1__Catalogue **out, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CatalogueRead want = PFQ__V1__CATALOGUE_READ__INIT;
    Pfq__V1__StoreRows *rows = NULL;
    ProtobufCMessage *catalogue = NULL;
    want.has_digest = true;
    want.digest = digest;
    request.body_case = PFQ__V1__ENVELOPE__BODY_CATALOGUE_READ;
    request.catalogue_read = &want;
    enum pfq_code code = ask_rows(c, &request, &rows, err);
    if (code == PFQ_OK && !rows->has_catalogue) {
        return pfq_fail(err, PFQ_E_NOT_FOUND, "the catalogue that judged a submission");
    }
    if (code == PFQ_OK) {
        code = pfq_wire_trusted(&pfq__v1__catalogue__descriptor,
                                (struct pfq_bytes){rows->catalogue.data, rows->catalogue.len},
                                &c->arena, &catalogue, err);
    }
    *out = (const Pfq__V1__Catalogue *)catalogue;
    return code;
}

/* The texts of the row, from an earlier row of the same version where there is one. */
static enum pfq_code find_catalogue(struct case_file *c, const struct shown *all, size_t i,
                                    const Pfq__V1__Catalogue **out, struct pfq_err *err)
{
    const ProtobufCBinaryData *mine = &all[i].row->catalogue_digest;
    for (size_t k = 0; k < i; k++) {
        const ProtobufCBinaryData *other = &all[k].row->catalogue_digest;
        if (mine->len == other->len && memcmp(mine->data, other->data, mine->len) == 0) {
            *out = all[k].catalogue;
            return PFQ_OK;
        }
    }
    return read_catalogue(c, *mine, out, err);
}

static enum pfq_code read_row(struct case_file *c, struct shown *all, size_t i, struct pfq_err *err)
{
    enum pfq_code code = find_catalogue(c, all, i, &all[i].catalogue, err);
    if (code == PFQ_OK) {
        code = pfq_receipt(all[i].row, all[i].catalogue, PFQ__V1__ANSWER__ANSWER_ACCEPTED,
                           &c->arena, &all[i].receipt, err);
    }
    return code;
}

/* --- showing ------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* The caller owns the list. */
static json_t *ids_of(char *const *ids, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(list, json_string(ids[i]));
    }
    return list;
}

/* What `resubmission` says, under the names that programs knew before there was one. */
static void set_changes(json_t *object, const Pfq__V1__Resubmission *r)
{
    const struct {
        const char *key;
        char *const *ids;
        size_t count;
    } lists[] = {{"mended", r->fixed, r->n_fixed},
                 {"stillOpen", r->still_open, r->n_still_open},
                 {"undecidedNow", r->undecided_now, r->n_undecided_now},
                 {"notAskedNow", r->not_asked_now, r->n_not_asked_now},
                 {"new", r->new_failing, r->n_new_failing}};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        (void)json_object_set_new(object, lists[i].key, ids_of(lists[i].ids, lists[i].count));
    }
}

static void put_json(const struct shown *one)
{
    struct report_context context = {.file = NULL};
    json_t *object = report_json(one->receipt, &context);
    (void)json_object_set_new(object, "committedAt",
                              json_sprintf("%" PRId64, one->row->committed_at));
    if (one->receipt->resubmission != NULL) {
        set_changes(object, one->receipt->resubmission);
    }
    report_write(stdout, object);
}

static void put_text(struct case_file *c, const struct shown *one)
{
    page_put(&c->page, INK_DIM, "Force %s, submission %u, ", or_empty(one->row->force),
             one->row->ordinal);
    page_time(&c->page, INK_DIM, one->row->received_at);
    page_end_line(&c->page);
    report_head(&c->page, one->receipt);
    report_body(&c->page, one->receipt, c->full ? REPORT_FULL : REPORT_BRIEF);
    page_end_line(&c->page);
}

static enum pfq_code show_rows(struct case_file *c, const Pfq__V1__StoreRows *rows,
                               struct pfq_err *err)
{
    struct shown *all = pfq_arena_new(&c->arena, struct shown, rows->n_rows);
    for (size_t i = 0; i < rows->n_rows; i++) {
        all[i].row = rows->rows[i];
        enum pfq_code code = read_row(c, all, i, err);
        if (code != PFQ_OK) {
            return code;
        }
        if (c->json) {
            put_json(&all[i]);
        } else {
            put_text(c, &all[i]);
        }
    }
    if (rows->more && !c->json) {
        page_paragraph(&c->page, 0, "", "There are further submissions, which are not shown.");
    }
    return PFQ_OK;
}

static enum pfq_exit show_case(struct case_file *c)
{
    struct pfq_err err;
    Pfq__V1__StoreRows *rows = NULL;
    enum pfq_code code = read_case(c, &rows, &err);
    if (code == PFQ_OK && rows->n_rows == 0) {
        bool refused = rows->n_problems > 0;
        fprintf(stderr, "pfq case: %s\n%s%s%s",
                refused ? or_empty(rows->problems[0]->message)
                        : "no file of this case was ever accepted",
                refused ? "  " : "", refused ? or_empty(rows->problems[0]->fix) : "",
                refused ? "\n" : "");
        return PFQ_EXIT_NOT_GOOD;
    }
    if (code == PFQ_OK) {
        code = show_rows(c, rows, &err);
    }
    if (code != PFQ_OK) {
        return ask_away(&c->feedback, &err);
    }
    return case_put_said(c->urn, c->run, c->json);
}

int command_case(int argc, char **argv)
{
    struct case_file c = {.urn = NULL};
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    pfq_arena_open(&c.arena);
    page_open(&c.page, stdout);
    enum pfq_exit code = ask_open(&c.feedback, "case", "feedback", c.run, &c.arena);
    if (code == PFQ_EXIT_GOOD) {
        code = show_case(&c);
    }
    ask_close(&c.feedback);
    pfq_arena_close(&c.arena);
    return (int)code;
}

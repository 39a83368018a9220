/* case.c - `pfq case URN`: every submission of a case in order, and what changed. */
#include <argp.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "ask.h"
#include "commands.h"
#include "operator.h"
#include "pfq/standard.h"
#include "places.h"
#include "reach.h"
#include "report.h"
#include "text.h"

enum {
    ROWS_MAX = 1000
};

struct case_file {
    const char *urn;
    const char *run;
    bool json;
    bool full;
    struct reach reach;
    struct pfq_client *client;
    struct pfq_arena arena; /* of everything read: one case is small */
    struct page page;
};

/* One submission, with what it takes to read its outcomes. */
struct shown {
    const Pfq__V1__Stored *row;
    const Pfq__V1__Catalogue *catalogue;
    const Pfq__V1__Judged *judged;
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
    if (*text == '\0') {
        argp_error(state, "a URN has letters and digits, such as 40AA1234526");
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
           "mended since the one before.\vExample: pfq case 40AA1234526"};

/* --- asking store -------------------------------------------------------------- */

static enum pfq_code ask_rows(struct case_file *c, Pfq__V1__Envelope *request,
                              Pfq__V1__StoreRows **out, struct pfq_err *err)
{
    Pfq__V1__Envelope *answer = NULL;
    enum pfq_code code = ask(c->client, request, PFQ__V1__ENVELOPE__BODY_STORE_ROWS, ASK_TIMEOUT_MS,
                             &c->arena, &answer, err);
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
    const Pfq__V1__Stored *row = all[i].row;
    ProtobufCMessage *judged = NULL;
    enum pfq_code code = find_catalogue(c, all, i, &all[i].catalogue, err);
    if (code == PFQ_OK) {
        code = pfq_wire_trusted(&pfq__v1__judged__descriptor,
                                (struct pfq_bytes){row->judged.data, row->judged.len}, &c->arena,
                                &judged, err);
    }
    if (code == PFQ_OK) {
        all[i].judged = (const Pfq__V1__Judged *)judged;
        code = pfq_receipt(row, all[i].catalogue, PFQ__V1__ANSWER__ANSWER_ACCEPTED, &c->arena,
                           &all[i].receipt, err);
    }
    return code;
}

/* --- what changed -------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool same_file(const Pfq__V1__Stored *a, const Pfq__V1__Stored *b)
{
    return a->file_type == b->file_type && strcmp(or_empty(a->force), or_empty(b->force)) == 0 &&
           strcmp(or_empty(a->urn), or_empty(b->urn)) == 0;
}

/* The submission of the same file before this one, or NULL. */
static const struct shown *before(const struct shown *all, size_t i)
{
    for (size_t k = i; k > 0; k--) {
        if (same_file(all[k - 1].row, all[i].row)) {
            return &all[k - 1];
        }
    }
    return NULL;
}

/* UNSPECIFIED where the catalogue of that submission did not have the check. */
static Pfq__V1__Outcome outcome_of(const struct shown *one, const char *check)
{
    const Pfq__V1__Catalogue *catalogue = one->catalogue;
    for (size_t i = 0; i < catalogue->n_checks && i / 2 < one->judged->outcomes.len; i++) {
        if (strcmp(or_empty(catalogue->checks[i]->id), check) == 0) {
            return (Pfq__V1__Outcome)(one->judged->outcomes.data[i / 2] >> (i % 2 * 4) & 0xF);
        }
    }
    return PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
}

static bool is_met(Pfq__V1__Outcome other)
{
    return other == PFQ__V1__OUTCOME__OUTCOME_MET;
}

static bool is_not_met(Pfq__V1__Outcome other)
{
    return other == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
}

static bool is_unsure(Pfq__V1__Outcome other)
{
    return other == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON ||
           other == PFQ__V1__OUTCOME__OUTCOME_NOT_RUN;
}

static bool is_not_asked(Pfq__V1__Outcome other)
{
    return other == PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE ||
           other == PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
}

static bool is_not_failing(Pfq__V1__Outcome other)
{
    return !is_not_met(other);
}

/* A check that failed in one of two submissions, and what it came to in the other. */
static const struct change {
    const char *key;
    const char *label;
    bool began; /* failing in the later one; else in the earlier one */
    bool (*is)(Pfq__V1__Outcome other);
} changes[] = {
    {"mended", "mended", false, is_met},
    {"stillOpen", "still open", false, is_not_met},
    {"undecidedNow", "undecided now", false, is_unsure},
    {"notAskedNow", "not asked now", false, is_not_asked},
    {"new", "new", true, is_not_failing},
};

enum {
    CHANGE_COUNT = sizeof changes / sizeof changes[0]
};

/* The ids of the checks that changed in this way; the caller owns the list. */
static json_t *changed(const struct change *change, const struct shown *then,
                       const struct shown *now)
{
    const struct shown *failing = change->began ? now : then;
    const struct shown *other = change->began ? then : now;
    json_t *ids = json_array();
    for (size_t i = 0; i < failing->receipt->n_findings; i++) {
        const Pfq__V1__Finding *f = failing->receipt->findings[i];
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
            change->is(outcome_of(other, or_empty(f->check)))) {
            (void)json_array_append_new(ids, json_string(or_empty(f->check)));
        }
    }
    return ids;
}

/* --- showing ------------------------------------------------------------------- */

static void put_json(const struct shown *then, const struct shown *now)
{
    struct report_context context = {.file = NULL};
    json_t *object = report_json(now->receipt, &context);
    (void)json_object_set_new(object, "committedAt",
                              json_sprintf("%" PRId64, now->row->committed_at));
    for (size_t i = 0; then != NULL && i < CHANGE_COUNT; i++) {
        (void)json_object_set_new(object, changes[i].key, changed(&changes[i], then, now));
    }
    report_write(stdout, object);
}

static void put_change(struct case_file *c, const struct change *change, const json_t *ids)
{
    char label[32];
    const char *text = "";
    for (size_t i = 0; i < json_array_size(ids); i++) {
        text = pfq_arena_printf(&c->arena, "%s%s%s", text, i > 0 ? ", " : "",
                                json_string_value(json_array_get(ids, i)));
    }
    if (*text != '\0') {
        (void)snprintf(label, sizeof label, "  %s", change->label);
        page_paragraph(&c->page, 18, label, text);
    }
}

static void put_text(struct case_file *c, const struct shown *then, const struct shown *now)
{
    page_put(&c->page, INK_DIM, "Force %s, submission %u, ", or_empty(now->row->force),
             now->row->ordinal);
    page_time(&c->page, INK_DIM, now->row->received_at);
    page_end_line(&c->page);
    report_head(&c->page, now->receipt);
    for (size_t i = 0; then != NULL && i < CHANGE_COUNT; i++) {
        json_t *ids = changed(&changes[i], then, now);
        put_change(c, &changes[i], ids);
        json_decref(ids);
    }
    report_body(&c->page, now->receipt, c->full ? REPORT_FULL : REPORT_BRIEF);
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
            put_json(before(all, i), &all[i]);
        } else {
            put_text(c, before(all, i), &all[i]);
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
        fprintf(stderr, "pfq case: %s\n",
                rows->n_problems > 0 ? or_empty(rows->problems[0]->message)
                                     : "no file of this case was ever accepted");
        return PFQ_EXIT_NOT_GOOD;
    }
    if (code == PFQ_OK) {
        code = show_rows(c, rows, &err);
    }
    if (code != PFQ_OK) {
        ask_say_away("case", c->reach.endpoint, &err);
        return code == PFQ_E_PEER_AWAY ? PFQ_EXIT_AWAY : PFQ_EXIT_CANNOT_TELL;
    }
    return PFQ_EXIT_GOOD;
}

int command_case(int argc, char **argv)
{
    struct case_file c = {.urn = NULL};
    struct pfq_err err;
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    pfq_arena_open(&c.arena);
    page_open(&c.page, stdout);
    c.reach = (struct reach){.command = "case", .tried = place_tried(c.run)};
    c.reach.endpoint = place_endpoint(place_run(c.run, &c.arena), "store", &c.arena);
    if (!reach_wait(&c.reach, ASK_TIMEOUT_MS)) {
        reach_say_nobody(&c.reach);
        code = PFQ_EXIT_AWAY;
    } else if (pfq_client_open(c.reach.endpoint, &c.client, &err) == PFQ_OK) {
        code = show_case(&c);
        pfq_client_close(c.client);
    } else {
        ask_say_away("case", c.reach.endpoint, &err);
    }
    pfq_arena_close(&c.arena);
    return (int)code;
}

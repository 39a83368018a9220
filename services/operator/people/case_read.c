/* case_read.c - the submissions of a case as they are stored, and their receipts. */
#include "people.h"
#include "pfq/standard.h"
#include "pfq/wire.h"

enum {
    ROWS_MAX = 1000
};

static enum pfq_exit ask_rows(struct people *p, Pfq__V1__Envelope *request,
                              Pfq__V1__StoreRows **out)
{
    Pfq__V1__Envelope *answer = NULL;
    enum pfq_exit code =
        folk_ask(p, PEOPLE_FEEDBACK, request, PFQ__V1__ENVELOPE__BODY_STORE_ROWS, &answer);
    *out = code == PFQ_EXIT_GOOD ? answer->store_rows : NULL;
    return code == PFQ_EXIT_GOOD ? folk_refused(p, (*out)->n_problems, (*out)->problems) : code;
}

enum pfq_exit folk_case(struct people *p, const char *urn, Pfq__V1__StoreRows **out)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CaseRead want = PFQ__V1__CASE_READ__INIT;
    want.urn = pfq_arena_strdup(&p->arena, urn);
    want.has_limit = true;
    want.limit = ROWS_MAX;
    request.body_case = PFQ__V1__ENVELOPE__BODY_CASE_READ;
    request.case_read = &want;
    return ask_rows(p, &request, out);
}

static enum pfq_exit say(struct people *p, const char *message)
{
    folk_say_problem(pfq_arena_printf(&p->arena, "pfq %s", p->command), message, NULL);
    return PFQ_EXIT_CANNOT_TELL;
}

static enum pfq_exit read_catalogue(struct people *p, ProtobufCBinaryData digest,
                                    ProtobufCMessage **out)
{
    struct pfq_err err;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CatalogueRead want = PFQ__V1__CATALOGUE_READ__INIT;
    Pfq__V1__StoreRows *rows = NULL;
    want.has_digest = true;
    want.digest = digest;
    request.body_case = PFQ__V1__ENVELOPE__BODY_CATALOGUE_READ;
    request.catalogue_read = &want;
    enum pfq_exit code = ask_rows(p, &request, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    struct pfq_bytes packed = {rows->catalogue.data, rows->catalogue.len};
    bool read = rows->has_catalogue && pfq_wire_trusted(&pfq__v1__catalogue__descriptor, packed,
                                                        &p->arena, out, &err) == PFQ_OK;
    return read ? PFQ_EXIT_GOOD : say(p, "The catalogue that judged the file cannot be read.");
}

enum pfq_exit folk_receipt(struct people *p, const Pfq__V1__Stored *row, Pfq__V1__Receipt **out)
{
    struct pfq_err err;
    ProtobufCMessage *catalogue = NULL;
    enum pfq_exit code = read_catalogue(p, row->catalogue_digest, &catalogue);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    return pfq_receipt(row, (const Pfq__V1__Catalogue *)catalogue, PFQ__V1__ANSWER__ANSWER_ACCEPTED,
                       &p->arena, out, &err) == PFQ_OK
               ? PFQ_EXIT_GOOD
               : say(p, err.text);
}

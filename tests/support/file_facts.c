/* file_facts.c - see file_facts.h. */
#include "support/file_facts.h"

#include "pfq/bug.h"
#include "pfq/clock.h"

#define MAKER(Type, name)                                                                          \
    static Pfq__V1__##Type *make_##name(struct pfq_arena *a)                                       \
    {                                                                                              \
        Pfq__V1__##Type *m = pfq_arena_new(a, Pfq__V1__##Type, 1);                                 \
        pfq__v1__##name##__init(m);                                                                \
        return m;                                                                                  \
    }

MAKER(Submission, submission)
MAKER(Envelope, envelope)
MAKER(Defendants, defendants)
MAKER(Defendant, defendant)
MAKER(Interview, interview)
MAKER(BailConditions, bail_conditions)
MAKER(BailCondition, bail_condition)
MAKER(Witnesses, witnesses)
MAKER(Witness, witness)
MAKER(Documents, documents)
MAKER(Document, document)
MAKER(Offences, offences)
MAKER(Offence, offence)
MAKER(Media, media)
MAKER(Markers, markers)
MAKER(AssociatedCases, associated_cases)
MAKER(Mg3, mg3)
MAKER(OffenceCodes, offence_codes)
MAKER(Mg5, mg5)
MAKER(Mg6c, mg6c)
MAKER(UnusedItems, unused_items)
MAKER(UnusedItem, unused_item)

#define SET(m, field, v) ((m)->has_##field = 1, (m)->field = (v))

static int64_t at(const char *text)
{
    int64_t ms = 0;
    PFQ_ASSERT(pfq_instant_parse(text, &ms));
    return ms;
}

static Pfq__V1__Defendants *two_defendants(struct pfq_arena *a)
{
    Pfq__V1__Defendants *list = make_defendants(a);
    Pfq__V1__Defendant *first = make_defendant(a);
    Pfq__V1__Defendant *second = make_defendant(a);
    list->defendant = pfq_arena_new(a, Pfq__V1__Defendant *, 2);
    list->defendant[list->n_defendant++] = first;
    list->defendant[list->n_defendant++] = second;
    SET(first, age_at_submission, 20);
    SET(first, remand_status, PFQ__V1__REMAND_STATUS__REMAND_STATUS_CUSTODY);
    first->asn = pfq_arena_strdup(a, "1101ZD0100000448754K");
    first->interview = make_interview(a);
    SET(first->interview, held, 1);
    first->bail_conditions = make_bail_conditions(a);
    first->bail_conditions->bail_condition = pfq_arena_new(a, Pfq__V1__BailCondition *, 2);
    for (unsigned i = 0; i < 2; i++) { /* the second has no ground */
        Pfq__V1__BailCondition *c = make_bail_condition(a);
        SET(c, grounds_count, 1 - i);
        first->bail_conditions->bail_condition[first->bail_conditions->n_bail_condition++] = c;
    }
    SET(second, age_at_submission, 16);
    SET(second, remand_status, PFQ__V1__REMAND_STATUS__REMAND_STATUS_CONDITIONAL_BAIL);
    return list;
}

/* A victim with a statement made, one without, and one of whom it is not said. */
static Pfq__V1__Witnesses *three_witnesses(struct pfq_arena *a)
{
    Pfq__V1__Witnesses *list = make_witnesses(a);
    list->witness = pfq_arena_new(a, Pfq__V1__Witness *, 3);
    for (int i = 0; i < 3; i++) {
        list->witness[list->n_witness++] = make_witness(a);
    }
    SET(list->witness[0], is_victim, 1);
    SET(list->witness[0], vps_status, PFQ__V1__VPS_STATUS__VPS_STATUS_MADE);
    SET(list->witness[1], is_victim, 1);
    SET(list->witness[1], vps_status, PFQ__V1__VPS_STATUS__VPS_STATUS_NOT_STATED);
    SET(list->witness[2], retracted, 1);
    return list;
}

static Pfq__V1__Documents *four_documents(struct pfq_arena *a)
{
    static const Pfq__V1__DocumentCode codes[] = {
        PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG5, PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG11,
        PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG4, PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_MG7};
    Pfq__V1__Documents *list = make_documents(a);
    list->document = pfq_arena_new(a, Pfq__V1__Document *, 4);
    for (int i = 0; i < 4; i++) {
        Pfq__V1__Document *d = make_document(a);
        SET(d, code, codes[i]);
        list->document[list->n_document++] = d;
    }
    SET(list->document[1], witness, 1);
    list->document[2]->n_defendant = 1; /* the MG4 is of the first defendant */
    list->document[2]->defendant = pfq_arena_new(a, uint32_t, 1);
    list->document[2]->defendant[0] = 1;
    return list;
}

static Pfq__V1__Offences *two_offences(struct pfq_arena *a)
{
    static const char *const codes[] = {"TH68010", "CD71039"};
    Pfq__V1__Offences *list = make_offences(a);
    list->offence = pfq_arena_new(a, Pfq__V1__Offence *, 2);
    for (unsigned i = 0; i < 2; i++) {
        Pfq__V1__Offence *o = make_offence(a);
        SET(o, defendant, i + 1);
        o->cjs_code = pfq_arena_strdup(a, codes[i]);
        SET(o, start_date, 20260430);
        SET(o, category, PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_EITHER_WAY);
        list->offence[list->n_offence++] = o;
    }
    return list;
}

static char **texts(struct pfq_arena *a, const char *first, const char *second)
{
    char **list = pfq_arena_new(a, char *, 2);
    list[0] = pfq_arena_strdup(a, first);
    list[1] = pfq_arena_strdup(a, second);
    return list;
}

/* Numbered 1, 2, 4: described; too short and generic; not said. */
static Pfq__V1__Mg6c *schedule(struct pfq_arena *a)
{
    static const uint32_t numbers[] = {1, 2, 4};
    Pfq__V1__Mg6c *m = make_mg6c(a);
    m->items = make_unused_items(a);
    m->items->unused_item = pfq_arena_new(a, Pfq__V1__UnusedItem *, 3);
    for (unsigned i = 0; i < 3; i++) {
        Pfq__V1__UnusedItem *item = make_unused_item(a);
        SET(item, number, numbers[i]);
        m->items->unused_item[m->items->n_unused_item++] = item;
    }
    SET(m->items->unused_item[0], description_words, 5);
    SET(m->items->unused_item[0], generic, 0);
    SET(m->items->unused_item[1], description_words, 2);
    SET(m->items->unused_item[1], generic, 1);
    return m;
}

Pfq__V1__Submission *file_facts(struct pfq_arena *a)
{
    Pfq__V1__Submission *s = make_submission(a);
    s->urn = pfq_arena_strdup(a, "43AA1234526");
    s->submitting_force = pfq_arena_strdup(a, "43");
    SET(s, file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP);
    SET(s, submitted_at, at("2026-05-05T09:00:00Z"));
    SET(s, charged_at, at("2026-05-01T10:00:00Z"));
    SET(s, first_hearing_at, at("2026-05-28T09:00:00Z"));
    SET(s, code_test, PFQ__V1__CODE_TEST__CODE_TEST_FULL_CODE);
    SET(s, co_suspects_elsewhere, 0);
    s->defendants = two_defendants(a);
    s->witnesses = three_witnesses(a);
    s->documents = four_documents(a);
    s->offences = two_offences(a);
    s->media = make_media(a); /* there are none; exhibits are not said */
    s->markers = make_markers(a);
    s->markers->n_marker = 1;
    s->markers->marker = pfq_arena_new(a, Pfq__V1__Marker, 1);
    s->markers->marker[0] = PFQ__V1__MARKER__MARKER_DOMESTIC_ABUSE;
    s->associated_cases = make_associated_cases(a);
    s->associated_cases->n_urn = 2;
    s->associated_cases->urn = texts(a, "43AA1234626", "4399");
    s->mg3 = make_mg3(a);
    s->mg3->authorised_codes = make_offence_codes(a);
    s->mg3->authorised_codes->n_cjs_code = 2;
    s->mg3->authorised_codes->cjs_code = texts(a, "CD71039", "TH68010");
    s->mg5 = make_mg5(a);
    SET(s->mg5, word_count, 100);
    s->mg6c = schedule(a);
    return s;
}

Pfq__V1__Envelope *file_facts_envelope(struct pfq_arena *a, Pfq__V1__Submission *submission)
{
    Pfq__V1__Envelope *e = make_envelope(a);
    e->source = pfq_arena_strdup(a, "test");
    e->id = pfq_arena_strdup(a, "1");
    e->body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    e->submission = submission;
    return e;
}

/* What the language of the checks costs: thirty rows as the catalogue has them, and the
 * same conditions hand-written in C, in one run.
 *
 * usage: bench_by_hand SAMPLE.json...
 * Prints medians and the ratio.  Both sides start from the same facts (codes of documents
 * on the file) and must come to the same answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pfq/adapter.h"
#include "standard/language/eval.h"
#include "standard/language/resolve.h"

enum {
    ROUNDS = 21,
    TURNS = 5000,
    NOT_ASKED = 3 /* beside enum rule_tri: `when` is not so */
};

/* --- by hand ------------------------------------------------------------------------ */

#define FLAG(m, field) ((m)->has_##field ? rule_tri((m)->field != 0) : RULE_UNKNOWN)
#define TEST(m, field, op, number)                                                                 \
    ((m)->has_##field ? rule_tri((m)->field op(number)) : RULE_UNKNOWN)
#define CODE(m, field, test) ((m)->has_##field && (m)->field != 0 ? rule_tri(test) : RULE_UNKNOWN)
#define SAID(m, field)       rule_tri((m)->has_##field)

#define WALK(name, first, stop, step, wrapper, list, Entry, where, holds)                          \
    static enum rule_tri name(const struct rule_facts *f)                                          \
    {                                                                                              \
        const Pfq__V1__Submission *s = f->submission;                                              \
        enum rule_tri result = s->wrapper == NULL ? RULE_UNKNOWN : (first);                        \
        size_t count = s->wrapper == NULL ? 0 : s->wrapper->n_##list;                              \
        for (size_t i = 0; i < count && result != (stop); i++) {                                   \
            const Pfq__V1__##Entry *e = s->wrapper->list[i];                                       \
            enum rule_tri w = where;                                                               \
            if (w != RULE_FALSE) {                                                                 \
                result = step(result, w, holds);                                                   \
            }                                                                                      \
        }                                                                                          \
        return result;                                                                             \
    }
#define ALL_OF(result, w, holds) rule_and(result, rule_or(rule_not(w), holds))
#define ONE_OF(result, w, holds) rule_or(result, rule_and(w, holds))
#define EACH(name, ...)          WALK(name, RULE_TRUE, RULE_FALSE, ALL_OF, __VA_ARGS__)
#define ANY(name, ...)           WALK(name, RULE_FALSE, RULE_TRUE, ONE_OF, __VA_ARGS__)

#define DEFENDANTS defendants, defendant, Defendant
#define OFFENCES   offences, offence, Offence
#define WITNESSES  witnesses, witness, Witness
#define DOCUMENTS  documents, document, Document
#define SO         RULE_TRUE
#define VICTIM     FLAG(e, is_victim)
#define CIVILIAN   CODE(e, kind, e->kind == PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN)

static enum rule_tri has(const struct rule_facts *f, const int *codes)
{
    for (; *codes != 0; codes++) {
        if ((f->documents[*codes / 64] >> (*codes % 64) & 1) != 0) {
            return RULE_TRUE;
        }
    }
    return f->documents_given && !f->document_unknown ? RULE_FALSE : RULE_UNKNOWN;
}

#define DOC(code) PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_##code
#define HAS(...)  has(f, (const int[]){__VA_ARGS__, 0})

EACH(names, DEFENDANTS, SO, FLAG(e, name_given))
EACH(births, DEFENDANTS, SO,
     rule_and(FLAG(e, date_of_birth_given), TEST(e, age_at_submission, >=, 10)))
EACH(charges, OFFENCES, SO, rule_and(FLAG(e, charge_wording_given), SAID(e, charge_date)))
ANY(domestic, DEFENDANTS, SO, FLAG(e, domestic_relationship))
EACH(openable, DOCUMENTS, SO, rule_and(FLAG(e, openable), FLAG(e, urn_matches)))
EACH(points, OFFENCES, SO, TEST(e, points_to_prove_chars, >, 0))
ANY(key, WITNESSES, SO, FLAG(e, is_key))
ANY(duplicate, DOCUMENTS, SO, TEST(e, duplicate_of, >, 0))
EACH(redacted, DOCUMENTS, FLAG(e, redaction_required),
     rule_or(FLAG(e, redacted), FLAG(e, redaction_waiver_reason_given)))
ANY(statement, WITNESSES, SO, FLAG(e, statement_given))
ANY(address, WITNESSES, FLAG(e, statement_given), FLAG(e, statement_shows_address))
EACH(marked, DOCUMENTS, SO,
     CODE(e, marking,
          e->marking == PFQ__V1__MARKING__MARKING_OFFICIAL ||
              e->marking == PFQ__V1__MARKING__MARKING_OFFICIAL_SENSITIVE))
ANY(victims, WITNESSES, SO, VICTIM)
EACH(vps_said, WITNESSES, VICTIM,
     CODE(e, vps_status,
          e->vps_status == PFQ__V1__VPS_STATUS__VPS_STATUS_MADE ||
              e->vps_status == PFQ__V1__VPS_STATUS__VPS_STATUS_DECLINED ||
              e->vps_status == PFQ__V1__VPS_STATUS__VPS_STATUS_TO_FOLLOW))
ANY(vps_made, WITNESSES, VICTIM,
    CODE(e, vps_status, e->vps_status == PFQ__V1__VPS_STATUS__VPS_STATUS_MADE))
ANY(civilians, WITNESSES, SO, CIVILIAN)
EACH(measures, WITNESSES, CIVILIAN, FLAG(e, special_measures_considered))
EACH(video_wish, WITNESSES, CIVILIAN, FLAG(e, video_link_wish_given))
ANY(w_interpreter, WITNESSES, CIVILIAN, FLAG(e, interpreter_required))
EACH(w_language, WITNESSES, rule_and(CIVILIAN, FLAG(e, interpreter_required)),
     FLAG(e, language_given))
ANY(d_interpreter, DEFENDANTS, SO, FLAG(e, interpreter_required))
EACH(d_language, DEFENDANTS, FLAG(e, interpreter_required), FLAG(e, language_given))
EACH(code_met, WITNESSES, VICTIM, FLAG(e, victim_code_met))
EACH(contact, WITNESSES, CIVILIAN, FLAG(e, contact_captured))
ANY(compensation, WITNESSES, VICTIM, FLAG(e, compensation_sought))
EACH(amount, WITNESSES, rule_and(VICTIM, FLAG(e, compensation_sought)),
     FLAG(e, compensation_amount_given))
EACH(key_evidence, WITNESSES, FLAG(e, is_key),
     rule_or(FLAG(e, statement_given), FLAG(e, video_interview_given)))
EACH(signed_, WITNESSES, FLAG(e, statement_given),
     rule_and(FLAG(e, statement_signed), FLAG(e, s9_declaration)))
EACH(backs, WITNESSES, FLAG(e, statement_given), FLAG(e, mg11_back_complete))
EACH(civilian_births, WITNESSES, CIVILIAN,
     rule_or(FLAG(e, date_of_birth_given), FLAG(e, no_birth_date_reason_given)))
EACH(involved, WITNESSES, SO,
     rule_and(FLAG(e, nature_of_involvement_given), FLAG(e, evidence_summary_given)))
ANY(filmed, WITNESSES, SO, FLAG(e, video_interviewed))
EACH(films, WITNESSES, FLAG(e, video_interviewed),
     rule_and(FLAG(e, video_interview_given), FLAG(e, video_summary_given)))
ANY(character, DEFENDANTS, SO, FLAG(e, bad_character_sought))

static enum rule_tri marked_domestic(const struct rule_facts *f)
{
    const Pfq__V1__Markers *m = f->submission->markers;
    enum rule_tri result = m == NULL ? RULE_UNKNOWN : RULE_FALSE;
    for (size_t i = 0; m != NULL && i < m->n_marker; i++) {
        if (m->marker[i] == PFQ__V1__MARKER__MARKER_DOMESTIC_ABUSE) {
            return RULE_TRUE;
        }
        result = m->marker[i] == 0 ? RULE_UNKNOWN : result;
    }
    return result;
}

static enum rule_tri hearing(const struct rule_facts *f)
{
    return rule_and(SAID(f->submission, first_hearing_at),
                    FLAG(f->submission, first_hearing_court_given));
}

static enum rule_tri documents(const struct rule_facts *f)
{
    const Pfq__V1__Documents *d = f->submission->documents;
    return d == NULL ? RULE_UNKNOWN : rule_tri(d->n_document > 0);
}

static enum rule_tri all_openable(const struct rule_facts *f)
{
    return rule_and(documents(f), openable(f));
}

static enum rule_tri witnesses(const struct rule_facts *f)
{
    const Pfq__V1__Witnesses *w = f->submission->witnesses;
    return w == NULL ? RULE_UNKNOWN : rule_tri(w->n_witness > 0);
}

static enum rule_tri summary(const struct rule_facts *f)
{
    return rule_or(HAS(DOC(MG5), DOC(DCF)), rule_tri(f->submission->mg5 != NULL));
}

static enum rule_tri mg5(const struct rule_facts *f)
{
    return rule_or(HAS(DOC(MG5)), rule_tri(f->submission->mg5 != NULL));
}

static enum rule_tri words(const struct rule_facts *f)
{
    const Pfq__V1__Mg5 *m = f->submission->mg5;
    return m == NULL ? RULE_UNKNOWN
                     : rule_and(TEST(m, word_count, >=, 80), TEST(m, word_count, <=, 1200));
}

static enum rule_tri no_duplicate(const struct rule_facts *f)
{
    return rule_not(duplicate(f));
}

static enum rule_tri no_address(const struct rule_facts *f)
{
    return rule_not(address(f));
}

static enum rule_tri vps_on_file(const struct rule_facts *f)
{
    return HAS(DOC(VPS), DOC(ISB), DOC(MG11_VPS));
}

static enum rule_tri not_guilty(const struct rule_facts *f)
{
    return CODE(f->submission, anticipated_plea,
                f->submission->anticipated_plea == PFQ__V1__PLEA__PLEA_NOT_GUILTY);
}

static enum rule_tri mg19(const struct rule_facts *f)
{
    return rule_and(HAS(DOC(MG19)), amount(f));
}

static enum rule_tri mg16(const struct rule_facts *f)
{
    return HAS(DOC(MG16));
}

/* --- the rows ----------------------------------------------------------------------- */

#define OF_VICTIM   "witness where is_victim"
#define OF_CIVILIAN "witness where kind = CIVILIAN"

static const struct {
    const char *when; /* NULL: always */
    const char *check;
    enum rule_tri (*when_by_hand)(const struct rule_facts *f);
    enum rule_tri (*check_by_hand)(const struct rule_facts *f);
} rows[] = {
    {NULL, "each defendant: name_given", NULL, names},
    {NULL, "each defendant: date_of_birth_given and age_at_submission >= 10", NULL, births},
    {NULL, "each offence: charge_wording_given and known(charge_date)", NULL, charges},
    {"any defendant: domestic_relationship", "DOMESTIC_ABUSE in markers", domestic,
     marked_domestic},
    {NULL, "known(first_hearing_at) and first_hearing_court_given", NULL, hearing},
    {NULL, "count(document) > 0 and (each document: openable and urn_matches)", NULL, all_openable},
    {NULL, "has(MG5, DCF) or exists(mg5)", NULL, summary},
    {"has(MG5) or exists(mg5)", "mg5.word_count >= 80 and mg5.word_count <= 1200", mg5, words},
    {"has(MG5) or exists(mg5)", "each offence: points_to_prove_chars > 0", mg5, points},
    {"has(MG5) or exists(mg5)", "any witness: is_key", mg5, key},
    {NULL, "no document: duplicate_of > 0", NULL, no_duplicate},
    {NULL, "each document where redaction_required: redacted or redaction_waiver_reason_given",
     NULL, redacted},
    {"any witness: statement_given", "no witness where statement_given: statement_shows_address",
     statement, no_address},
    {NULL, "each document: marking in (OFFICIAL, OFFICIAL_SENSITIVE)", NULL, marked},
    {"count(" OF_VICTIM ") > 0", "each " OF_VICTIM ": vps_status in (MADE, DECLINED, TO_FOLLOW)",
     victims, vps_said},
    {"any " OF_VICTIM ": vps_status = MADE", "has(VPS, ISB, MG11_VPS)", vps_made, vps_on_file},
    {"count(" OF_CIVILIAN ") > 0", "each " OF_CIVILIAN ": special_measures_considered", civilians,
     measures},
    {"anticipated_plea = NOT_GUILTY", "each " OF_CIVILIAN ": video_link_wish_given", not_guilty,
     video_wish},
    {"any " OF_CIVILIAN ": interpreter_required",
     "each " OF_CIVILIAN " and interpreter_required: language_given", w_interpreter, w_language},
    {"any defendant: interpreter_required",
     "each defendant where interpreter_required: language_given", d_interpreter, d_language},
    {"count(" OF_VICTIM ") > 0", "each " OF_VICTIM ": victim_code_met", victims, code_met},
    {"count(" OF_CIVILIAN ") > 0", "each " OF_CIVILIAN ": contact_captured", civilians, contact},
    {"any " OF_VICTIM ": compensation_sought",
     "has(MG19) and (each " OF_VICTIM " and compensation_sought: compensation_amount_given)",
     compensation, mg19},
    {NULL, "each witness where is_key: statement_given or video_interview_given", NULL,
     key_evidence},
    {"any witness: statement_given",
     "each witness where statement_given: statement_signed and s9_declaration", statement, signed_},
    {"any witness: statement_given", "each witness where statement_given: mg11_back_complete",
     statement, backs},
    {NULL, "each " OF_CIVILIAN ": date_of_birth_given or no_birth_date_reason_given", NULL,
     civilian_births},
    {"count(witness) > 0", "each witness: nature_of_involvement_given and evidence_summary_given",
     witnesses, involved},
    {"any witness: video_interviewed",
     "each witness where video_interviewed: video_interview_given and video_summary_given", filmed,
     films},
    {"any defendant: bad_character_sought", "has(MG16)", character, mg16},
};

enum {
    ROWS = sizeof rows / sizeof *rows
};

struct compiled {
    struct rule_program program;
    uint16_t when[ROWS];
    uint16_t check[ROWS];
};

static void report(void *self, const struct rule_source *source, size_t offset,
                   const char *sentence, const char *fix)
{
    (void)self;
    fprintf(stderr, "bench_by_hand: %s: %zu: %s %s\n", source->text, offset, sentence, fix);
    exit(1);
}

static uint16_t compile(struct compiled *c, const char *text, struct pfq_arena *arena)
{
    struct rule_faults faults = {.report = report};
    struct rule_vocabulary none = {.word_count = 0};
    struct rule_source *source = pfq_arena_new(arena, struct rule_source, 1);
    if (text == NULL) {
        return 0;
    }
    source->text = text;
    return rule_resolve(&c->program, &none, rule_parse(source, arena, &faults), &faults);
}

static void compile_rows(struct compiled *c, struct pfq_arena *arena)
{
    rule_program_init(&c->program, arena);
    for (size_t i = 0; i < ROWS; i++) {
        c->when[i] = compile(c, rows[i].when, arena);
        c->check[i] = compile(c, rows[i].check, arena);
    }
}

/* --- measuring ------------------------------------------------------------------------ */

static void by_language(const struct compiled *c, const struct rule_facts *f, uint8_t answers[ROWS])
{
    RULE_UNINITIALISED struct rule_run run;
    rule_begin(&run, &c->program, f->submission, f);
    for (size_t i = 0; i < ROWS; i++) {
        bool asked = rule_eval(&run, c->when[i]) == RULE_TRUE;
        answers[i] = asked ? (uint8_t)rule_eval(&run, c->check[i]) : NOT_ASKED;
    }
}

static void by_hand(const struct compiled *unused, const struct rule_facts *f,
                    uint8_t answers[ROWS])
{
    (void)unused;
    for (size_t i = 0; i < ROWS; i++) {
        bool asked = rows[i].when_by_hand == NULL || rows[i].when_by_hand(f) == RULE_TRUE;
        answers[i] = asked ? (uint8_t)rows[i].check_by_hand(f) : NOT_ASKED;
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_ns(void (*way)(const struct compiled *, const struct rule_facts *, uint8_t *),
                        const struct compiled *c, const struct rule_facts *f, uint8_t *answers)
{
    double times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        struct timespec start;
        struct timespec end;
        (void)clock_gettime(CLOCK_MONOTONIC, &start);
        for (int k = 0; k < TURNS; k++) {
            way(c, f, answers);
            __asm__ volatile("" ::: "memory"); /* each turn anew */
        }
        (void)clock_gettime(CLOCK_MONOTONIC, &end);
        times[i] =
            ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) /
            TURNS;
    }
    qsort(times, ROUNDS, sizeof *times, by_value);
    return times[ROUNDS / 2];
}

static const Pfq__V1__Submission *read_sample(const char *path, struct pfq_arena *arena)
{
    static char text[1 << 20];
    struct pfq_adapt_options options = {0};
    struct pfq_adapted *adapted = NULL;
    FILE *f = fopen(path, "rb");
    size_t size = f == NULL ? 0 : fread(text, 1, sizeof text, f);
    if (f != NULL) {
        (void)fclose(f);
    }
    if (pfq_adapt(text, size, &options, arena, &adapted) == 0 || adapted[0].envelope == NULL) {
        fprintf(stderr, "bench_by_hand: %s cannot be read\n", path);
        exit(1);
    }
    return adapted[0].envelope->submission;
}

static void measure(const struct compiled *c, const char *path)
{
    struct pfq_arena arena;
    struct rule_tables none = {.force_count = 0};
    struct rule_facts facts;
    uint8_t language[ROWS];
    uint8_t hand[ROWS];
    pfq_arena_open(&arena);
    rule_facts_read(read_sample(path, &arena), &none, 20260506, &facts);
    double language_ns = median_ns(by_language, c, &facts, language);
    double hand_ns = median_ns(by_hand, c, &facts, hand);
    for (size_t i = 0; i < ROWS; i++) {
        if (language[i] != hand[i]) {
            fprintf(stderr, "bench_by_hand: %s: %s: %d, by hand %d\n", path, rows[i].check,
                    language[i], hand[i]);
            exit(1);
        }
    }
    printf("%-28s %d rows  language %5.0f ns  by hand %5.0f ns  ratio %.2f\n",
           strrchr(path, '/') + 1, ROWS, language_ns, hand_ns, language_ns / hand_ns);
    pfq_arena_close(&arena);
}

int main(int argc, char **argv)
{
    static struct compiled compiled;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    compile_rows(&compiled, &arena);
    for (int i = 1; i < argc; i++) {
        measure(&compiled, argv[i]);
    }
    pfq_arena_close(&arena);
    return 0;
}

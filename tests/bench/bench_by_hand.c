/* What the language of the checks costs: thirty rows of the catalogue, as pfq runs them,
 * as the language alone evaluates them, and the same conditions hand-written in C.
 *
 * usage: bench_by_hand CATALOGUE_DIR REFERENCE_DIR SAMPLE.json...
 * Prints medians and ratios.  All sides start from the same facts (codes of documents on
 * the file) and must come to the same answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pfq/adapter.h"
#include "standard/catalogue.h"

enum {
    ROUNDS = 21,
    TURNS = 5000,
    DAY = 20260506,
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
EACH(charges, OFFENCES, SO,
     rule_and(FLAG(e, charge_wording_given), TEST(e, charge_date, <=, f->event_date)))
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
#define VPS_MADE CODE(e, vps_status, e->vps_status == PFQ__V1__VPS_STATUS__VPS_STATUS_MADE)
ANY(vps_made, WITNESSES, VICTIM, VPS_MADE)
EACH(vps_wish, WITNESSES, rule_and(VICTIM, VPS_MADE), FLAG(e, vps_reading_wish_given))
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
EACH(signed_, WITNESSES, FLAG(e, statement_given),
     rule_and(rule_and(FLAG(e, statement_signed), FLAG(e, s9_declaration)),
              TEST(e, statement_date, <=, f->event_date)))
EACH(backs, WITNESSES, FLAG(e, statement_given), FLAG(e, mg11_back_complete))
EACH(civilian_births, WITNESSES, CIVILIAN,
     rule_or(FLAG(e, date_of_birth_given), FLAG(e, no_birth_date_reason_given)))
EACH(involved, WITNESSES, SO,
     rule_and(FLAG(e, nature_of_involvement_given), FLAG(e, evidence_summary_given)))
ANY(filmed, WITNESSES, SO, FLAG(e, video_interviewed))
EACH(films, WITNESSES, FLAG(e, video_interviewed),
     rule_and(FLAG(e, video_interview_given), FLAG(e, video_summary_given)))
ANY(foreign, DEFENDANTS, SO, FLAG(e, foreign_national))
EACH(foreign_checked, DEFENDANTS, FLAG(e, foreign_national), FLAG(e, foreign_convictions_checked))

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

static enum rule_tri not_guilty(const struct rule_facts *f)
{
    return CODE(f->submission, anticipated_plea,
                f->submission->anticipated_plea == PFQ__V1__PLEA__PLEA_NOT_GUILTY);
}

static enum rule_tri mg19(const struct rule_facts *f)
{
    return rule_and(HAS(DOC(MG19)), amount(f));
}

static enum rule_tri code_test(const struct rule_facts *f)
{
    return CODE(f->submission, code_test,
                f->submission->code_test == PFQ__V1__CODE_TEST__CODE_TEST_FULL_CODE ||
                    f->submission->code_test == PFQ__V1__CODE_TEST__CODE_TEST_THRESHOLD);
}

static enum rule_tri expert_report(const struct rule_facts *f)
{
    return HAS(DOC(EXPERT_REPORT));
}

static enum rule_tri expert_declaration(const struct rule_facts *f)
{
    return HAS(DOC(EXPERT_DECLARATION));
}

/* --- the rows ----------------------------------------------------------------------- */

static const struct {
    const char *id;
    enum rule_tri (*when)(const struct rule_facts *f); /* NULL: always */
    enum rule_tri (*check)(const struct rule_facts *f);
} rows[] = {
    {"CD09", NULL, names},
    {"CD10", NULL, births},
    {"CD14", NULL, charges},
    {"CD16", domestic, marked_domestic},
    {"CD21", NULL, all_openable},
    {"CS01", NULL, summary},
    {"CS05", mg5, words},
    {"CS06", mg5, points},
    {"CS07", mg5, key},
    {"CS19", NULL, no_duplicate},
    {"DP02", NULL, redacted},
    {"DP03", statement, no_address},
    {"DP05", NULL, marked},
    {"FM08", expert_report, expert_declaration},
    {"PB06", foreign, foreign_checked},
    {"SC12", NULL, code_test},
    {"VW01", victims, vps_said},
    {"VW03", vps_made, vps_wish},
    {"VW04", civilians, measures},
    {"VW06", not_guilty, video_wish},
    {"VW07", w_interpreter, w_language},
    {"VW08", d_interpreter, d_language},
    {"VW09", victims, code_met},
    {"VW10", civilians, contact},
    {"VW11", compensation, mg19},
    {"WE05", statement, signed_},
    {"WE06", statement, backs},
    {"WE07", NULL, civilian_births},
    {"WE11", witnesses, involved},
    {"WE15", filmed, films},
};

enum {
    ROWS = sizeof rows / sizeof *rows
};

enum {
    WORDS = 8 /* of rows in the catalogue, at most */
};

struct compiled {
    const struct rule_program *program;
    size_t place[ROWS]; /* in the catalogue */
    uint64_t asked[WORDS];
};

static void find_rows(const struct pfq_standard *standard, struct compiled *out)
{
    out->program = &standard->program;
    for (size_t i = 0; i < ROWS; i++) {
        size_t k = 0;
        while (k < standard->row_count && strcmp(standard->rows[k].texts->id, rows[i].id) != 0) {
            k++;
        }
        if (k == standard->row_count || k >= (size_t)WORDS * 64) {
            fprintf(stderr, "bench_by_hand: there is no row %s\n", rows[i].id);
            exit(1);
        }
        out->place[i] = k;
        out->asked[k / 64] |= UINT64_C(1) << (k % 64);
    }
}

/* --- measuring ------------------------------------------------------------------------ */

static void ask(struct rule_run *run, const struct compiled *c, uint8_t answers[ROWS])
{
    uint8_t all[WORDS * 64];
    for (size_t word = 0; word < WORDS; word++) {
        if (c->asked[word] != 0) {
            rule_answer_rows(run, word, c->asked[word], all + word * 64);
        }
    }
    for (size_t i = 0; i < ROWS; i++) {
        uint8_t answer = all[c->place[i]];
        answers[i] = answer < RULE_FAILS ? NOT_ASKED : (uint8_t)(answer - RULE_FAILS);
    }
}

static void as_built(const struct compiled *c, const struct rule_facts *f, uint8_t answers[ROWS])
{
    RULE_UNINITIALISED struct rule_run run;
    rule_begin(&run, c->program, f->submission, f);
    ask(&run, c, answers);
}

static void by_language(const struct compiled *c, const struct rule_facts *f, uint8_t answers[ROWS])
{
    RULE_UNINITIALISED struct rule_run run;
    rule_begin(&run, c->program, f->submission, f);
    run.native = NULL;
    ask(&run, c, answers);
}

static void by_hand(const struct compiled *unused, const struct rule_facts *f,
                    uint8_t answers[ROWS])
{
    (void)unused;
    for (size_t i = 0; i < ROWS; i++) {
        bool asked = rows[i].when == NULL || rows[i].when(f) == RULE_TRUE;
        answers[i] = asked ? (uint8_t)rows[i].check(f) : NOT_ASKED;
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

static void compare(const char *path, const uint8_t *answers, const uint8_t *hand)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (answers[i] != hand[i]) {
            fprintf(stderr, "bench_by_hand: %s: %s: %d, by hand %d\n", path, rows[i].id, answers[i],
                    hand[i]);
            exit(1);
        }
    }
}

static void measure(const struct pfq_standard *standard, const struct compiled *c, const char *path)
{
    struct pfq_arena arena;
    struct rule_tables none = {.force_count = 0};
    struct rule_facts facts;
    uint8_t built[ROWS];
    uint8_t language[ROWS];
    uint8_t hand[ROWS];
    pfq_arena_open(&arena);
    rule_facts_read(read_sample(path, &arena), &none, DAY, &facts);
    facts.values = settings_for(&standard->settings, "43", DAY);
    double built_ns = median_ns(as_built, c, &facts, built);
    double language_ns = median_ns(by_language, c, &facts, language);
    double hand_ns = median_ns(by_hand, c, &facts, hand);
    compare(path, built, hand);
    compare(path, language, hand);
    printf("%-16s %d rows  as built %4.0f ns  language %4.0f ns  by hand %4.0f ns  "
           "ratios %.2f and %.2f\n",
           strrchr(path, '/') + 1, ROWS, built_ns, language_ns, hand_ns, built_ns / hand_ns,
           language_ns / hand_ns);
    pfq_arena_close(&arena);
}

int main(int argc, char **argv)
{
    struct compiled compiled = {.program = NULL};
    struct pfq_standard *standard = NULL;
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_err err;
    if (argc < 4) {
        fprintf(stderr, "usage: bench_by_hand CATALOGUE_DIR REFERENCE_DIR SAMPLE.json...\n");
        return 2;
    }
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = argv[1], .reference = argv[2]};
    if (pfq_standard_load(&source, &problems, &standard, &err) != PFQ_OK) {
        fprintf(stderr, "bench_by_hand: %s\n", err.text);
        return 1;
    }
    if (standard->program.native == NULL) {
        fprintf(stderr, "bench_by_hand: this is not the catalogue that pfq was built with\n");
        return 1;
    }
    find_rows(standard, &compiled);
    for (int i = 3; i < argc; i++) {
        measure(standard, &compiled, argv[i]);
    }
    pfq_standard_close(standard);
    pfq_arena_close(&arena);
    return 0;
}

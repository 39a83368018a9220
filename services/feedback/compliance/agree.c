/* agree.c - the machine beside the assessor, the first marking beside the second. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/compliance/private.h"
#include "feedback/digest/digest.h"
#include "feedback/render/figure.h"
#include "feedback/stats/kappa.h"

/* --- counting -------------------------------------------------------------------- */

static bool is_in(char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_named(const Pfq__V1__AssessmentRow *row, const char *check)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *f = row->failures[i];
        if (f->check != NULL && f->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN &&
            strcmp(f->check, check) == 0) {
            return true;
        }
    }
    return false;
}

/* What was overruled was; else who names it agrees, and who marked the file met does not. */
static void count_failed(struct compliance *c, const Pfq__V1__AssessmentRow *row, const char *name)
{
    struct check *check = book_take(&c->checks, name);
    check->failed++;
    if (is_in(row->overruled, row->n_overruled, name)) {
        check->overruled++;
    } else if (is_in(row->confirmed, row->n_confirmed, name) || is_named(row, name) ||
               is_in(row->machine_named, row->n_machine_named, name)) {
        check->confirmed++;
    } else if (!compliance_found_failure(row)) {
        check->met++;
    }
}

/* A check that two failures name is one disagreement. */
static bool is_repeated(const Pfq__V1__AssessmentRow *row, size_t place)
{
    for (size_t i = 0; i < place; i++) {
        if (row->failures[i]->check != NULL &&
            row->failures[i]->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN &&
            strcmp(row->failures[i]->check, row->failures[place]->check) == 0) {
            return true;
        }
    }
    return false;
}

static void count_alone(struct compliance *c, const Pfq__V1__AssessmentRow *row)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *f = row->failures[i];
        if (f->check != NULL && f->check[0] != '\0' &&
            f->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN &&
            !is_in(row->machine_failed, row->n_machine_failed, f->check) && !is_repeated(row, i)) {
            struct check *check = book_take(&c->checks, f->check);
            check->alone++;
        }
    }
}

void agree_count(struct compliance *c, const Pfq__V1__AssessmentRow *row)
{
    if (!row->has_sequence) {
        return; /* the machine has not seen it */
    }
    c->machine[row->n_machine_failed > 0][compliance_found_failure(row)]++;
    for (size_t i = 0; i < row->n_machine_failed; i++) {
        count_failed(c, row, row->machine_failed[i]);
    }
    count_alone(c, row);
}

/* --- into the message --------------------------------------------------------------- */

static Pfq__V1__Kappa *kappa_of(const int64_t *table, size_t categories, struct pfq_arena *arena)
{
    Pfq__V1__Kappa *out = pfq_arena_new(arena, Pfq__V1__Kappa, 1);
    int64_t pairs = 0;
    for (size_t i = 0; i < categories * categories; i++) {
        pairs += table[i];
    }
    pfq__v1__kappa__init(out);
    out->has_pairs = true;
    out->pairs = (uint64_t)pairs;
    struct stats_kappa k = stats_kappa(table, categories, 0.95);
    if (k.fault == STATS_OK && pairs >= FIGURE_INTERVAL_FROM) {
        out->has_kappa_milli = out->has_low_milli = out->has_high_milli = true;
        out->kappa_milli = (int32_t)lround(k.kappa * 1000);
        out->low_milli = (int32_t)lround(k.low * 1000);
        out->high_milli = (int32_t)lround(k.high * 1000);
    }
    return out;
}

static void put_machine(struct compliance *c, Pfq__V1__Compliance *out)
{
    Pfq__V1__Agreement *a = pfq_arena_new(c->arena, Pfq__V1__Agreement, 1);
    pfq__v1__agreement__init(a);
    a->has_both_failing = a->has_machine_alone = a->has_assessor_alone = a->has_neither = true;
    a->both_failing = (uint64_t)c->machine[1][1];
    a->machine_alone = (uint64_t)c->machine[1][0];
    a->assessor_alone = (uint64_t)c->machine[0][1];
    a->neither = (uint64_t)c->machine[0][0];
    a->kappa = kappa_of(&c->machine[0][0], 2, c->arena);
    out->machine = a;
}

static int64_t disagreements(const struct check *check)
{
    return check->overruled + check->met + check->alone;
}

/* Most disagreement first, then by id. */
static int by_disagreement(const void *a, const void *b)
{
    const struct check *left = *(void *const *)a;
    const struct check *right = *(void *const *)b;
    int64_t l = disagreements(left);
    int64_t r = disagreements(right);
    return l != r ? (l < r ? 1 : -1) : strcmp(left->name, right->name);
}

static Pfq__V1__CheckAgreement *check_line(const struct check *check, struct pfq_arena *arena)
{
    Pfq__V1__CheckAgreement *line = pfq_arena_new(arena, Pfq__V1__CheckAgreement, 1);
    pfq__v1__check_agreement__init(line);
    line->check = pfq_arena_strdup(arena, check->name);
    line->has_failed = line->has_confirmed = line->has_overruled = true;
    line->has_met = line->has_assessor_alone = true;
    line->failed = (uint64_t)check->failed;
    line->confirmed = (uint64_t)check->confirmed;
    line->overruled = (uint64_t)check->overruled;
    line->met = (uint64_t)check->met;
    line->assessor_alone = (uint64_t)check->alone;
    int64_t said = check->confirmed + check->overruled + check->met;
    line->agreed = digest_rate((struct stats_share){check->confirmed, said}, arena);
    return line;
}

static void put_checks(struct compliance *c, Pfq__V1__Compliance *out)
{
    size_t count = c->checks.count;
    qsort(c->checks.items, count, sizeof(void *), by_disagreement);
    out->checks = pfq_arena_new(c->arena, Pfq__V1__CheckAgreement *, count + 1);
    for (size_t i = 0; i < count; i++) {
        out->checks[out->n_checks++] = check_line(c->checks.items[i], c->arena);
    }
}

/* Outcomes by severity: MET, PARTLY_MET, NOT_MET are 1, 2, 3. */
static void put_remarked(struct compliance *c, Pfq__V1__Compliance *out)
{
    Pfq__V1__Remarked *r = pfq_arena_new(c->arena, Pfq__V1__Remarked, 1);
    struct stats_share same = {0, 0};
    int64_t table[9];
    pfq__v1__remarked__init(r);
    r->has_stricter = r->has_milder = true;
    for (size_t i = 0; i < 9; i++) {
        size_t first = i / 3 + 1;
        size_t second = i % 3 + 1;
        table[i] = c->remarks[first][second];
        same.of += table[i];
        same.failing += first == second ? table[i] : 0;
        r->stricter += (uint64_t)(second > first ? table[i] : 0);
        r->milder += (uint64_t)(second < first ? table[i] : 0);
    }
    r->same = digest_rate(same, c->arena);
    r->kappa = kappa_of(table, 3, c->arena);
    out->remarked = r;
}

void agree_put(struct compliance *c, Pfq__V1__Compliance *out)
{
    put_machine(c, out);
    put_checks(c, out);
    put_remarked(c, out);
}

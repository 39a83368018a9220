/* compliance_slow.c - see compliance_slow.h. */
#include "support/compliance_slow.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"

#define STANDING(name) PFQ__V1__STANDING__STANDING_##name

static bool same(const char *wanted, const char *got)
{
    return wanted == NULL || strcmp(wanted, got == NULL ? "" : got) == 0;
}

static bool in_october(int64_t at)
{
    return pfq_london_date(at) / 100 == 202610;
}

static void put(struct slow_share *share, bool counts, bool yes)
{
    share->files += counts;
    share->count += counts && yes;
}

/* --- files ------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    double l = *(const double *)a;
    double r = *(const double *)b;
    return l < r ? -1 : l > r;
}

/* Hyndman and Fan's definition 7: p(k) = (k - 1)/(n - 1), straight between. */
static double quantile(double *values, size_t count, double p)
{
    if (count == 0) {
        return -1;
    }
    qsort(values, count, sizeof *values, by_value);
    for (size_t k = 1; k < count; k++) {
        double here = (double)(k - 1) / (double)(count - 1);
        double next = (double)k / (double)(count - 1);
        if (p <= next) {
            return values[k - 1] + (values[k] - values[k - 1]) * (p - here) / (next - here);
        }
    }
    return values[count - 1];
}

static void add_files(const struct compliance_kit *kit, struct slow_whose whose,
                      struct slow_line *line)
{
    double minutes[KIT_ROWS];
    size_t count = 0;
    int64_t now = kit->wish.made_at;
    for (size_t i = 0; i < kit->rows.n_expected; i++) {
        const Pfq__V1__ExpectedRow *r = kit->rows.expected[i];
        bool done = r->has_done_at;
        bool overdue = !done && r->has_due_at && r->due_at < now;
        bool ours = same(whose.unit, r->unit) && same(whose.reviewer, r->by);
        bool in = ours && in_october(r->received_at);
        line->late += ours && overdue;
        line->not_yet_due += in && !done && !overdue;
        put(&line->completed, in, done);
        put(&line->on_time, in && r->has_due_at && (done || overdue),
            done && r->done_at <= r->due_at);
        put(&line->before_hearing,
            in && r->has_hearing_at && r->received_at < r->hearing_at &&
                (done || r->hearing_at < now),
            done && r->done_at < r->hearing_at);
        if (in && done) {
            minutes[count++] = (double)(r->done_at - r->received_at) / 60000;
        }
    }
    line->median_minutes = quantile(minutes, count, 0.5);
    line->ninetieth_minutes = quantile(minutes, count, 0.9);
}

/* --- assessments ------------------------------------------------------------------ */

static bool counts(const Pfq__V1__AssessmentRow *r, struct slow_whose whose)
{
    return !r->withdrawn && in_october(r->assessed_at) && same(whose.unit, r->unit) &&
           same(whose.reviewer, r->by);
}

static bool same_words(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a != '\0' && !isalnum((unsigned char)*a)) {
            a++;
        }
        while (*b != '\0' && !isalnum((unsigned char)*b)) {
            b++;
        }
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) {
            return false;
        }
        if (*a == '\0') {
            return true;
        }
    }
}

static bool is_written(const Pfq__V1__FailureRow *f)
{
    return f->detail != NULL && f->detail[0] != '\0' && !f->suggested;
}

static bool holds(const Pfq__V1__AssessmentRow *r, size_t until, const char *words)
{
    for (size_t i = 0; i < until; i++) {
        const Pfq__V1__FailureRow *f = r->failures[i];
        if (f->standing != STANDING(WITHDRAWN) && is_written(f) && same_words(f->detail, words)) {
            return true;
        }
    }
    return false;
}

/* Copied: its words are new in its own assessment, and stand in an earlier one of the line (of its
 * unit, for all). */
static bool is_copied(const struct compliance_kit *kit, struct slow_whose whose, size_t row,
                      size_t failure)
{
    const Pfq__V1__AssessmentRow *r = kit->rows.assessments[row];
    const char *words = r->failures[failure]->detail;
    if (whose.reviewer == NULL) {
        whose.unit = r->unit == NULL ? "" : r->unit;
    }
    if (holds(r, failure, words)) {
        return false;
    }
    for (size_t i = 0; i < row; i++) {
        const Pfq__V1__AssessmentRow *other = kit->rows.assessments[i];
        if (counts(other, whose) && holds(other, other->n_failures, words)) {
            return true;
        }
    }
    return false;
}

static void add_failures(const struct compliance_kit *kit, struct slow_whose whose, size_t row,
                         struct slow_line *line)
{
    const Pfq__V1__AssessmentRow *r = kit->rows.assessments[row];
    bool past = r->deadline < kit->wish.made_at;
    for (size_t i = 0; i < r->n_failures; i++) {
        const Pfq__V1__FailureRow *f = r->failures[i];
        bool here = f->standing != STANDING(WITHDRAWN);
        bool said = f->detail != NULL && f->detail[0] != '\0';
        bool decided =
            f->standing == STANDING(DISPUTE_ACCEPTED) || f->standing == STANDING(DISPUTE_REJECTED);
        bool disputed = decided || f->standing == STANDING(DISPUTED);
        put(&line->without_detail, here, !said);
        put(&line->copied, here && is_written(f),
            here && is_written(f) && is_copied(kit, whose, row, i));
        put(&line->never_answered, here && past, f->standing == STANDING(NO_RESPONSE));
        put(&line->never_decided, here && past && disputed, !decided);
        put(&line->overturned, here && decided, f->standing == STANDING(DISPUTE_ACCEPTED));
    }
}

static void add_assessments(const struct compliance_kit *kit, struct slow_whose whose,
                            struct slow_line *line)
{
    for (size_t i = 0; i < kit->rows.n_assessments; i++) {
        const Pfq__V1__AssessmentRow *r = kit->rows.assessments[i];
        if (counts(r, whose)) {
            line->assessments++;
            put(&line->failing, r->kind != 1, r->outcome > 1);
            add_failures(kit, whose, i, line);
        }
    }
}

static void add_reviews(const struct compliance_kit *kit, struct slow_whose whose,
                        struct slow_line *line)
{
    for (size_t i = 0; i < kit->rows.n_reviews; i++) {
        const Pfq__V1__Review *r = kit->rows.reviews[i]->review;
        bool ours = same(whose.unit, r->unit) && same(whose.reviewer, r->reviewer);
        bool in = ours && in_october(r->due_at);
        bool overdue = !r->has_done_at && r->due_at < kit->wish.made_at;
        line->reviews_late += ours && overdue;
        put(&line->reviews_on_time, in && (r->has_done_at || overdue),
            r->has_done_at && r->done_at <= r->due_at);
        put(&line->disclosure, in && r->has_done_at, r->disclosure_recorded);
    }
}

struct slow_line slow_line(const struct compliance_kit *kit, struct slow_whose whose)
{
    struct slow_line line = {.late = 0};
    add_files(kit, whose, &line);
    add_assessments(kit, whose, &line);
    add_reviews(kit, whose, &line);
    return line;
}

/* --- strictness -------------------------------------------------------------------- */

enum {
    UNITS = 4,
    PEOPLE = 4
};

static const char *unit_of(size_t unit)
{
    static const char *const names[UNITS] = {"U0", "U1", "U2", ""};
    return names[unit];
}

/* Of a unit, one person of it (or all: PEOPLE). */
static struct slow_share marked(const struct compliance_kit *kit, size_t unit, size_t person,
                                const char *force)
{
    char by[8] = {'p', (char)('0' + unit), '.', (char)('0' + person), '\0'};
    struct slow_share share = {0, 0};
    for (size_t i = 0; i < kit->rows.n_assessments; i++) {
        const Pfq__V1__AssessmentRow *r = kit->rows.assessments[i];
        struct slow_whose whose = {unit_of(unit), person == PEOPLE ? NULL : by};
        put(&share, counts(r, whose) && r->kind != 1 && same(force, r->file->force),
            r->outcome > 1);
    }
    return share;
}

static double arcsine(struct slow_share s)
{
    return asin(sqrt((double)s.count / (double)s.files));
}

/* Sum of (I - 1) and of that times tau^2. */
static void add_unit(const struct compliance_kit *kit, size_t unit, double *weight, double *sum)
{
    double z[PEOPLE];
    double sorted[PEOPLE];
    double w[2] = {0, 0};
    size_t count = 0;
    double phi = 0;
    double t = arcsine(marked(kit, unit, PEOPLE, NULL));
    for (size_t i = 0; i < PEOPLE; i++) {
        struct slow_share s = marked(kit, unit, i, NULL);
        if (s.files >= 10) {
            sorted[count] = z[count] = (arcsine(s) - t) * 2 * sqrt((double)s.files);
            count++;
            w[0] += 4 * (double)s.files;
            w[1] += 16 * (double)(s.files * s.files);
        }
    }
    if (count < 2) {
        return;
    }
    double low = quantile(sorted, count, 0.1);
    double high = quantile(sorted, count, 0.9);
    for (size_t i = 0; i < count; i++) {
        double in = fmin(fmax(z[i], low), high);
        phi += in * in;
    }
    double excess = phi - ((double)count - 1);
    *weight += (double)count - 1;
    *sum += ((double)count - 1) * (excess > 0 ? excess / (w[0] - w[1] / w[0]) : 0);
}

double slow_tau2(const struct compliance_kit *kit)
{
    double weight = 0;
    double sum = 0;
    for (size_t unit = 0; unit < UNITS; unit++) {
        add_unit(kit, unit, &weight, &sum);
    }
    return weight > 0 ? sum / weight : -1;
}

static double back(double y)
{
    double s = sin(fmin(fmax(y, 0), acos(0)));
    return s * s;
}

static struct slow_force rates_of(const struct compliance_kit *kit, const char *force)
{
    struct slow_force out = {.adjusted = -1};
    for (size_t i = 0; i < kit->rows.n_expected; i++) {
        const Pfq__V1__ExpectedRow *r = kit->rows.expected[i];
        put(&out.assessed, in_october(r->received_at) && same(force, r->file->force),
            r->has_done_at);
    }
    for (size_t i = 0; i < kit->rows.n_assessments; i++) {
        const Pfq__V1__AssessmentRow *r = kit->rows.assessments[i];
        bool stands = false;
        for (size_t j = 0; j < r->n_failures; j++) {
            stands = stands || (r->failures[j]->standing != STANDING(DISPUTE_ACCEPTED) &&
                                r->failures[j]->standing != STANDING(WITHDRAWN));
        }
        put(&out.failing,
            counts(r, (struct slow_whose){NULL, NULL}) && r->kind != 1 &&
                same(force, r->file->force),
            stands);
    }
    return out;
}

struct slow_force slow_force(const struct compliance_kit *kit, const char *force)
{
    struct slow_force out = rates_of(kit, force);
    double tau2 = slow_tau2(kit);
    double move = 0;
    double squares = 0;
    for (size_t unit = 0; unit < UNITS; unit++) {
        double t = arcsine(marked(kit, unit, PEOPLE, NULL));
        for (size_t i = 0; i < PEOPLE; i++) {
            struct slow_share all = marked(kit, unit, i, NULL);
            double share = (double)marked(kit, unit, i, force).files / (double)out.failing.files;
            if (all.files > 0) {
                double weight = tau2 / (tau2 + 1 / (4 * (double)all.files));
                move += share * weight * (arcsine(all) - t);
                squares += share * share;
            }
        }
    }
    double y = arcsine(out.failing);
    out.adjusted = back(y - move);
    out.low = back(y - 1.959964 * sqrt(tau2 * squares));
    out.high = back(y + 1.959964 * sqrt(tau2 * squares));
    return out;
}

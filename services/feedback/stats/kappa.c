/* kappa.c - see kappa.h. */
#include "kappa.h"

#include <math.h>

#include "interval.h"
#include "normal.h"

/* Shares of the table and of its margins. */
struct shares {
    const int64_t *table;
    size_t size;
    double n;
    double rows[STATS_CATEGORIES_MAX];
    double columns[STATS_CATEGORIES_MAX];
};

static double cell(const struct shares *s, size_t i, size_t j)
{
    return (double)s->table[i * s->size + j] / s->n;
}

static enum stats_fault count_up(const int64_t *table, size_t size, struct shares *s)
{
    int64_t n = 0;
    for (size_t i = 0; i < size * size; i++) {
        if (table[i] < 0 || table[i] > STATS_COUNT_MAX || n > STATS_COUNT_MAX) {
            return STATS_COUNT;
        }
        n += table[i];
    }
    *s = (struct shares){.table = table, .size = size, .n = (double)n};
    for (size_t i = 0; i < size * size && n > 0; i++) {
        s->rows[i / size] += (double)table[i] / s->n;
        s->columns[i % size] += (double)table[i] / s->n;
    }
    return n == 0 ? STATS_NO_DATA : n > STATS_COUNT_MAX ? STATS_COUNT : STATS_OK;
}

/* One category holds all of a reader's items. */
static bool is_constant(const double *margin, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        used += margin[i] > 0;
    }
    return used == 1;
}

static double variance(const struct shares *s, double expected, double kappa)
{
    double rest = 1 - kappa;
    double sum = 0;
    for (size_t i = 0; i < s->size; i++) {
        for (size_t j = 0; j < s->size; j++) {
            double weight = i == j ? 1 - (s->rows[i] + s->columns[i]) * rest
                                   : (s->columns[i] + s->rows[j]) * rest;
            sum += cell(s, i, j) * weight * weight;
        }
    }
    double mean = kappa - expected * rest;
    return fmax(0, sum - mean * mean) / (s->n * (1 - expected) * (1 - expected));
}

struct stats_kappa stats_kappa(const int64_t *table, size_t categories, double confidence)
{
    struct shares s;
    struct stats_kappa out = {.fault = stats_check_confidence(confidence)};
    if (categories < 2 || categories > STATS_CATEGORIES_MAX) {
        out.fault = STATS_SETTING;
    }
    out.fault = out.fault == STATS_OK ? count_up(table, categories, &s) : out.fault;
    if (out.fault != STATS_OK) {
        return (struct stats_kappa){.fault = out.fault};
    }
    for (size_t i = 0; i < categories; i++) {
        out.agreement += cell(&s, i, i);
        out.expected += s.rows[i] * s.columns[i];
    }
    if (is_constant(s.rows, categories) || is_constant(s.columns, categories)) {
        return (struct stats_kappa){.fault = STATS_FLAT};
    }
    out.kappa = (out.agreement - out.expected) / (1 - out.expected);
    out.error = sqrt(variance(&s, out.expected, out.kappa));
    double width = normal_z_of(confidence) * out.error;
    out.low = fmax(-1, out.kappa - width);
    out.high = fmin(1, out.kappa + width);
    return out;
}

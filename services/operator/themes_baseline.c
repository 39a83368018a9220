/* themes_baseline.c - the figures and baselines of one theme, for `pfq themes rebase`. */
#include <string.h>

#include "feedback/themes/systems.h"
#include "pfq/clock.h"
#include "themes_rebase.h"

int rebase_place(const struct rebase *r, int32_t month)
{
    return month / 100 * 12 + month % 100 - (r->first / 100 * 12 + r->first % 100);
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void add_figure(struct rebase *r, const Pfq__V1__Figure *row)
{
    int place = rebase_place(r, row->period);
    bool type = !r->key.has_case_type || row->case_type == r->key.case_type;
    if (place >= 0 && place < THEMES_MONTHS_MAX && type && same_text(row->name, r->key.name) &&
        (r->key.police_unit == NULL || same_text(row->police_unit, r->key.police_unit))) {
        r->months[place].files += (uint32_t)row->applicable;
        r->months[place].failing += (uint32_t)row->failing;
    }
}

enum pfq_exit rebase_ask(struct rebase *r, Pfq__V1__Envelope *request,
                         Pfq__V1__Envelope__BodyCase wanted, Pfq__V1__Envelope **answer)
{
    struct pfq_err err;
    enum pfq_code code =
        ask(r->store.client, request, wanted, ASK_TIMEOUT_MS, &r->arena, answer, &err);
    return code == PFQ_OK ? PFQ_EXIT_GOOD : ask_away(&r->store, &err);
}

static enum pfq_exit read_figures(struct rebase *r)
{
    Pfq__V1__FigureKind kinds[] = {themes_system(&r->key)->theme};
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    read.force = r->key.force;
    read.has_from_date = read.has_to_date = read.has_by_unit = read.has_by_case_type = true;
    read.from_date = r->first * 100 + 1;
    read.to_date = pfq_london_date(pfq_wall_ms());
    read.by_unit = r->key.police_unit != NULL;
    read.by_case_type = r->key.has_case_type;
    read.kinds = kinds;
    read.n_kinds = 1;
    request.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES_READ;
    request.figures_read = &read;
    do {
        enum pfq_exit code = rebase_ask(r, &request, PFQ__V1__ENVELOPE__BODY_FIGURES, &answer);
        if (code != PFQ_EXIT_GOOD || answer->figures->n_problems > 0) {
            return code != PFQ_EXIT_GOOD ? code
                                         : ask_refused("themes rebase", answer->figures->n_problems,
                                                       answer->figures->problems);
        }
        for (size_t i = 0; i < answer->figures->n_rows; i++) {
            add_figure(r, answer->figures->rows[i]);
        }
        read.has_after = answer->figures->has_next;
        read.after = answer->figures->next;
    } while (read.has_after);
    return PFQ_EXIT_GOOD;
}

static bool is_ours(const struct rebase *r, const Pfq__V1__Baseline *b)
{
    const Pfq__V1__ThemeKey *key = b->key;
    return key != NULL && same_text(key->name, r->key.name) &&
           same_text(key->police_unit, r->key.police_unit) && key->system == r->key.system &&
           key->has_case_type == r->key.has_case_type && key->case_type == r->key.case_type;
}

static enum pfq_exit read_set(struct rebase *r)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    read.force = r->key.force;
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    request.themes_read = &read;
    do {
        enum pfq_exit code = rebase_ask(r, &request, PFQ__V1__ENVELOPE__BODY_THEME_ROWS, &answer);
        if (code != PFQ_EXIT_GOOD || answer->theme_rows->n_problems > 0) {
            return code != PFQ_EXIT_GOOD
                       ? code
                       : ask_refused("themes rebase", answer->theme_rows->n_problems,
                                     answer->theme_rows->problems);
        }
        for (size_t i = 0; i < answer->theme_rows->n_baselines; i++) {
            const Pfq__V1__Baseline *one = answer->theme_rows->baselines[i];
            r->set = is_ours(r, one) ? one : r->set;
        }
        read.has_after = answer->theme_rows->has_next;
        read.after = answer->theme_rows->next;
    } while (read.has_after);
    return PFQ_EXIT_GOOD;
}

enum pfq_exit rebase_read(struct rebase *r)
{
    enum pfq_exit code = read_figures(r);
    return code == PFQ_EXIT_GOOD ? read_set(r) : code;
}

struct stats_share rebase_sum(const struct rebase *r, int from, int months)
{
    struct stats_share sum = {0};
    for (int m = from < 0 ? 0 : from; m < from + months && m < THEMES_MONTHS_MAX; m++) {
        sum.of += r->months[m].files;
        sum.failing += r->months[m].failing;
    }
    return sum;
}

/* Months that are over for so long that they are taken as closed. */
static int settled_months(const struct rebase *r)
{
    int32_t day = pfq_date_add(pfq_london_date(pfq_wall_ms()), -THEMES_SETTLED_DAYS);
    return rebase_place(r, day / 100);
}

bool rebase_old(const struct rebase *r, struct themes_base *base)
{
    if (r->set == NULL) {
        return themes_usual(&themes_rules_usual, r->months, settled_months(r), base);
    }
    base->from = rebase_place(r, r->set->from_month);
    base->months = rebase_place(r, r->set->to_month) + 1 - base->from;
    base->share = rebase_sum(r, base->from, base->months);
    return true;
}

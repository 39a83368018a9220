/* slow_functions.c - the functions of the language: see slow.h. */
#include <string.h>

#include "pfq/bug.h"
#include "pfq/wire.h"
#include "support/slow.h"

enum {
    HOUR_MS = 60 * 60 * 1000,
    DOCUMENT_CODES = 32 /* in one has() */
};

/* --- counting -------------------------------------------------------------------------- */

static struct slow_value count(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_walk walk = slow_list(run, call->a);
    int64_t surely = 0;
    int64_t perhaps = 0;
    if (walk.list.holder == NULL) {
        return slow_between(0, INT64_MAX);
    }
    for (size_t i = 0; i < slow_count(&walk.list); i++) {
        slow_enter(run, &walk, i);
        enum slow_truth t = slow_belongs(run, &walk);
        slow_leave(run);
        surely += t == SLOW_YES;
        perhaps += t == SLOW_PERHAPS;
    }
    return slow_between(surely, surely + perhaps);
}

static int64_t per_cent(int64_t good, int64_t all)
{
    return all == 0 ? 100 : good * 100 / all;
}

/* The least: whoever may be bad is in and is bad, who can only be good is out. */
static struct slow_value share(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_walk walk = slow_list(run, call->a);
    int64_t low_good = 0;
    int64_t low_all = 0;
    int64_t high_good = 0;
    int64_t high_all = 0;
    if (walk.list.holder == NULL) {
        return slow_between(0, 100);
    }
    for (size_t i = 0; i < slow_count(&walk.list); i++) {
        slow_enter(run, &walk, i);
        enum slow_truth in = slow_belongs(run, &walk);
        enum slow_truth good = slow_truth(run, call->a->next);
        slow_leave(run);
        if (in == SLOW_YES || (in == SLOW_PERHAPS && good != SLOW_YES)) {
            low_good += good == SLOW_YES;
            low_all++;
        }
        if (in == SLOW_YES || (in == SLOW_PERHAPS && good != SLOW_NO)) {
            high_good += good != SLOW_NO;
            high_all++;
        }
    }
    return slow_between(per_cent(low_good, low_all), per_cent(high_good, high_all));
}

/* --- documents ------------------------------------------------------------------------- */

struct codes {
    int value[DOCUMENT_CODES];
    size_t count;
};

static struct codes codes_of(const struct rule_ast *names)
{
    struct codes out = {.count = 0};
    for (; names != NULL; names = names->next) {
        PFQ_ASSERT(out.count < DOCUMENT_CODES);
        bool known = pfq_enum_value(&pfq__v1__document_code__descriptor, names->name,
                                    &out.value[out.count++]);
        PFQ_ASSERT(known);
    }
    return out;
}

static enum slow_truth is_one_of(const Pfq__V1__Document *d, const struct codes *codes)
{
    if (!d->has_code || d->code == PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_UNSPECIFIED) {
        return SLOW_PERHAPS;
    }
    for (size_t i = 0; i < codes->count; i++) {
        if ((int)d->code == codes->value[i]) {
            return SLOW_YES;
        }
    }
    return SLOW_NO;
}

static bool concerns_defendant(const Pfq__V1__Document *d, int64_t position)
{
    bool named = false;
    for (size_t i = 0; i < d->n_defendant; i++) {
        named = named || d->defendant[i] == position;
    }
    return named || d->n_defendant == 0;
}

/* `whom`: "defendant", "witness" or a word for such; NULL: anyone. */
static enum slow_truth has(struct slow_run *run, const char *whom, const struct rule_ast *names)
{
    const Pfq__V1__Submission *s = (const Pfq__V1__Submission *)run->frames[0].message;
    enum slow_truth found = SLOW_NO;
    int64_t position = whom == NULL ? 0 : slow_position(run, whom);
    bool witness = false;
    const struct codes codes = codes_of(names);
    for (size_t i = 0; whom != NULL && i < run->depth; i++) {
        witness = witness || (run->frames[i].position == position &&
                              strcmp(run->frames[i].name, "witness") == 0);
    }
    if (s->documents == NULL) {
        return SLOW_PERHAPS;
    }
    for (size_t i = 0; i < s->documents->n_document; i++) {
        const Pfq__V1__Document *d = s->documents->document[i];
        bool concerned = whom == NULL;
        if (whom != NULL) {
            concerned = witness ? !d->has_witness || d->witness == position
                                : concerns_defendant(d, position);
        }
        if (concerned) {
            found = slow_or(found, is_one_of(d, &codes));
        }
    }
    return found;
}

/* --- dates ----------------------------------------------------------------------------- */

/* The day of a date or of an instant. */
static bool day_of(struct slow_run *run, const struct rule_ast *ast, int64_t *out)
{
    struct slow_value v = slow_eval(run, ast);
    if (!slow_known(&v)) {
        return false;
    }
    *out = slow_day(v.instant ? slow_london_date(v.low) : (int32_t)v.low);
    return true;
}

static struct slow_value days(struct slow_run *run, const struct rule_ast *call, bool working)
{
    int64_t from = 0;
    int64_t to = 0;
    if (!day_of(run, call->a, &from) || !day_of(run, call->a->next, &to)) {
        return slow_unknown_number();
    }
    return working ? slow_working_days(run->slow->tables, from, to) : slow_number(to - from);
}

/* A begun hour counts. */
static struct slow_value hours(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_value a = slow_eval(run, call->a);
    struct slow_value b = slow_eval(run, call->a->next);
    if (!slow_known(&a) || !slow_known(&b)) {
        return slow_unknown_number();
    }
    int64_t ms = b.low - a.low;
    return slow_number(ms / HOUR_MS + (ms > 0 && ms % HOUR_MS != 0));
}

static struct slow_value of_instant(struct slow_run *run, const struct rule_ast *call, bool date)
{
    struct slow_value at = slow_eval(run, call->a);
    struct slow_value v = slow_unknown_number();
    if (slow_known(&at)) {
        v = slow_number(date ? slow_london_date(at.low) : slow_london_minutes(at.low));
    }
    v.date = date;
    return v;
}

static struct slow_value year(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_value date = slow_eval(run, call->a);
    return slow_known(&date) ? slow_number(date.low / 10000) : slow_unknown_number();
}

/* --- lists of values
 * ------------------------------------------------------------------------------ */

static struct slow_value list_of(struct slow_run *run, const struct rule_ast *ast)
{
    struct slow_value v = slow_eval(run, ast);
    return v.kind == SLOW_FORM ? slow_as_list(v) : v;
}

static enum slow_truth unique(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_value list = list_of(run, call->a);
    enum slow_truth twice = SLOW_NO;
    if (list.holder == NULL) {
        return SLOW_PERHAPS;
    }
    for (size_t i = 0; i < slow_count(&list); i++) {
        for (size_t k = 0; k < i; k++) {
            twice = slow_or(twice, slow_equal(slow_entry(&list, i), slow_entry(&list, k)));
        }
    }
    return slow_not(twice);
}

/* Each is one more than the one before it. */
static enum slow_truth consecutive(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_value list = list_of(run, call->a);
    enum slow_truth all = SLOW_YES;
    if (list.holder == NULL) {
        return SLOW_PERHAPS;
    }
    for (size_t i = 1; i < slow_count(&list); i++) {
        struct slow_value before = slow_entry(&list, i - 1);
        struct slow_value now = slow_entry(&list, i);
        bool known = slow_known(&before) && slow_known(&now);
        all = slow_and(all, known ? slow_is(now.low == before.low + 1) : SLOW_PERHAPS);
    }
    return all;
}

static enum slow_truth within(const struct slow_value *a, const struct slow_value *b)
{
    enum slow_truth all = SLOW_YES;
    for (size_t i = 0; i < slow_count(a); i++) {
        enum slow_truth found = SLOW_NO;
        for (size_t k = 0; k < slow_count(b); k++) {
            found = slow_or(found, slow_equal(slow_entry(a, i), slow_entry(b, k)));
        }
        all = slow_and(all, found);
    }
    return all;
}

static enum slow_truth same_set(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_value a = list_of(run, call->a);
    struct slow_value b = list_of(run, call->a->next);
    if (a.holder == NULL || b.holder == NULL) {
        return SLOW_PERHAPS;
    }
    return slow_and(within(&a, &b), within(&b, &a));
}

/* --- what is known --------------------------------------------------------------------- */

static enum slow_truth known(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_value v = slow_eval(run, call->a);
    switch (v.kind) {
    case SLOW_FLAG:
        return slow_is(v.truth != SLOW_PERHAPS);
    case SLOW_NUMBER:
        return slow_is(slow_known(&v));
    case SLOW_TEXT:
        return slow_is(v.text != NULL);
    default:
        return slow_is(v.holder != NULL);
    }
}

static const char *text_of(struct slow_run *run, const struct rule_ast *ast)
{
    return slow_eval(run, ast).text;
}

static enum slow_truth about_text(struct slow_run *run, const struct rule_ast *call)
{
    struct slow_urn urn;
    const struct slow_tables *t = run->slow->tables;
    const char *text = text_of(run, call->a);
    if (text == NULL) {
        return SLOW_PERHAPS;
    }
    if (strcmp(call->name, "urn_well_formed") == 0) {
        return slow_is(slow_urn_read(text, &urn));
    }
    if (strcmp(call->name, "asn_valid") == 0) {
        return slow_is(slow_asn_valid(text));
    }
    if (strcmp(call->name, "force_known") == 0) {
        return slow_force_known(t, text, run->event_date);
    }
    if (strcmp(call->name, "offence_known") == 0) {
        return slow_offence_known(t, text);
    }
    PFQ_ASSERT(strcmp(call->name, "unit_known") == 0);
    const char *unit = text_of(run, call->a->next);
    return unit == NULL ? SLOW_PERHAPS : slow_unit_known(t, text, unit);
}

static enum slow_truth in_class(struct slow_run *run, const struct rule_ast *call)
{
    const char *code = text_of(run, call->a);
    enum slow_truth any = code == NULL ? SLOW_PERHAPS : SLOW_NO;
    for (const struct rule_ast *c = call->a->next; c != NULL && code != NULL; c = c->next) {
        any =
            slow_or(any, slow_offence_in_class(run->slow->tables, code, c->name, run->event_date));
    }
    return any;
}

static struct slow_value offence_category(struct slow_run *run, const struct rule_ast *call)
{
    int number = 0;
    const char *code = text_of(run, call->a);
    const char *name = code == NULL ? NULL : slow_offence_category(run->slow->tables, code);
    bool known =
        name != NULL && pfq_enum_value(&pfq__v1__offence_category__descriptor, name, &number);
    struct slow_value v = known ? slow_number(number) : slow_unknown_number();
    v.codes = &pfq__v1__offence_category__descriptor;
    return v;
}

/* --- all of them ----------------------------------------------------------------------- */

static struct slow_value position(struct slow_run *run, const struct rule_ast *call)
{
    return slow_number(slow_position(run, call->a->name));
}

static struct slow_value all_days(struct slow_run *run, const struct rule_ast *call)
{
    return days(run, call, false);
}

static struct slow_value working_days(struct slow_run *run, const struct rule_ast *call)
{
    return days(run, call, true);
}

static struct slow_value date(struct slow_run *run, const struct rule_ast *call)
{
    return of_instant(run, call, true);
}

static struct slow_value time_of_day(struct slow_run *run, const struct rule_ast *call)
{
    return of_instant(run, call, false);
}

static enum slow_truth has_any(struct slow_run *run, const struct rule_ast *call)
{
    return has(run, NULL, call->a);
}

static enum slow_truth has_for(struct slow_run *run, const struct rule_ast *call)
{
    return has(run, call->a->name, call->a->next);
}

static const struct {
    const char *name;
    enum slow_truth (*truth)(struct slow_run *run, const struct rule_ast *call);
    struct slow_value (*number)(struct slow_run *run, const struct rule_ast *call);
} functions[] = {
    {.name = "count", .number = count},
    {.name = "share", .number = share},
    {.name = "position", .number = position},
    {.name = "days", .number = all_days},
    {.name = "working_days", .number = working_days},
    {.name = "hours", .number = hours},
    {.name = "date", .number = date},
    {.name = "time", .number = time_of_day},
    {.name = "year", .number = year},
    {.name = "has", .truth = has_any},
    {.name = "has_for", .truth = has_for},
    {.name = "known", .truth = known},
    {.name = "exists", .truth = known},
    {.name = "unique", .truth = unique},
    {.name = "consecutive", .truth = consecutive},
    {.name = "same_set", .truth = same_set},
    {.name = "urn_well_formed", .truth = about_text},
    {.name = "asn_valid", .truth = about_text},
    {.name = "force_known", .truth = about_text},
    {.name = "unit_known", .truth = about_text},
    {.name = "offence_known", .truth = about_text},
    {.name = "in_class", .truth = in_class},
    {.name = "offence_category", .number = offence_category},
};

struct slow_value slow_call(struct slow_run *run, const struct rule_ast *call)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (*functions[i].name == *call->name && strcmp(functions[i].name, call->name) == 0) {
            return functions[i].truth != NULL ? slow_flag(functions[i].truth(run, call))
                                              : functions[i].number(run, call);
        }
    }
    PFQ_ASSERT(!"a function that the slow evaluator does not know");
    return slow_unknown_number();
}

/* --- the file's own
 * ------------------------------------------------------------------------------- */

bool slow_builtin(const struct slow_run *run, const char *name, struct slow_value *out)
{
    static _Thread_local struct slow_urn urn;
    if (*name != 'u' && *name != 'e') {
        return false;
    }
    bool readable = run->urn != NULL && slow_urn_read(run->urn, &urn);
    if (strcmp(name, "event_date") == 0) {
        *out = run->event_date == 0 ? slow_unknown_number() : slow_number(run->event_date);
        out->date = true;
    } else if (strcmp(name, "urn_readable") == 0) {
        *out = slow_flag(slow_is(readable));
    } else if (strcmp(name, "urn_force") == 0) {
        *out = slow_text(readable ? urn.force : NULL);
    } else if (strcmp(name, "urn_unit") == 0) {
        *out = slow_text(readable ? urn.unit : NULL);
    } else if (strcmp(name, "urn_year") == 0) {
        *out = readable ? slow_number(urn.year) : slow_unknown_number();
    } else {
        return false;
    }
    return true;
}

/* number.c - numbers, dates and counts as ranges: rule_number() of eval.h. */
#include "column.h"
#include "eval.h"
#include "pfq/clock.h"

enum {
    MS_PER_HOUR = 3600 * 1000,
    DAYS_FAR = 200000 /* no sum of dates leaves the calendar by more */
};

static struct rule_range field(const struct rule_run *run, const struct rule_node *n)
{
    int64_t v = 0;
    return field_number(run->frames[n->frame].entry, n, &v) ? rule_just(v) : RULE_ANYTHING;
}

static struct rule_range item(const struct rule_run *run, const struct rule_node *n)
{
    const void *entry = run->frames[n->frame].entry;
    int64_t v = n->load == LOAD_UINT32 ? (int64_t) * (const uint32_t *)entry
                                       : (int64_t) * (const int32_t *)entry;
    return n->load == LOAD_ENUM && v == 0 ? RULE_ANYTHING : rule_just(v);
}

static int64_t plus(int64_t a, int64_t b)
{
    int64_t sum = 0;
    if (!__builtin_add_overflow(a, b, &sum)) {
        return sum;
    }
    return b < 0 ? INT64_MIN : INT64_MAX;
}

static struct rule_range add(struct rule_range a, struct rule_range b)
{
    return (struct rule_range){plus(a.low, b.low), plus(a.high, b.high)};
}

static struct rule_range minus(struct rule_range a)
{
    return (struct rule_range){a.high == INT64_MAX ? INT64_MIN : -a.high,
                               a.low == INT64_MIN ? INT64_MAX : -a.low};
}

static int32_t date_plus(int64_t date, int64_t days)
{
    int64_t bounded = days > DAYS_FAR ? DAYS_FAR : days < -DAYS_FAR ? -DAYS_FAR : days;
    return pfq_date_add((int32_t)date, (int32_t)bounded);
}

static struct rule_range add_days(struct rule_range date, struct rule_range days)
{
    if (!rule_is_just(date) || !rule_is_just(days)) {
        return RULE_ANYTHING;
    }
    return rule_just(date_plus(date.low, days.low));
}

/* Whole hours, begun ones counted: 24 h 1 min is more than 24. */
static int64_t hours(int64_t ms)
{
    return ms > 0 ? (ms + MS_PER_HOUR - 1) / MS_PER_HOUR : ms / MS_PER_HOUR;
}

/* What is worked out from two known values, and unknown without them. */
static struct rule_range between(const struct rule_facts *facts, uint8_t op, struct rule_range a,
                                 struct rule_range b)
{
    if (!rule_is_just(a) || !rule_is_just(b)) {
        return RULE_ANYTHING;
    }
    if (op == OP_HOURS) {
        return rule_just(hours(b.low - a.low));
    }
    int32_t from = pfq_date_days((int32_t)a.low);
    int32_t to = pfq_date_days((int32_t)b.low);
    return op == OP_DAYS ? rule_just(to - from) : tables_working_days(facts->tables, from, to);
}

static struct rule_range part_of(uint8_t op, struct rule_range a)
{
    if (!rule_is_just(a)) {
        return a;
    }
    if (op == OP_YEAR) {
        return rule_just(a.low / 10000);
    }
    return rule_just(op == OP_DATE ? pfq_london_date(a.low) : pfq_london_minutes(a.low));
}

struct rule_range rule_reckon(const struct rule_facts *facts, uint8_t op, struct rule_range a,
                              struct rule_range b)
{
    switch ((int)op) {
    case OP_ADD:
        return add(a, b);
    case OP_SUBTRACT:
        return add(a, minus(b));
    case OP_DATE_ADD:
        return add_days(a, b);
    case OP_DATE_BACK:
        return add_days(a, minus(b));
    case OP_DAYS:
    case OP_WORKING_DAYS:
    case OP_HOURS:
        return between(facts, op, a, b);
    default: /* OP_DATE, OP_TIME, OP_YEAR */
        return part_of(op, a);
    }
}

/* As the table of offences has it, whatever the sender says. */
static struct rule_range offence_category(struct rule_run *run, const struct rule_node *n)
{
    const char *code = rule_text(run, n->a);
    int32_t category =
        code == NULL ? 0
                     : tables_value(&run->facts->tables->offences, code, run->facts->event_date);
    return category == 0 ? RULE_ANYTHING : rule_just(category);
}

static RULE_APART struct rule_range work_out(struct rule_run *run, const struct rule_node *n)
{
    switch ((int)n->op) {
    case OP_ITEM:
        return item(run, n);
    case OP_POSITION:
        return rule_just(run->frames[n->frame].position);
    case OP_ADD:
    case OP_SUBTRACT:
    case OP_DATE_ADD:
    case OP_DATE_BACK:
    case OP_DAYS:
    case OP_WORKING_DAYS:
    case OP_HOURS:
        return rule_reckon(run->facts, n->op, rule_number(run, n->a), rule_number(run, n->b));
    case OP_DATE:
    case OP_TIME:
    case OP_YEAR:
        return rule_reckon(run->facts, n->op, rule_number(run, n->a), RULE_ANYTHING);
    case OP_OFFENCE_CATEGORY:
        return offence_category(run, n);
    case OP_EVENT_DATE:
        return rule_event_date(run->facts);
    case OP_URN_YEAR:
        return run->facts->urn_readable ? rule_just(run->facts->urn.year) : RULE_ANYTHING;
    case OP_COUNT:
        return column_count(run, n);
    case OP_SHARE:
        return column_share(run, n);
    default:
        return RULE_ANYTHING;
    }
}

static RULE_APART struct rule_range kept(struct rule_run *run, const struct rule_node *n)
{
    if (!run->numbered[n->slot]) {
        run->numbers[n->slot] = work_out(run, n);
        run->numbered[n->slot] = true;
    }
    return run->numbers[n->slot];
}

struct rule_range rule_number(struct rule_run *run, uint16_t number)
{
    const struct rule_node *n = &run->nodes[number];
    switch ((int)n->op) {
    case OP_NUMBER:
        return rule_just(n->number);
    case OP_VALUE:
        return rule_just(run->facts->values[n->number]);
    case OP_FIELD:
        return field(run, n);
    default:
        return n->slot != 0 ? kept(run, n) : work_out(run, n);
    }
}

/* tables.c - look-ups in the reference tables: see tables.h. */
#include "tables.h"

#include <string.h>

bool tables_force_known(const struct rule_tables *t, const char *code, int32_t date)
{
    for (size_t i = 0; i < t->force_count; i++) {
        const struct tables_force *f = &t->forces[i];
        if (f->code[0] == code[0] && strcmp(f->code, code) == 0 &&
            (date == 0 || (f->from <= date && date <= f->until))) {
            return true;
        }
    }
    return false;
}

/* --- keys ------------------------------------------------------------------------------ */

/* The first row of the key, or where it would stand. */
static size_t lower_bound(const struct tables_keys *keys, const char *key)
{
    size_t low = 0;
    size_t high = keys->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(keys->rows[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const struct tables_row *find(const struct tables_keys *keys, const char *key, int32_t date)
{
    for (size_t i = lower_bound(keys, key); i < keys->count; i++) {
        const struct tables_row *row = &keys->rows[i];
        if (strcmp(row->key, key) != 0) {
            return NULL;
        }
        if (date == 0 || (row->from <= date && date <= row->until)) {
            return row;
        }
    }
    return NULL;
}

static enum rule_tri is_known(const struct tables_keys *keys, const char *key, int32_t date)
{
    bool found = find(keys, key, date) != NULL;
    return !found && !keys->whole ? RULE_UNKNOWN : rule_tri(found);
}

enum rule_tri tables_offence_known(const struct rule_tables *t, const char *code, int32_t date)
{
    return is_known(&t->offences, code, date);
}

int32_t tables_value(const struct tables_keys *keys, const char *key, int32_t date)
{
    const struct tables_row *row = find(keys, key, date);
    return row == NULL ? 0 : row->value;
}

static size_t append(char key[TABLES_KEY], size_t used, const char *text)
{
    while (*text != '\0' && used + 1 < TABLES_KEY) {
        key[used++] = *text++;
    }
    key[used] = '\0';
    return used;
}

enum rule_tri tables_unit_known(const struct rule_tables *t, const char *force, const char *unit,
                                int32_t date)
{
    char key[TABLES_KEY];
    if (strlen(force) + strlen(unit) >= sizeof key) {
        return t->units.whole ? RULE_FALSE : RULE_UNKNOWN;
    }
    (void)append(key, append(key, 0, force), unit);
    return is_known(&t->units, key, date);
}

/* --- classes --------------------------------------------------------------------------- */

const char *tables_class_name(unsigned place)
{
    static const char *const names[] = {
        "CONSENT",          "DEATH",    "TERRORISM", "OFFICIAL_SECRETS", "HARASSMENT",
        "VIOLENT_DISORDER", "WOUNDING", "SEXUAL",    "LICENSING",        "RETAIL_THEFT",
        "LOW_VALUE_DAMAGE",
    };
    return place < sizeof names / sizeof *names ? names[place] : NULL;
}

static bool fits(const struct tables_class *c, const char *code)
{
    return c->pattern[0] == code[0] && strncmp(c->pattern, code, c->size) == 0 &&
           (c->open || code[c->size] == '\0');
}

enum rule_tri tables_offence_in_class(const struct rule_tables *t, const char *code, int32_t date,
                                      uint32_t classes)
{
    for (size_t i = 0; i < t->class_count; i++) {
        const struct tables_class *c = &t->classes[i];
        if ((classes >> c->of & 1) != 0 && fits(c, code) &&
            (date == 0 || (c->from <= date && date <= c->until))) {
            return RULE_TRUE;
        }
    }
    return t->class_count > 0 ? RULE_FALSE : RULE_UNKNOWN;
}

/* --- days ------------------------------------------------------------------------------ */

/* Mondays to Fridays in the days 0 .. day, counted from a Monday (1969-12-29). */
static int32_t weekdays_until(int32_t day)
{
    int32_t since = day + 3;
    int32_t week = since >= 0 ? since / 7 : -((6 - since) / 7);
    int32_t rest = since - week * 7 + 1;
    return week * 5 + (rest < 5 ? rest : 5);
}

static int32_t holidays_until(const struct rule_tables *t, int32_t day)
{
    size_t low = 0;
    size_t high = t->holiday_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->holidays[middle] <= day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (int32_t)low;
}

struct rule_range tables_working_days(const struct rule_tables *t, int32_t from, int32_t to)
{
    if (from < t->first_day || from > t->last_day || to < t->first_day || to > t->last_day) {
        return RULE_ANYTHING;
    }
    return rule_just((weekdays_until(to) - holidays_until(t, to)) -
                     (weekdays_until(from) - holidays_until(t, from)));
}

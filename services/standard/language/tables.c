/* tables.c - look-ups in the reference tables: see tables.h. */
#include "tables.h"

#include <stdlib.h>
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

static int compare_key(const void *a, const void *b)
{
    return strcmp(a, b);
}

static enum rule_tri find_key(const struct tables_keys *keys, const char *key)
{
    bool found =
        keys->count > 0 && bsearch(key, keys->rows, keys->count, TABLES_KEY, compare_key) != NULL;
    return !found && !keys->whole ? RULE_UNKNOWN : rule_tri(found);
}

enum rule_tri tables_offence_known(const struct rule_tables *t, const char *code)
{
    return find_key(&t->offences, code);
}

static size_t append(char key[TABLES_KEY], size_t used, const char *text)
{
    while (*text != '\0' && used + 1 < TABLES_KEY) {
        key[used++] = *text++;
    }
    key[used] = '\0';
    return used;
}

enum rule_tri tables_unit_known(const struct rule_tables *t, const char *force, const char *unit)
{
    char key[TABLES_KEY];
    if (strlen(force) + strlen(unit) >= sizeof key) {
        return t->units.whole ? RULE_FALSE : RULE_UNKNOWN;
    }
    (void)append(key, append(key, 0, force), unit);
    return find_key(&t->units, key);
}

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

/* tables.h - the reference tables that checks look things up in.
 *
 * Filled by reference.c from services/standard/reference/ and then read-only.  What a
 * missing table would tell is unknown, and so is what lies outside its years.
 *
 * Private to services/standard.
 */
#ifndef TABLES_H
#define TABLES_H

#include <stddef.h>

#include "tri.h"

struct tables_force {
    char code[3];
    int32_t from;  /* first day */
    int32_t until; /* last day */
};

enum {
    TABLES_KEY = 12 /* an offence code, or force and unit */
};

/* Sorted texts. */
struct tables_keys {
    char (*rows)[TABLES_KEY];
    size_t count;
    bool loaded;
};

struct rule_tables {
    struct tables_force *forces;
    size_t force_count;
    int32_t *holidays; /* day numbers, sorted; all of them weekdays */
    size_t holiday_count;
    int32_t first_day; /* day numbers that the holidays cover */
    int32_t last_day;
    struct tables_keys offences;
    struct tables_keys units;
};

/* On a date; 0 = on any day at all. */
bool tables_force_known(const struct rule_tables *t, const char *code, int32_t date);
enum rule_tri tables_offence_known(const struct rule_tables *t, const char *code);
enum rule_tri tables_unit_known(const struct rule_tables *t, const char *force, const char *unit);

/* Working days of England and Wales after `from`, up to and with `to` (day numbers). */
struct rule_range tables_working_days(const struct rule_tables *t, int32_t from, int32_t to);

#endif

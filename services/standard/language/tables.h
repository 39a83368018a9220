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
    TABLES_KEY = 12, /* an offence code, force and unit, or a document type id */
    TABLES_NEVER = 99991231
};

/* What a key stands for from one day until another. */
struct tables_row {
    char key[TABLES_KEY];
    int32_t from;
    int32_t until;
    int32_t value; /* offences: OffenceCategory; documents: DocumentCode; 0 = none */
};

/* Sorted by key and day.  What a part of a table does not hold may still exist: unknown. */
struct tables_keys {
    struct tables_row *rows;
    size_t count;
    bool whole; /* the whole table was loaded, so what is not here does not exist */
};

/* Offences that belong together for what police may charge, by code: "SX03*". */
struct tables_class {
    char pattern[TABLES_KEY]; /* without the star */
    uint8_t size;
    bool open;  /* a star stood at its end: anything may follow */
    uint8_t of; /* place among the names */
    int32_t from;
    int32_t until;
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
    struct tables_keys documents;
    struct tables_class *classes;
    size_t class_count; /* 0: the table is missing */
};

/* On a date; 0 = on any day at all. */
bool tables_force_known(const struct rule_tables *t, const char *code, int32_t date);

/* Of these the date is that of the file; 0 = any day will do. */
enum rule_tri tables_offence_known(const struct rule_tables *t, const char *code, int32_t date);
enum rule_tri tables_unit_known(const struct rule_tables *t, const char *force, const char *unit,
                                int32_t date);

/* What the key stands for; 0: unknown. */
int32_t tables_value(const struct tables_keys *keys, const char *key, int32_t date);

/* Is the offence of one of the classes?  `classes` has bit 1 << place for each. */
enum rule_tri tables_offence_in_class(const struct rule_tables *t, const char *code, int32_t date,
                                      uint32_t classes);

/* The names of the classes, by place; NULL past the last. */
const char *tables_class_name(unsigned place);

/* Working days of England and Wales after `from`, up to and with `to` (day numbers). */
struct rule_range tables_working_days(const struct rule_tables *t, int32_t from, int32_t to);

#endif

/* settings.h - the values of a catalogue: what each is, for which force, on which day.
 *
 *     settings.c       what is in force, worked out once for every force and period
 *     settings_conf.c  what pfq.conf sets otherwise
 *
 * A value has settings of three ranks: those of standard.yaml, those that pfq.conf makes
 * for everybody, and those that it makes for one CPS Area.  Of the highest rank that has
 * one in force on the day, the latest counts.
 *
 * Private to services/standard.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "language/resolve.h"
#include "pfq/problems.h"

/* A force belongs to an Area from one day until another. */
struct area_row {
    const char *code;
    const char *name;
    char force[3];
    int32_t from;
    int32_t until;
};

struct areas {
    struct area_row *rows;
    size_t count;
};

enum setting_rank {
    SETTING_CATALOGUE,
    SETTING_EVERYWHERE,
    SETTING_AREA
};

struct setting {
    enum setting_rank rank;
    const char *area; /* code; rank AREA only */
    int32_t from;     /* 0: always */
    int64_t number;
    unsigned line; /* in pfq.conf; 0 = standard.yaml */
};

struct setting_row {
    const char *name;
    enum rule_type type;
    const char *unit;
    const char *text;
    struct setting *settings;
    size_t count;
    size_t room;
};

/* All values as they are from a day on, by place in settings.rows. */
struct settings_period {
    int32_t from;
    const int64_t *numbers;
};

struct settings_span {
    struct settings_period *periods; /* the first begins on day 0 */
    size_t count;
};

enum {
    SETTINGS_FORCES = 100 /* two digits */
};

struct settings {
    struct setting_row *rows;
    size_t count;
    struct settings_span forces[SETTINGS_FORCES];
};

/* Space for one more setting of a value. */
struct setting *settings_add(struct setting_row *row, struct pfq_arena *arena);

/* A number, a date or a time of day; false: none of these. */
bool settings_literal(const char *text, enum rule_type *type, int64_t *number);

/* The Area by code or name, however it is spelt ("Thames & Chiltern"); NULL: none. */
const struct area_row *settings_area(const struct areas *areas, const char *text);

/* Read [values] and [values AREA] of a pfq.conf.  Faults have the path "FILE:line". */
void settings_configure(struct settings *s, const struct areas *areas, const char *file,
                        struct pfq_arena *arena, struct pfq_problems *problems);

/* Work out the periods of every force. */
void settings_finish(struct settings *s, const struct areas *areas, const char *file,
                     struct pfq_arena *arena, struct pfq_problems *problems);

/* Where file and force are known: the values in force, by place. */
const int64_t *settings_for(const struct settings *s, const char *force, int32_t date);

/* The setting of one value on a day, for an Area (code) or, NULL, for those of none. */
const struct setting *settings_of(const struct setting_row *row, const char *area, int32_t date);

#endif

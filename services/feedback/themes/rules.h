/* rules.h - the parameters of recurring themes, and the version that they make.
 *
 * Layer 2 (themes): pure.
 */
#ifndef THEMES_RULES_H
#define THEMES_RULES_H

#include <stddef.h>

struct themes_rules {
#define THEMES_RULE(name, value, unit, text) double name;
#include "feedback/themes/rules.def"
#undef THEMES_RULE
};

extern const struct themes_rules themes_rules_usual;

/* The table, for people: ends with a row without a name. */
struct themes_rule_row {
    const char *name;
    double value;
    const char *unit;
    const char *text;
};
extern const struct themes_rule_row themes_rule_rows[];

/* The revision of the state machine and a digest of the values: "1-3f09c2a67d51". */
#define THEMES_VERSION_TEXT 24
void themes_rule_version(const struct themes_rules *rules, char out[THEMES_VERSION_TEXT]);

#endif

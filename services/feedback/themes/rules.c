/* rules.c - the parameters of recurring themes: see rules.h. */
#include "feedback/themes/rules.h"

#include <stdio.h>

#include "pfq/wire.h"

enum {
    REVISION = 6 /* one more for each change of the code that moves states otherwise */
};

const struct themes_rules themes_rules_usual = {
#define THEMES_RULE(name, value, unit, text) .name = (value),
#include "feedback/themes/rules.def"
#undef THEMES_RULE
};

const struct themes_rule_row themes_rule_rows[] = {
#define THEMES_RULE(name, value, unit, text) {#name, (value), (unit), (text)},
#include "feedback/themes/rules.def"
#undef THEMES_RULE
    {0},
};

void themes_rule_version(const struct themes_rules *rules, char out[THEMES_VERSION_TEXT])
{
    char text[2048];
    size_t used = 0;
    uint8_t digest[PFQ_DIGEST_BYTES];
#define THEMES_RULE(name, value, unit, text_)                                                      \
    used += (size_t)snprintf(text + used, sizeof text - used, #name "=%.17g\n", rules->name);
#include "feedback/themes/rules.def"
#undef THEMES_RULE
    pfq_digest((struct pfq_bytes){(const uint8_t *)text, used}, digest);
    int at = snprintf(out, THEMES_VERSION_TEXT, "%d-", REVISION);
    for (size_t i = 0; i < 6; i++) {
        at += snprintf(out + at, THEMES_VERSION_TEXT - (size_t)at, "%02x", (unsigned)digest[i]);
    }
}

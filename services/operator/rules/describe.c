/* describe.c - the parts of a catalogue in words and as JSON: see rules.h. */
#include <stdio.h>
#include <string.h>

#include "pfq/clock.h"
#include "rules.h"

const char *rules_said(const char *text)
{
    return text == NULL ? "" : text;
}

/* --- periods ------------------------------------------------------------------------------- */

static struct rules_period *period_of(struct rules_period *periods, size_t *count,
                                      const struct pfq_rule_edition *edition)
{
    size_t i = 0;
    while (i < *count && (periods[i].from_date != edition->from_date ||
                          periods[i].until_date != edition->until_date)) {
        i++;
    }
    if (i == *count) {
        periods[(*count)++] = (struct rules_period){.from_date = edition->from_date,
                                                    .until_date = edition->until_date};
    }
    return &periods[i];
}

size_t rules_periods(const struct pfq_standard *standard, size_t check,
                     struct rules_period out[PFQ_RULE_STAGES_MAX])
{
    struct pfq_rule_edition editions[PFQ_RULE_STAGES_MAX];
    size_t stages = pfq_rule_editions(standard, check, editions);
    size_t count = 0;
    for (size_t i = 0; i < stages; i++) {
        struct rules_period *p = period_of(out, &count, &editions[i]);
        size_t used = strlen(p->stages);
        (void)snprintf(p->stages + used, sizeof p->stages - used, "%s%s", used == 0 ? "" : ", ",
                       pfq_enum_name(&pfq__v1__file_type__descriptor, (int)editions[i].stage));
    }
    return count;
}

const char *rules_period_text(const struct rules_period *period, char out[RULES_PERIOD_TEXT])
{
    char from[PFQ_INSTANT_TEXT];
    char until[PFQ_INSTANT_TEXT];
    pfq_date_format(period->from_date, from);
    if (period->until_date == 0) {
        (void)snprintf(out, RULES_PERIOD_TEXT, "since %.20s", from);
    } else {
        pfq_date_format(period->until_date, until);
        (void)snprintf(out, RULES_PERIOD_TEXT, "%.20s to %.20s", from, until);
    }
    return out;
}

json_t *rules_date_json(int32_t date)
{
    char text[PFQ_INSTANT_TEXT];
    if (date == 0) {
        return json_null();
    }
    pfq_date_format(date, text);
    return json_string(text);
}

/* --- codes in words ------------------------------------------------------------------------- */

const char *rules_theme_title(Pfq__V1__Theme theme)
{
    static const char *const titles[] = {
        [PFQ__V1__THEME__THEME_UNSPECIFIED] = "Other",
        [PFQ__V1__THEME__THEME_CASE_DATA] = "Case data",
        [PFQ__V1__THEME__THEME_SUPERVISION_CHARGING] = "Supervision and charging",
        [PFQ__V1__THEME__THEME_CASE_SUMMARY] = "Case summary",
        [PFQ__V1__THEME__THEME_INTERVIEW] = "Interview",
        [PFQ__V1__THEME__THEME_WITNESS_EVIDENCE] = "Witness evidence",
        [PFQ__V1__THEME__THEME_EXHIBITS_MULTIMEDIA] = "Exhibits and multimedia",
        [PFQ__V1__THEME__THEME_FORENSIC_MEDICAL] = "Forensic and medical evidence",
        [PFQ__V1__THEME__THEME_DISCLOSURE_SCHEDULES] = "Disclosure: schedules",
        [PFQ__V1__THEME__THEME_DISCLOSURE_MATERIAL] = "Disclosure: material",
        [PFQ__V1__THEME__THEME_VICTIM_WITNESS_CARE] = "Victim and witness care",
        [PFQ__V1__THEME__THEME_DA_SPECIALIST] = "Domestic abuse and specialist files",
        [PFQ__V1__THEME__THEME_PRECONS_BADCHAR] = "Previous convictions and bad character",
        [PFQ__V1__THEME__THEME_BAIL_ORDERS_ANCILLARY] = "Bail, orders and ancillary matters",
        [PFQ__V1__THEME__THEME_DATA_PROTECTION] = "Data protection",
        [PFQ__V1__THEME__THEME_TIMELINESS] = "Timeliness",
    };

    size_t i = (size_t)theme;
    return i < sizeof titles / sizeof *titles ? titles[i] : titles[0];
}

const char *rules_severity_text(const Pfq__V1__CatalogueCheck *check)
{
    static const char *const texts[] = {"", "critical", "major", "minor"};
    size_t i = (size_t)check->severity;
    return i < sizeof texts / sizeof *texts ? texts[i] : "";
}

const char *rules_aspect_text(const Pfq__V1__CatalogueCheck *check)
{
    static const char *const texts[] = {"", "presence", "quality"};
    size_t i = (size_t)check->aspect;
    return i < sizeof texts / sizeof *texts ? texts[i] : "";
}

const char *rules_standing_text(const Pfq__V1__CatalogueCheck *check)
{
    return strcmp(rules_said(check->standing), "seen") == 0
               ? "seen: taken from the source"
               : "drafted: written from the source, not yet confirmed";
}

/* reasons.c - the CPS's reason codes: pfq/reasons.def, looked up. */
#include <string.h>

#include "pfq/people.h"

enum stage {
    STAGE_TRIAGE = 1 << PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE,
    STAGE_DGA = 1 << PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA,
    STAGE_NFQ = 1 << PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ
};

struct reason {
    const char *code;
    const char *family;
    const char *title;
    unsigned stage;
    Pfq__V1__Theme theme;
};

static const struct reason reasons[] = {

#define PFQ_REASON(code, stage, family, theme, title)                                              \
    {#code, #family, title, STAGE_##stage, PFQ__V1__THEME__THEME_##theme},
#include "pfq/reasons.def"
#undef PFQ_REASON
};

enum {
    REASONS = sizeof reasons / sizeof *reasons
};

static const struct reason *find(const char *code)
{
    for (size_t i = 0; code != NULL && i < REASONS; i++) {
        if (strcmp(reasons[i].code, code) == 0) {
            return &reasons[i];
        }
    }
    return NULL;
}

Pfq__V1__Theme pfq_people_reason_theme(const char *code)
{
    const struct reason *row = find(code);
    return row == NULL ? PFQ__V1__THEME__THEME_UNSPECIFIED : row->theme;
}

const char *pfq_people_reason_title(const char *code)
{
    const struct reason *row = find(code);
    return row == NULL ? NULL : row->title;
}

const char *pfq_people_reason_family(const char *code)
{
    const struct reason *row = find(code);
    return row == NULL ? NULL : row->family;
}

/* Priority is a route through triage; it is nothing that an assessment of quality finds. */
bool pfq_people_reason_of(const char *code, Pfq__V1__AssessmentKind kind)
{
    const struct reason *row = find(code);
    if (row == NULL) {
        return false;
    }
    unsigned stages = row->stage | (code[0] == 'P' ? 0U : (unsigned)STAGE_NFQ);
    return (unsigned)kind <= PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA &&
           (stages >> (unsigned)kind & 1U) != 0;
}

const char *pfq_people_reason_at(size_t i)
{
    return i < REASONS ? reasons[i].code : NULL;
}

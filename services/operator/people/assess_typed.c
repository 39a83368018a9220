/* assess_typed.c - what was typed after --fail and of checks and codes: see assess.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "pfq/people.h"

static char *upper(char *text)
{
    for (char *c = text; *c != '\0'; c++) {
        *c = (char)toupper((unsigned char)*c);
    }
    return text;
}

/* --- --confirm, --overrule, --answer, --releasable ------------------------------------------- */

static bool add(struct assess_list *list, char *id, const char *why, const char **fault)
{
    if (list->count == ASSESS_LIST_MAX) {
        *fault = "at most 64 are taken";
        return false;
    }
    list->why[list->count] = why;
    list->ids[list->count++] = upper(id);
    return true;
}

bool assess_read_ids(const char *text, struct assess_list *out, struct pfq_arena *arena,
                     const char **fault)
{
    char *rest = NULL;
    char *copy = pfq_arena_strdup(arena, text);
    if (strchr(copy, '=') != NULL) {
        *fault = "name it alone: only --overrule takes a reason";
        return false;
    }
    for (char *id = strtok_r(copy, ", ", &rest); id != NULL; id = strtok_r(NULL, ", ", &rest)) {
        if (!add(out, id, NULL, fault)) {
            return false;
        }
    }
    return true;
}

bool assess_read_overruled(const char *text, struct assess_list *out, struct pfq_arena *arena,
                           const char **fault)
{
    const char *sign = strchr(text, '=');
    if (sign == NULL) {
        return assess_read_ids(text, out, arena, fault);
    }
    char *check = pfq_arena_strndup(arena, text, (size_t)(sign - text));
    if (check[0] == '\0' || strpbrk(check, ", ") != NULL || sign[1] == '\0') {
        *fault = "--overrule takes one check with its reason, such as VW01=\"it was offered\", or "
                 "several without";
        return false;
    }
    return add(out, check, pfq_arena_strdup(arena, sign + 1), fault);
}

/* --- --fail -------------------------------------------------------------------------------- */

static bool read_items(const char *text, struct assess_fail *out)
{
    const char *at = text;
    while (out->item_count < ASSESS_ITEMS_MAX) {
        char *end = NULL;
        unsigned long value = strtoul(at, &end, 10);
        if (!isdigit((unsigned char)*at) || value == 0 || value > UINT32_MAX) {
            return false;
        }
        out->items[out->item_count++] = (uint32_t)value;
        at = end;
        if (*at != ',') {
            return *at == '\0';
        }
        at += 1 + (at[1] == ' ');
    }
    return false;
}

bool assess_read_fail(const char *text, struct assess_fail *out, struct pfq_arena *arena,
                      const char **fault)
{
    static const char items[] = ":items ";
    *out = (struct assess_fail){.reason = NULL};
    size_t code = strcspn(text, "=:");
    const char *reason = upper(pfq_arena_strndup(arena, text, code));
    out->reason = reason;
    const char *rest = text + code;
    const char *list = strstr(rest, items);
    if (text[code] == '=') {
        rest++;
        size_t size = list == NULL ? strlen(rest) : (size_t)(list - rest);
        out->detail = size == 0 ? NULL : pfq_arena_strndup(arena, rest, size);
    }
    *fault = pfq_people_reason_title(reason) == NULL
                 ? "--fail takes a reason code of the CPS, such as D06=\"no descriptions\""
             : list != NULL && !read_items(list + strlen(items), out)
                 ? "the items of --fail are positions, such as D06=\"no descriptions\":items 3,7"
                 : NULL;
    return *fault == NULL;
}

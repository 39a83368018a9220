/* json_path.c - a place in a message as the place in its JSON: see pfq/json.h. */
#include "pfq/json.h"

#include <ctype.h>
#include <string.h>

/* "[2].vps_status" as "[2].vpsStatus", in place. */
static void camel_in_place(char *path)
{
    char *to = path;
    for (const char *from = path; *from != '\0'; from++) {
        bool joint = *from == '_' && from[1] != '\0';
        from += joint;
        *to++ = (char)(joint ? toupper((unsigned char)*from) : *from);
    }
    *to = '\0';
}

static bool is_contract_path(const char *path)
{
    return path[strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789_.[]")] == '\0';
}

/* What follows the submission's own name; NULL for a place that is not in it. */
static const char *within_submission(const char *path)
{
    static const char name[] = "submission";
    size_t length = sizeof name - 1;
    if (strncmp(path, name, length) != 0) {
        return NULL;
    }
    const char *rest = path + length;
    return *rest == '.' ? rest + 1 : *rest == '\0' ? rest : NULL;
}

const char *pfq_json_path(const char *contract, bool bare, struct pfq_arena *arena)
{
    const char *within = bare ? within_submission(contract) : contract;
    if (within == NULL || *contract == '\0' || !is_contract_path(contract)) {
        return contract;
    }
    char *path = pfq_arena_printf(arena, "$%s%s", *within == '\0' ? "" : ".", within);
    camel_in_place(path);
    return path;
}

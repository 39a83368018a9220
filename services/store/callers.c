/* callers.c - see callers.h. */
#include "callers.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool parse_uid(const char *word, size_t length, uint32_t *uid)
{
    enum {
        digits_max = 10
    };

    if (length > digits_max || strspn(word, "0123456789") != length) {
        return false;
    }
    unsigned long long number = strtoull(word, NULL, 10);
    *uid = (uint32_t)number;
    return number < UINT32_MAX; /* the last one stands for "no user" */
}

enum pfq_code callers_parse(const char *services, struct callers *out, struct pfq_err *err)
{
    static const char between[] = " ,\t";
    *out = (struct callers){.count = 0};
    for (const char *p = services + strspn(services, between); *p != '\0';
         p += strspn(p, between)) {
        size_t length = strcspn(p, between);
        if (out->count == CALLERS_MAX || !parse_uid(p, length, &out->uids[out->count])) {
            return pfq_fail(err, PFQ_E_CONFIG, "services: \"%.*s\": write at most %d user ids",
                            (int)length, p, CALLERS_MAX);
        }
        out->count++;
        p += length;
    }
    return PFQ_OK;
}

bool callers_include(const struct callers *callers, const struct pfq_peer *peer)
{
    bool ours = peer->uid == 0 || peer->uid == getuid();
    for (size_t i = 0; i < callers->count && !ours; i++) {
        ours = callers->uids[i] == peer->uid;
    }
    return peer->known && ours;
}

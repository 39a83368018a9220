/* grants.c - user ids to roles: see pfq/grants.h. */
#include "pfq/grants.h"

#include <errno.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "force:43", "cps", "operator" */
static bool parse_role(const char *text, size_t length, struct pfq_grant *grant)
{
    if (length == 8 && strncmp(text, "operator", length) == 0) {
        grant->role = PFQ__V1__ROLE__ROLE_OPERATOR;
        return true;
    }
    if (length == 3 && strncmp(text, "cps", length) == 0) {
        grant->role = PFQ__V1__ROLE__ROLE_CPS;
        return true;
    }
    if (length == 8 && strncmp(text, "force:", 6) == 0 && strspn(text + 6, "0123456789") >= 2) {
        grant->role = PFQ__V1__ROLE__ROLE_FORCE;
        memcpy(grant->force, text + 6, 2);
        if (strcmp(grant->force, "02") == 0) {
            memcpy(grant->force, "01", 2); /* one force, two codes */
        }
        return true;
    }
    return false;
}

static bool parse_word(const char *word, size_t length, struct pfq_grant *grant)
{
    char *end = NULL;
    errno = 0;
    unsigned long uid = strtoul(word, &end, 10);
    if (end == word || *end != '=' || errno != 0 || uid > UINT32_MAX) {
        return false;
    }
    grant->uid = (uint32_t)uid;
    end++;
    return parse_role(end, length - (size_t)(end - word), grant);
}

enum pfq_code pfq_grants_parse(const char *peers, struct pfq_grants *out, struct pfq_err *err)
{
    char wrong[128] = "";
    *out = (struct pfq_grants){.count = 0};
    for (const char *p = peers + strspn(peers, " ,\t"); *p != '\0'; p += strspn(p, " ,\t")) {
        size_t length = strcspn(p, " ,\t");
        struct pfq_grant grant = {0};
        bool room = out->count < PFQ_GRANTS_MAX;
        if (room && parse_word(p, length, &grant)) {
            out->rows[out->count++] = grant;
        } else {
            size_t used = strlen(wrong);
            (void)snprintf(wrong + used, sizeof wrong - used, " \"%.*s\"", (int)length, p);
        }
        p += length;
    }
    if (wrong[0] != '\0') {
        return pfq_fail(err, PFQ_E_CONFIG,
                        "peers:%s: write user-id=operator, user-id=cps or user-id=force:NN", wrong);
    }
    return PFQ_OK;
}

void pfq_grants_stamp(struct pfq_grants *grants, const struct pfq_peer *peer, Pfq__V1__Peer *out)
{
    pfq__v1__peer__init(out);
    if (!peer->known) {
        return;
    }
    out->has_uid = out->has_gid = out->has_role = true;
    out->uid = peer->uid;
    out->gid = peer->gid;
    for (size_t i = 0; i < grants->count; i++) {
        struct pfq_grant *row = &grants->rows[i];
        if (row->uid == peer->uid) {
            out->role = row->role;
            out->force = row->force[0] == '\0' ? NULL : row->force;
            return;
        }
    }
    if (peer->uid == 0 || peer->uid == getuid()) {
        out->role = PFQ__V1__ROLE__ROLE_OPERATOR;
    }
}

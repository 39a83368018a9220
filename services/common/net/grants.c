/* grants.c - user ids to roles: see pfq/grants.h. */
#include "pfq/grants.h"

#include <errno.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum role_part {
    PART_NONE,
    PART_FORCE, /* two digits */
    PART_STAFF,
    PART_AREA /* and then a staff id */
};

static const struct role_row {
    const char *word;
    Pfq__V1__Role role;
    enum role_part part;
    const char *may; /* of what store grants it (authorise.c, tell.c), for people */
} roles[] = {
    {"operator", PFQ__V1__ROLE__ROLE_OPERATOR, PART_NONE, "may ask and tell anything"},
    {"cps", PFQ__V1__ROLE__ROLE_CPS, PART_NONE,
     "which may send files, tell what people do but for outcomes of disputes, and read cases, "
     "mailboxes, figures and themes"},
    {"force", PFQ__V1__ROLE__ROLE_FORCE, PART_FORCE,
     "which may send its files and answers, and read its own mailbox, figures, themes and months"},
    {"prosecutor", PFQ__V1__ROLE__ROLE_PROSECUTOR, PART_STAFF,
     "who may assess, review, raise challenges, and read cases, mailboxes, figures and themes"},
    {"legal_manager", PFQ__V1__ROLE__ROLE_LEGAL_MANAGER, PART_STAFF,
     "who may tell what people do, close months, and read cases, mailboxes, figures and themes"},
    {"area_manager", PFQ__V1__ROLE__ROLE_AREA_MANAGER, PART_AREA,
     "who may read cases, mailboxes, figures and themes of the Area's forces, and tell what their "
     "managers do"},
};

/* 1 to 32 of A-Z a-z 0-9 . _ -, all of the text. */
static bool take_name(const char *text, size_t length, char out[33])
{
    static const char may[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    bool good = length >= 1 && length <= 32 && strspn(text, may) >= length;
    if (good) {
        memcpy(out, text, length);
        out[length] = '\0';
    }
    return good;
}

static bool take_force(const char *text, size_t length, struct pfq_grant *grant)
{
    bool good = length == 2 && strspn(text, "0123456789") >= 2;
    if (good) { /* 02 is 01: one force, two codes */
        memcpy(grant->force, strncmp(text, "02", 2) == 0 ? "01" : text, 2);
    }
    return good;
}

/* "TC:S19", "ALL:S19" */
static bool take_area(const char *text, size_t length, struct pfq_grant *grant)
{
    size_t area = strcspn(text, ":");
    if (area + 1 >= length || !take_name(text, area, grant->area)) {
        return false;
    }
    if (strcmp(grant->area, "ALL") == 0) {
        grant->area[0] = '\0';
    }
    return take_name(text + area + 1, length - area - 1, grant->staff);
}

static bool take_part(enum role_part part, const char *text, size_t length, struct pfq_grant *grant)
{
    switch (part) {
    case PART_FORCE:
        return take_force(text, length, grant);
    case PART_STAFF:
        return take_name(text, length, grant->staff);
    case PART_AREA:
        return take_area(text, length, grant);
    case PART_NONE:
    default:
        return false;
    }
}

/* "force:43", "cps", "legal_manager:S18" */
static bool parse_role(const char *text, size_t length, struct pfq_grant *grant)
{
    size_t word = strcspn(text, ": ,\t");
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const struct role_row *row = &roles[i];
        if (strlen(row->word) != word || strncmp(text, row->word, word) != 0) {
            continue;
        }
        grant->role = row->role;
        return row->part == PART_NONE ? word == length
                                      : word < length && take_part(row->part, text + word + 1,
                                                                   length - word - 1, grant);
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
                        "peers:%s: write user-id= and one of operator, cps, force:NN, "
                        "prosecutor:STAFF, legal_manager:STAFF, area_manager:AREA:STAFF (AREA may "
                        "be ALL)",
                        wrong);
    }
    return PFQ_OK;
}

enum pfq_code pfq_grants_check(const struct pfq_config *config, struct pfq_err *err)
{
    static struct pfq_grants grants; /* large, and one a process */
    return pfq_grants_parse(pfq_config_text(config, "peers"), &grants, err);
}

static void take_forces(struct pfq_grant *row, const char *const *forces, size_t count)
{
    row->force_count = count;
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(row->forces[i], sizeof row->forces[i], "%s", forces[i]);
        row->list[i] = row->forces[i];
    }
}

enum pfq_code pfq_grants_areas(struct pfq_grants *grants, pfq_grants_find *find, const void *self,
                               int32_t date, struct pfq_err *err)
{
    char wrong[128] = "";
    for (size_t i = 0; i < grants->count; i++) {
        const char *forces[PFQ_GRANTS_FORCES];
        struct pfq_grant *row = &grants->rows[i];
        if (row->area[0] == '\0') {
            continue;
        }
        take_forces(row, forces, find(self, row->area, date, forces, PFQ_GRANTS_FORCES));
        if (row->force_count == 0) {
            size_t used = strlen(wrong);
            (void)snprintf(wrong + used, sizeof wrong - used, " \"%s\"", row->area);
        }
    }
    return wrong[0] == '\0' ? PFQ_OK
                            : pfq_fail(err, PFQ_E_CONFIG,
                                       "peers: no forces of Area%s: write its code in areas.csv, "
                                       "or ALL (pfq config --area shows one)",
                                       wrong);
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
            out->area = row->area[0] == '\0' ? NULL : row->area;
            out->staff = row->staff[0] == '\0' ? NULL : row->staff;
            out->n_forces = row->force_count;
            out->forces = row->force_count == 0 ? NULL : row->list;
            return;
        }
    }
    if (peer->uid == 0 || peer->uid == getuid()) {
        out->role = PFQ__V1__ROLE__ROLE_OPERATOR;
    }
}

Pfq__V1__Peer *pfq_grants_you(struct pfq_grants *grants, const struct pfq_frame *frame)
{
    Pfq__V1__Peer *you = pfq_arena_new(frame->arena, Pfq__V1__Peer, 1);
    pfq_grants_stamp(grants, &frame->peer, you);
    you->n_forces = 0;
    return you;
}

/* "FORCE of 43", "AREA_MANAGER of TC" */
static const char *part_of(const Pfq__V1__Peer *peer)
{
    bool manager = peer->role == PFQ__V1__ROLE__ROLE_AREA_MANAGER;
    return manager && peer->area == NULL ? "all" : manager ? peer->area : peer->force;
}

static const struct role_row *row_of(const Pfq__V1__Peer *peer)
{
    for (size_t i = 0; peer->has_role && i < sizeof roles / sizeof *roles; i++) {
        if (roles[i].role == peer->role) {
            return &roles[i];
        }
    }
    return NULL;
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text);
    size_t end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

const char *pfq_grants_fix(const char *refusal)
{
    static const char *const of_force[] = {PFQ_GRANTS_ALL_FORCES, PFQ_GRANTS_ANOTHER_FORCE,
                                           PFQ_GRANTS_NO_CASE};
    for (size_t i = 0; i < sizeof of_force / sizeof *of_force; i++) {
        if (ends_with(refusal, of_force[i])) {
            return PFQ_GRANTS_OWN_FIX;
        }
    }
    return PFQ_GRANTS_FIX;
}

void pfq_grants_words(const Pfq__V1__Peer *peer, char out[PFQ_GRANTS_WORDS])
{
    char uid[32] = "of whom nothing is known";
    const struct role_row *row = row_of(peer);
    if (peer->has_uid) {
        (void)snprintf(uid, sizeof uid, "uid %u", peer->uid);
    }
    if (row == NULL) {
        (void)snprintf(out, PFQ_GRANTS_WORDS, "this user (%s) has no role in pfq.conf", uid);
        return;
    }
    const char *part = part_of(peer);
    (void)snprintf(out, PFQ_GRANTS_WORDS, "this user (%s) is %s%s%s, %s", uid,
                   pfq_enum_name(&pfq__v1__role__descriptor, (int)peer->role),
                   part == NULL ? "" : " of ", part == NULL ? "" : part, row->may);
}

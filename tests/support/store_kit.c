/* store_kit.c - see store_kit.h. */
#include "support/store_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/bug.h"
#include "pfq/clock.h"

#define PRESENCE PFQ__V1__ASPECT__ASPECT_PRESENCE
#define QUALITY  PFQ__V1__ASPECT__ASPECT_QUALITY

static const int64_t wall_ms = 1777800000000; /* 3 May 2026 */

const char *const kit_catalogue_label = "kit";

static void open_databases(struct kit *kit)
{
    char other[128];
    struct pfq_err err = {0};
    PFQ_ASSERT(db_open(kit->path, DB_WRITE, &kit->batch.db, &err) == PFQ_OK);
    PFQ_ASSERT(past_open(&kit->batch.past, &err) == PFQ_OK);
    (void)snprintf(other, sizeof other, "%s-quarantine", kit->path);
    PFQ_ASSERT(db_quarantine_open(other, &kit->batch.quarantine, &err) == PFQ_OK);
    PFQ_ASSERT(db_quarantine_held(kit->batch.quarantine, &kit->batch.held, &err) == PFQ_OK);
}

static void close_databases(struct kit *kit)
{
    past_close(kit->batch.past);
    db_close(kit->batch.db);
    db_close(kit->batch.quarantine);
}

void kit_open(struct kit *kit)
{
    *kit = (struct kit){.batch.held_at_most = {100, 1000000}};
    pfq_people_rules_default(&kit->rules);
    kit->batch.rules = &kit->rules;
    pfq_arena_open(&kit->arena);
    strcpy(kit->dir, "/tmp/pfq-store-XXXXXX");
    PFQ_ASSERT(mkdtemp(kit->dir) != NULL);
    (void)snprintf(kit->path, sizeof kit->path, "%s/pfq.db", kit->dir);
    open_databases(kit);
    const struct job *job = kit_one(kit, kit_catalogue(kit, 1));
    PFQ_ASSERT(job->store_answer.answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

void kit_reopen(struct kit *kit)
{
    close_databases(kit);
    open_databases(kit);
}

void kit_close(struct kit *kit)
{
    static const char *const suffixes[] = {
        "", "-wal", "-shm", "-quarantine", "-quarantine-wal", "-quarantine-shm"};
    close_databases(kit);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char path[160];
        (void)snprintf(path, sizeof path, "%s%s", kit->path, suffixes[i]);
        (void)unlink(path);
    }
    (void)rmdir(kit->dir);
    pfq_arena_close(&kit->arena);
}

static ProtobufCBinaryData digest_of(struct kit *kit, unsigned char fill)
{
    ProtobufCBinaryData digest = {PFQ_DIGEST_BYTES,
                                  pfq_arena_new(&kit->arena, uint8_t, PFQ_DIGEST_BYTES)};
    memset(digest.data, fill, PFQ_DIGEST_BYTES);
    return digest;
}

static Pfq__V1__Envelope *envelope(struct kit *kit, Pfq__V1__Envelope__BodyCase body)
{
    Pfq__V1__Envelope *e = pfq_arena_new(&kit->arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(e);
    e->body_case = body;
    return e;
}

static Pfq__V1__Peer *operator_peer(struct kit *kit)
{
    Pfq__V1__Peer *peer = pfq_arena_new(&kit->arena, Pfq__V1__Peer, 1);
    pfq__v1__peer__init(peer);
    peer->has_role = true;
    peer->role = PFQ__V1__ROLE__ROLE_OPERATOR;
    return peer;
}

static Pfq__V1__CatalogueCheck *check(struct kit *kit, const char *id, Pfq__V1__Aspect aspect,
                                      Pfq__V1__Theme theme, const char *reason)
{
    Pfq__V1__CatalogueCheck *c = pfq_arena_new(&kit->arena, Pfq__V1__CatalogueCheck, 1);
    pfq__v1__catalogue_check__init(c);
    c->id = pfq_arena_strdup(&kit->arena, id);
    c->has_severity = c->has_aspect = c->has_scope = true;
    c->severity = PFQ__V1__SEVERITY__SEVERITY_MAJOR;
    c->aspect = aspect;
    c->scope = PFQ__V1__SCOPE__SCOPE_SUBMISSION;
    c->has_theme = true;
    c->theme = theme;
    c->reasons = pfq_arena_new(&kit->arena, char *, 1);
    c->reasons[0] = pfq_arena_strdup(&kit->arena, reason);
    c->n_reasons = 1;
    return c;
}

Pfq__V1__Envelope *kit_catalogue(struct kit *kit, unsigned char version)
{
    Pfq__V1__Envelope *e = envelope(kit, PFQ__V1__ENVELOPE__BODY_STORE_CATALOGUE);
    Pfq__V1__Catalogue *c = pfq_arena_new(&kit->arena, Pfq__V1__Catalogue, 1);
    pfq__v1__catalogue__init(c);
    c->label = pfq_arena_strdup(&kit->arena, kit_catalogue_label);
    c->has_digest = true;
    c->digest = digest_of(kit, version);
    c->checks = pfq_arena_new(&kit->arena, Pfq__V1__CatalogueCheck *, 3);
    c->n_checks = 3;
    c->checks[0] = check(kit, "AA01", PRESENCE, PFQ__V1__THEME__THEME_CASE_DATA, "D01");
    c->checks[1] = check(kit, "AA02", QUALITY, PFQ__V1__THEME__THEME_CASE_DATA, "D02");
    c->checks[2] = check(kit, "BB01", QUALITY, PFQ__V1__THEME__THEME_INTERVIEW, "D02");
    e->store_catalogue = pfq_arena_new(&kit->arena, Pfq__V1__StoreCatalogue, 1);
    pfq__v1__store_catalogue__init(e->store_catalogue);
    e->store_catalogue->catalogue = c;
    return e;
}

Pfq__V1__Verdict kit_verdict(const unsigned char *outcomes, size_t count)
{
    size_t failing = 0;
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        failing += outcomes[i] == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        open += outcomes[i] == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    }
    return failing == 0
               ? (open > 0 ? PFQ__V1__VERDICT__VERDICT_UNDECIDED : PFQ__V1__VERDICT__VERDICT_MEETS)
           : failing == 1 ? PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS
                          : PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET;
}

void kit_judge(struct kit *kit, Pfq__V1__StorePut *put, const char *event_at,
               const unsigned char outcomes[3], Pfq__V1__Verdict verdict)
{
    Pfq__V1__Judged judged = PFQ__V1__JUDGED__INIT;
    uint8_t packed[2] = {(uint8_t)(outcomes[0] | outcomes[1] << 4), outcomes[2]};
    judged.has_verdict = judged.has_presence = judged.has_quality = true;
    judged.verdict = verdict;
    judged.presence = kit_verdict(outcomes, 1);
    judged.quality = kit_verdict(outcomes + 1, 2);
    judged.has_event_at = judged.has_event_date = true;
    PFQ_ASSERT(pfq_instant_parse(event_at, &judged.event_at));
    judged.event_date = pfq_london_date(judged.event_at);
    judged.has_outcomes = true;
    judged.outcomes = (ProtobufCBinaryData){sizeof packed, packed};
    struct pfq_bytes bytes = job_pack(&judged.base, &kit->arena);
    put->has_judged = true;
    put->judged = (ProtobufCBinaryData){bytes.size, (uint8_t *)(uintptr_t)bytes.data};
}

Pfq__V1__Envelope *kit_put(struct kit *kit, const char *id, const char *urn)
{
    static const unsigned char met[3] = {PFQ__V1__OUTCOME__OUTCOME_MET,
                                         PFQ__V1__OUTCOME__OUTCOME_MET,
                                         PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE};
    Pfq__V1__Envelope *e = envelope(kit, PFQ__V1__ENVELOPE__BODY_STORE_PUT);
    Pfq__V1__StorePut *put = pfq_arena_new(&kit->arena, Pfq__V1__StorePut, 1);
    pfq__v1__store_put__init(put);
    e->store_put = put;
    put->has_token = true;
    put->token = 7;
    put->peer = operator_peer(kit);
    put->source = pfq_arena_strdup(&kit->arena, "kit");
    put->id = pfq_arena_strdup(&kit->arena, id);
    put->has_content_digest = true;
    put->content_digest = digest_of(kit, 0x11);
    put->has_received_at = true;
    put->received_at = wall_ms;
    put->has_original = true;
    put->original.data = (uint8_t *)pfq_arena_printf(&kit->arena, "original of %s", id);
    put->original.len = strlen((const char *)put->original.data);
    put->force = pfq_arena_strdup(&kit->arena, "43");
    put->police_unit = pfq_arena_strdup(&kit->arena, "AA");
    put->has_case_type = true;
    put->case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_MC;
    put->urn = pfq_arena_strdup(&kit->arena, urn);
    put->has_urn_readable = true;
    put->urn_readable = true;
    put->has_file_type = true;
    put->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    put->has_catalogue_digest = true;
    put->catalogue_digest = digest_of(kit, 1);
    kit_judge(kit, put, "2026-05-03T09:30:00Z", met, PFQ__V1__VERDICT__VERDICT_MEETS);
    return e;
}

Pfq__V1__Envelope *kit_position(struct kit *kit, const char *consumer, uint64_t up_to)
{
    Pfq__V1__Envelope *e = envelope(kit, PFQ__V1__ENVELOPE__BODY_POSITION_WRITE);
    e->position_write = pfq_arena_new(&kit->arena, Pfq__V1__PositionWrite, 1);
    pfq__v1__position_write__init(e->position_write);
    e->position_write->peer = operator_peer(kit);
    e->position_write->force = pfq_arena_strdup(&kit->arena, "43");
    e->position_write->consumer = pfq_arena_strdup(&kit->arena, consumer);
    e->position_write->has_up_to = true;
    e->position_write->up_to = up_to;
    return e;
}

struct job *kit_run(struct kit *kit, Pfq__V1__Envelope **requests, size_t count,
                    struct batch_result *result)
{
    struct job *jobs = pfq_arena_new(&kit->arena, struct job, count);
    for (size_t i = 0; i < count; i++) {
        jobs[i].request = requests[i];
    }
    batch_run(&kit->batch, jobs, count, &kit->arena, wall_ms, result);
    return jobs;
}

struct job *kit_one(struct kit *kit, Pfq__V1__Envelope *request)
{
    struct batch_result result;
    return kit_run(kit, &request, 1, &result);
}

Pfq__V1__Judged *kit_judged(struct kit *kit, const struct job *job)
{
    const ProtobufCBinaryData *packed = &job->store_answer.stored->judged;
    struct pfq_err err = {0};
    ProtobufCMessage *judged = NULL;
    PFQ_ASSERT(pfq_wire_trusted(&pfq__v1__judged__descriptor,
                                (struct pfq_bytes){packed->data, packed->len}, &kit->arena, &judged,
                                &err) == PFQ_OK);
    return (Pfq__V1__Judged *)judged;
}

Pfq__V1__StoreRows *kit_mailbox(struct kit *kit, const char *force, uint64_t after)
{
    Pfq__V1__MailboxRead read = PFQ__V1__MAILBOX_READ__INIT;
    Pfq__V1__StoreRows *rows = pfq_arena_new(&kit->arena, Pfq__V1__StoreRows, 1);
    struct pfq_err err = {0};
    pfq__v1__store_rows__init(rows);
    read.force = pfq_arena_strdup(&kit->arena, force);
    read.consumer = pfq_arena_strdup(&kit->arena, "default");
    read.has_after = true;
    read.after = after;
    PFQ_ASSERT(db_read_mailbox(kit->batch.db, &read, 1000000, &kit->arena, rows, &err) == PFQ_OK);
    return rows;
}

Pfq__V1__StoreRows *kit_case(struct kit *kit, const char *urn)
{
    Pfq__V1__CaseRead read = PFQ__V1__CASE_READ__INIT;
    Pfq__V1__StoreRows *rows = pfq_arena_new(&kit->arena, Pfq__V1__StoreRows, 1);
    struct pfq_err err = {0};
    pfq__v1__store_rows__init(rows);
    read.urn = pfq_arena_strdup(&kit->arena, urn);
    PFQ_ASSERT(db_read_case(kit->batch.db, &read, 1000000, &kit->arena, rows, &err) == PFQ_OK);
    return rows;
}

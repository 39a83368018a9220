/* past.c - see past.h.
 *
 * What is damaged or cannot be compiled is told in the log, and then counts as not there:
 * the sender's submission is sound, and is stored as intake decided it. */
#include "past.h"

#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "pfq/history.h"
#include "pfq/log.h"

enum {
    VERSIONS = 8,
    SCRATCH_BYTES =
        16 * 1024 * 1024,          /* two Judged of the greatest size, unpacked; used as needed */
    DECIDE_BYTES = 4 * 1024 * 1024 /* of it, for what is decided */
};

/* One catalogue version. */
struct version {
    bool known;
    bool compiled; /* or tried */
    uint8_t digest[PFQ_DIGEST_BYTES];
    struct pfq_arena arena; /* grows; of texts */
    const Pfq__V1__Catalogue *texts;
    struct pfq_history *checks; /* NULL: they do not compile */
};

struct past {
    struct version versions[VERSIONS];
    size_t next; /* the slot that is given up next: two in use at once never meet */
    struct pfq_arena scratch;
    unsigned char scratch_block[SCRATCH_BYTES];
};

enum pfq_code past_open(struct past **out, struct pfq_err *err)
{
    struct past *p = calloc(1, sizeof *p);
    *out = p;
    if (p == NULL) {
        return pfq_fail(err, PFQ_E_IO, "no memory for what came before");
    }
    pfq_arena_init(&p->scratch, p->scratch_block, sizeof p->scratch_block);
    return PFQ_OK;
}

static void version_fini(struct version *v)
{
    if (v->known) {
        pfq_history_close(v->checks);
        pfq_arena_close(&v->arena);
    }
    *v = (struct version){0};
}

void past_close(struct past *past)
{
    for (size_t i = 0; past != NULL && i < VERSIONS; i++) {
        version_fini(&past->versions[i]);
    }
    free(past);
}

/* --- catalogues ------------------------------------------------------------------------ */

/* A digest has one text for ever, so what is remembered here outlives a rollback. */
static struct version *find_version(struct past *p, const uint8_t *digest)
{
    for (size_t i = 0; i < VERSIONS; i++) {
        struct version *v = &p->versions[i];
        if (v->known && memcmp(v->digest, digest, PFQ_DIGEST_BYTES) == 0) {
            return v;
        }
    }
    return NULL;
}

static enum pfq_code load_version(struct past *p, struct db *db, const uint8_t *digest,
                                  struct version *v, struct pfq_err *err)
{
    struct pfq_bytes packed;
    ProtobufCMessage *message = NULL;
    version_fini(v);
    enum pfq_code code = db_read_catalogue(db, (struct pfq_bytes){digest, PFQ_DIGEST_BYTES},
                                           &p->scratch, &packed, err);
    if (code != PFQ_OK) {
        return code;
    }
    v->known = true;
    memcpy(v->digest, digest, PFQ_DIGEST_BYTES);
    pfq_arena_open(&v->arena);
    if (packed.data == NULL || pfq_wire_trusted(&pfq__v1__catalogue__descriptor, packed, &v->arena,
                                                &message, err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "catalogue_damaged", "why=\"%s\"", err->text);
        *err = (struct pfq_err){0};
    }
    v->texts = (const Pfq__V1__Catalogue *)message;
    return PFQ_OK;
}

static enum pfq_code version_of(struct past *p, struct db *db, const uint8_t *digest,
                                struct version **out, struct pfq_err *err)
{
    *out = find_version(p, digest);
    if (*out != NULL) {
        return PFQ_OK;
    }
    *out = &p->versions[p->next];
    p->next = (p->next + 1) % VERSIONS;
    return load_version(p, db, digest, *out, err);
}

static struct pfq_history *checks_of(struct version *v)
{
    struct pfq_err err = {0};
    if (!v->compiled && v->texts != NULL &&
        pfq_history_open(v->texts, &v->checks, &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "history_not_compiled", "catalogue=%s why=\"%s\"",
                v->texts->label == NULL ? "" : v->texts->label, err.text);
        v->checks = NULL;
    }
    v->compiled = true;
    return v->checks;
}

/* --- what came before --------------------------------------------------------------------- */

static ProtobufCMessage *unpack(struct past *p, const ProtobufCMessageDescriptor *type,
                                struct pfq_bytes packed, uint64_t sequence)
{
    ProtobufCMessage *message = NULL;
    struct pfq_err err = {0};
    if (packed.size > 0 && pfq_wire_trusted(type, packed, &p->scratch, &message, &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "earlier_damaged", "sequence=%llu what=%s",
                (unsigned long long)sequence, type->short_name);
    }
    return message;
}

/* NULL: damaged.  What is given speaks of checks that the catalogue has. */
static Pfq__V1__Judged *judged_of(struct past *p, struct pfq_bytes packed, uint64_t sequence,
                                  const Pfq__V1__Catalogue *texts)
{
    Pfq__V1__Judged *j =
        (Pfq__V1__Judged *)unpack(p, &pfq__v1__judged__descriptor, packed, sequence);
    bool sound = j != NULL && j->outcomes.len >= (texts->n_checks + 1) / 2;
    for (size_t i = 0; sound && i < j->n_findings; i++) {
        sound = j->findings[i]->check < texts->n_checks;
    }
    return sound ? j : NULL;
}

static const Pfq__V1__HistoryFacts *facts_of(struct past *p, const struct db_earlier *of)
{
    ProtobufCMessage *m = unpack(p, &pfq__v1__history__descriptor, of->history, of->sequence);
    return m == NULL ? NULL : ((const Pfq__V1__History *)m)->now;
}

static enum pfq_code find_previous(struct past *p, struct db *db, const struct db_place *place,
                                   struct pfq_past *out, struct pfq_err *err)
{
    struct db_earlier found;
    struct version *version = NULL;
    enum pfq_code code = db_find_previous(db, place, &p->scratch, &found, err);
    if (code == PFQ_OK && found.sequence != 0) {
        code = version_of(p, db, found.catalogue_digest, &version, err);
    }
    if (code != PFQ_OK || version == NULL || version->texts == NULL) {
        return code;
    }
    const Pfq__V1__Judged *judged = judged_of(p, found.judged, found.sequence, version->texts);
    if (judged != NULL) {
        out->previous = judged;
        out->previous_texts = version->texts;
        out->previous_facts = facts_of(p, &found);
    }
    return PFQ_OK;
}

/* Of one that was stored before histories were kept, its stage at least is known. */
static enum pfq_code find_other_stage(struct past *p, struct db *db, const Pfq__V1__StorePut *put,
                                      struct pfq_past *out, struct pfq_err *err)
{
    struct db_earlier found;
    enum pfq_code code = db_find_other_stage(db, put, &p->scratch, &found, err);
    if (code != PFQ_OK || found.sequence == 0) {
        return code;
    }
    out->before = facts_of(p, &found);
    if (out->before == NULL) {
        Pfq__V1__HistoryFacts *facts = pfq_arena_new(&p->scratch, Pfq__V1__HistoryFacts, 1);
        pfq__v1__history_facts__init(facts);
        facts->has_file_type = true;
        facts->file_type = (Pfq__V1__FileType)found.file_type;
        out->before = facts;
    }
    return PFQ_OK;
}

static bool is_upgrade(const Pfq__V1__StorePut *put)
{
    return put->urn_readable && (put->file_type == PFQ__V1__FILE_TYPE__FILE_TYPE_UPG_MC ||
                                 put->file_type == PFQ__V1__FILE_TYPE__FILE_TYPE_UPG_CC);
}

static enum pfq_code gather(struct past *p, struct db *db, const Pfq__V1__StorePut *put,
                            const struct db_place *place, struct pfq_past *out, struct pfq_err *err)
{
    enum pfq_code code = PFQ_OK;
    if (place->ordinal > 1) {
        out->earlier = place->ordinal - 1;
        code = find_previous(p, db, place, out, err);
    }
    if (code == PFQ_OK && is_upgrade(put)) {
        code = find_other_stage(p, db, put, out, err);
    }
    return code;
}

/* --- deciding ------------------------------------------------------------------------------- */

/* All that a first submission needs; some ten bytes. */
static void keep_facts(struct past *p, Pfq__V1__HistoryFacts *facts, struct db_place *place)
{
    Pfq__V1__History history = PFQ__V1__HISTORY__INIT;
    history.now = facts;
    if (facts != NULL) {
        place->history = pfq_wire_pack(&history.base, &p->scratch);
    }
}

/* False: the arena has no room for what was decided. */

static bool decide(struct past *p, struct version *version, const Pfq__V1__StorePut *put,
                   const struct pfq_past *found, struct pfq_arena *arena, struct db_place *place)
{
    Pfq__V1__HistoryFacts nothing = PFQ__V1__HISTORY_FACTS__INIT;
    const Pfq__V1__HistoryFacts *now = put->facts == NULL ? &nothing : put->facts;
    struct pfq_history *checks = checks_of(version);
    Pfq__V1__Judged *judged =
        checks == NULL ? NULL : judged_of(p, place->judged, 0, version->texts);
    if (judged == NULL || p->scratch.size - p->scratch.used < DECIDE_BYTES) {
        keep_facts(p, put->facts, place);
        return true;
    }
    Pfq__V1__History *history = pfq_history_decide(checks, now, found, &p->scratch, judged);
    place->history = pfq_wire_pack(&history->base, &p->scratch);
    place->judged = job_pack(&judged->base, arena);
    return place->judged.data != NULL;
}

enum pfq_code past_decide(struct past *past, struct db *db, const Pfq__V1__StorePut *put,
                          struct pfq_arena *arena, struct db_place *place, bool *room,
                          struct pfq_err *err)
{
    struct pfq_past found = {0};
    struct version *version = NULL;
    *room = true;
    if (place->ordinal == 0) { /* TEST: as intake decided */
        return PFQ_OK;
    }
    pfq_arena_reset(&past->scratch);
    enum pfq_code code = gather(past, db, put, place, &found, err);
    if (code == PFQ_OK && (found.earlier > 0 || found.before != NULL)) {
        code = version_of(past, db, put->catalogue_digest.data, &version, err);
    }
    if (code == PFQ_OK && version == NULL) {
        keep_facts(past, put->facts, place);
    } else if (code == PFQ_OK) {
        *room = decide(past, version, put, &found, arena, place);
    }
    return code;
}

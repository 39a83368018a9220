/* replay_tally.c - outcomes compared and counted: see replay.h. */
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/wire.h"
#include "replay.h"

/* --- checks by id ------------------------------------------------------------------------- */

void replay_tally_init(struct replay_tally *t, const struct rules_book *book)
{
    memset(t, 0, sizeof *t);
    pfq_arena_open(&t->arena);
    t->checks = pfq_arena_new(&t->arena, struct replay_check, REPLAY_CHECKS_MAX);
    PFQ_ASSERT(book->texts->n_checks <= REPLAY_CHECKS_MAX);
    for (size_t i = 0; i < book->texts->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = book->texts->checks[i];
        t->checks[t->check_count++] =
            (struct replay_check){.id = c->id, .title = c->title, .theme = c->theme};
    }
}

void replay_tally_fini(struct replay_tally *t)
{
    pfq_arena_close(&t->arena);
}

/* Its place among ours; one that ours do not have is added at the end. */
static uint32_t place_of(struct replay_tally *t, const Pfq__V1__CatalogueCheck *c)
{
    size_t i = 0;
    while (i < t->check_count && strcmp(t->checks[i].id, c->id) != 0) {
        i++;
    }
    if (i == t->check_count) {
        PFQ_ASSERT(t->check_count < REPLAY_CHECKS_MAX);
        t->checks[t->check_count++] =
            (struct replay_check){.id = pfq_arena_strdup(&t->arena, c->id),
                                  .title = pfq_arena_strdup(&t->arena, rules_said(c->title)),
                                  .theme = c->theme,
                                  .gone = true};
    }
    return (uint32_t)i;
}

static void learn(struct replay_tally *t, const ProtobufCBinaryData *digest,
                  const Pfq__V1__Catalogue *catalogue)
{
    struct replay_version *v = &t->versions[t->version_count++];
    memcpy(v->digest, digest->data, PFQ_DIGEST_BYTES);
    v->label = pfq_arena_printf(&t->arena, "%s-%02x%02x%02x%02x%02x%02x",
                                rules_said(catalogue->label), digest->data[0], digest->data[1],
                                digest->data[2], digest->data[3], digest->data[4], digest->data[5]);
    v->count = catalogue->n_checks;
    v->places = pfq_arena_new(&t->arena, uint32_t, v->count + 1);
    for (size_t i = 0; i < v->count; i++) {
        v->places[i] = place_of(t, catalogue->checks[i]);
    }
}

void replay_tally_learn(struct replay_tally *t, const ProtobufCBinaryData *digest,
                        const ProtobufCBinaryData *packed)
{
    struct pfq_arena arena;
    struct pfq_err err;
    ProtobufCMessage *message = NULL;
    if (digest->len != PFQ_DIGEST_BYTES || t->version_count == REPLAY_VERSIONS_MAX ||
        replay_tally_version(t, digest) != NULL) {
        return;
    }
    pfq_arena_open(&arena);
    if (pfq_wire_trusted(&pfq__v1__catalogue__descriptor,
                         (struct pfq_bytes){packed->data, packed->len}, &arena, &message,
                         &err) == PFQ_OK) {
        learn(t, digest, (const Pfq__V1__Catalogue *)message);
    }
    pfq_arena_close(&arena);
}

const struct replay_version *replay_tally_version(const struct replay_tally *t,
                                                  const ProtobufCBinaryData *digest)
{
    for (size_t i = 0; digest->len == PFQ_DIGEST_BYTES && i < t->version_count; i++) {
        if (memcmp(t->versions[i].digest, digest->data, PFQ_DIGEST_BYTES) == 0) {
            return &t->versions[i];
        }
    }
    return NULL;
}

/* --- outcomes ------------------------------------------------------------------------------- */

/* Two to a byte, low half first. */
static uint8_t outcome(const Pfq__V1__Judged *judged, size_t check)
{
    if (check / 2 >= judged->outcomes.len) {
        return (uint8_t)PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
    }
    unsigned both = judged->outcomes.data[check / 2];
    return (uint8_t)(check % 2 == 0 ? both & 0x0FU : both >> 4);
}

/* The two differ. */
static void count(struct replay_counts *counts, uint8_t before, uint8_t after)
{
    counts->failing += after == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    counts->mended += before == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    counts->asking += after == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
}

static size_t index_of_force(const char *force)
{
    unsigned long n = strtoul(rules_said(force), NULL, 10);
    return n < REPLAY_FORCES ? n : 0;
}

/* A check that one of the catalogues does not have did not apply there. */
static bool compare(struct replay_tally *t, size_t force)
{
    bool changed = false;
    for (size_t i = 0; i < t->check_count; i++) {
        struct replay_check *c = &t->checks[i];
        if (c->before == c->after) {
            continue;
        }
        size_t theme = (size_t)c->theme < REPLAY_THEMES ? (size_t)c->theme : 0;
        changed = true;
        count(&c->counts, c->before, c->after);
        count(&t->cells[force][theme], c->before, c->after);
    }
    return changed;
}

static size_t index_of_verdict(const Pfq__V1__Judged *judged)
{
    size_t verdict = judged->has_verdict ? (size_t)judged->verdict : 0;
    return verdict < REPLAY_VERDICTS ? verdict : 0;
}

void replay_tally_add(struct replay_tally *t, const char *force,
                      const struct replay_version *version, const Pfq__V1__Judged *before,
                      const Pfq__V1__Judged *after)
{
    for (size_t i = 0; i < t->check_count; i++) {
        struct replay_check *c = &t->checks[i];
        c->before = (uint8_t)PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
        c->after = c->gone ? c->before : outcome(after, i);
    }
    for (size_t i = 0; i < version->count; i++) {
        t->checks[version->places[i]].before = outcome(before, i);
    }
    t->changed += compare(t, index_of_force(force));
    t->verdicts[index_of_verdict(before)][index_of_verdict(after)]++;
}

/* replay_tally.c - outcomes compared and counted: see replay.h. */
#include <stdlib.h>
#include <string.h>

#include "pfq/bug.h"
#include "pfq/wire.h"
#include "replay.h"

/* --- checks by id ------------------------------------------------------------------------- */

void replay_tally_init(struct replay_tally *t, const struct rules_book *book, bool json)
{
    memset(t, 0, sizeof *t);
    pfq_arena_open(&t->arena);
    replay_files_open(&t->named, json);
    t->checks = pfq_arena_new(&t->arena, struct replay_check, REPLAY_CHECKS_MAX);
    PFQ_ASSERT(book->texts->n_checks <= REPLAY_CHECKS_MAX);
    for (size_t i = 0; i < book->texts->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *c = book->texts->checks[i];
        t->checks[t->check_count++] = (struct replay_check){
            .id = c->id, .title = c->title, .theme = c->theme, .severity = c->severity};
    }
}

void replay_tally_fini(struct replay_tally *t)
{
    replay_files_close(&t->named);
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
                                  .severity = c->severity,
                                  .gone = true};
    }
    return (uint32_t)i;
}

static void note_severity(struct replay_check *c, Pfq__V1__Severity before)
{
    if (!c->gone && before != c->severity) {
        c->severity_before = before;
    }
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
    v->severities = pfq_arena_new(&t->arena, Pfq__V1__Severity, v->count + 1);
    for (size_t i = 0; i < v->count; i++) {
        v->places[i] = place_of(t, catalogue->checks[i]);
        v->severities[i] = catalogue->checks[i]->severity;
        note_severity(&t->checks[v->places[i]], v->severities[i]);
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
    bool fails = after == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    bool failed = before == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    bool asks = after == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    counts->failing += fails;
    counts->mended += failed;
    counts->asking += asks;
    counts->other += !fails && !failed && !asks;
}

static size_t index_of_force(const char *force)
{
    unsigned long n = strtoul(rules_said(force), NULL, 10);
    return n < REPLAY_FORCES ? n : 0;
}

/* The failing stays, and weighs more or less. */
static bool is_regraded(const struct replay_check *c)
{
    return c->after == PFQ__V1__OUTCOME__OUTCOME_NOT_MET && c->before == c->after &&
           c->graded != c->severity;
}

/* A check that one of the catalogues does not have did not apply there. */
static bool compare(struct replay_tally *t, size_t force)
{
    bool changed = false;
    for (size_t i = 0; i < t->check_count; i++) {
        struct replay_check *c = &t->checks[i];
        if (c->before == c->after) {
            c->regraded += is_regraded(c);
            changed = changed || is_regraded(c);
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

void replay_tally_add(struct replay_tally *t, const Pfq__V1__Stored *stored,
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
        t->checks[version->places[i]].graded = version->severities[i];
    }
    size_t was = index_of_verdict(before);
    size_t is = index_of_verdict(after);
    bool differs = compare(t, index_of_force(stored->force));
    t->verdicts[was][is]++;
    if (differs || was != is) {
        t->changed++;
        replay_files_add(t, stored, was, is);
    }
}

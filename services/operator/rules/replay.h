/* replay.h - what another catalogue would change for stored files.
 *
 *     replay.c         the options; one file after another
 *     replay_tally.c   outcomes compared and counted
 *     replay_report.c  the figures, for people and as JSON
 *     feed.h           where the files come from
 *
 * Checks are compared by id, so that catalogues of any two versions can be.
 *
 * Private to services/operator/rules.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "rules.h"

enum {
    REPLAY_FORCES = 100, /* two digits */
    REPLAY_THEMES = 16,
    REPLAY_VERDICTS = 5,
    REPLAY_CHECKS_MAX = 2048, /* ids of both catalogues */
    REPLAY_VERSIONS_MAX = 64
};

struct replay_counts {
    uint64_t failing; /* NOT_MET now, and was not */
    uint64_t mended;  /* was NOT_MET, and is not now */
    uint64_t asking;  /* NEEDS_PERSON now, and did not */
};

/* A check by its id, of the new catalogue or of an older one alone. */
struct replay_check {
    const char *id;
    const char *title;
    Pfq__V1__Theme theme;
    bool gone; /* the new catalogue does not have it */
    struct replay_counts counts;
    uint8_t before; /* Outcome, of the file in hand */
    uint8_t after;
};

/* A catalogue that judged stored files: where its checks are among ours. */
struct replay_version {
    uint8_t digest[PFQ_DIGEST_BYTES];
    const char *label;
    uint32_t *places;
    size_t count;
};

struct replay_tally {
    struct pfq_arena arena; /* ids and titles of older catalogues */
    struct replay_check *checks;
    size_t check_count;
    struct replay_version versions[REPLAY_VERSIONS_MAX];
    size_t version_count;
    struct replay_counts cells[REPLAY_FORCES][REPLAY_THEMES];
    uint64_t verdicts[REPLAY_VERDICTS][REPLAY_VERDICTS]; /* before, after */
    uint64_t files;
    uint64_t changed;     /* files of which an outcome changed */
    uint64_t refused;     /* the new catalogue's program would not take them */
    uint64_t unknown;     /* no texts are kept of the catalogue that judged them */
    uint64_t resubmitted; /* judged over what was kept of earlier submissions */
};

void replay_tally_init(struct replay_tally *tally, const struct rules_book *book);
void replay_tally_fini(struct replay_tally *tally);

/* Remember a version of the catalogue; the packed Catalogue of a StoredFile. */
void replay_tally_learn(struct replay_tally *tally, const ProtobufCBinaryData *digest,
                        const ProtobufCBinaryData *packed);

/* The version of this digest; NULL: it is not known. */
const struct replay_version *replay_tally_version(const struct replay_tally *tally,
                                                  const ProtobufCBinaryData *digest);

/* Count what changed from `before`, judged by the version, to `after`, judged by ours. */
void replay_tally_add(struct replay_tally *tally, const char *force,
                      const struct replay_version *version, const Pfq__V1__Judged *before,
                      const Pfq__V1__Judged *after);

/* The span as it was asked for. */
struct replay_span {
    const char *from;
    const char *to;
};

void replay_report(const struct replay_tally *tally, const struct rules_book *book,
                   const struct replay_span *span);
void replay_report_json(const struct replay_tally *tally, const struct rules_book *book,
                        const struct replay_span *span);

#endif

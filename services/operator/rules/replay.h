/* replay.h - what another catalogue would change for stored files.
 *
 *     replay.c         the options; one file after another
 *     replay_tally.c   outcomes compared and counted
 *     replay_files.c   the files that would change, by name
 *     replay_report.c  the figures, for people
 *     replay_json.c    the figures, as JSON
 *     feed.h           where the files come from
 *
 * Checks are compared by id, so that catalogues of any two versions can be.
 *
 * Private to services/operator/rules.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include <stdio.h>

#include "operator/text.h"
#include "rules.h"

enum {
    REPLAY_FORCES = 100, /* two digits */
    REPLAY_THEMES = 16,
    REPLAY_VERDICTS = 5,
    REPLAY_CHECKS_MAX = 2048, /* ids of both catalogues */
    REPLAY_VERSIONS_MAX = 64,
    REPLAY_FILES_SHOWN = 20
};

struct replay_counts {
    uint64_t failing; /* NOT_MET now, and was not */
    uint64_t mended;  /* was NOT_MET, and is not now */
    uint64_t asking;  /* NEEDS_PERSON now, and did not */
    uint64_t other;   /* another outcome, and none of these: met and was not asked, and so on */
};

/* A check by its id, of the new catalogue or of an older one alone. */
struct replay_check {
    const char *id;
    const char *title;
    Pfq__V1__Theme theme;
    bool gone; /* the new catalogue does not have it */
    Pfq__V1__Severity severity;
    Pfq__V1__Severity severity_before; /* of a catalogue that had another one; else 0 */
    uint64_t regraded;                 /* failings that stay, and have another severity */
    struct replay_counts counts;
    uint8_t before; /* Outcome, of the file in hand */
    uint8_t after;
    Pfq__V1__Severity graded; /* Severity by the catalogue that judged the file in hand */
};

/* A catalogue that judged stored files: where its checks are among ours. */
struct replay_version {
    uint8_t digest[PFQ_DIGEST_BYTES];
    const char *label;
    uint32_t *places;
    Pfq__V1__Severity *severities;
    size_t count;
};

/* The files that would change. */
struct replay_files {
    FILE *lines; /* each as a line of JSON; NULL: not asked for */
    const char *shown[REPLAY_FILES_SHOWN];
    size_t shown_count; /* the first ones, in words */
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
    uint64_t changed;     /* files whose verdict, outcomes or severities changed */
    uint64_t refused;     /* the new catalogue's program would not take them */
    uint64_t unknown;     /* no texts are kept of the catalogue that judged them */
    uint64_t resubmitted; /* judged over what was kept of earlier submissions */
    struct replay_files named;
};

/* `json`: every changed file is kept as a line. */
void replay_tally_init(struct replay_tally *tally, const struct rules_book *book, bool json);
void replay_tally_fini(struct replay_tally *tally);

/* Remember a version of the catalogue; the packed Catalogue of a StoredFile. */
void replay_tally_learn(struct replay_tally *tally, const ProtobufCBinaryData *digest,
                        const ProtobufCBinaryData *packed);

/* The version of this digest; NULL: it is not known. */
const struct replay_version *replay_tally_version(const struct replay_tally *tally,
                                                  const ProtobufCBinaryData *digest);

/* Count what changed from `before`, judged by the version, to `after`, judged by ours. */
void replay_tally_add(struct replay_tally *tally, const Pfq__V1__Stored *stored,
                      const struct replay_version *version, const Pfq__V1__Judged *before,
                      const Pfq__V1__Judged *after);

/* --- changed files (replay_files.c) --- */

void replay_files_open(struct replay_files *files, bool json);
void replay_files_close(struct replay_files *files);
void replay_files_add(struct replay_tally *tally, const Pfq__V1__Stored *stored, size_t before,
                      size_t after);
void replay_files_put(struct page *page, const struct replay_tally *tally);
void replay_files_write(const struct replay_tally *tally);

/* "partly meets" */
const char *replay_verdict_text(size_t verdict);

/* An outcome changed somewhere. */
bool replay_any(const struct replay_counts *counts);

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

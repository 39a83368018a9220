/* verify.c - the catalogue judges a simulated file: it must find what was planted, no more. */
#include <string.h>

#include "pfq/standard.h"
#include "pfq/wire.h"
#include "simulate.h"

enum {
    ARRIVES_MS = 60000,
    SHOWN = 20 /* disagreements that are told one by one */
};

static bool was_planted(const struct pfq_simulated *file, const char *check)
{
    for (size_t i = 0; i < file->planted_count; i++) {
        if (strcmp(file->planted[i], check) == 0) {
            return true;
        }
    }
    return false;
}

static bool agrees(const struct truth *truth, const struct pfq_simulated *file,
                   const Pfq__V1__Judged *judged)
{
    const Pfq__V1__Catalogue *texts = pfq_standard_texts(truth->standard);
    bool meets = judged->verdict == PFQ__V1__VERDICT__VERDICT_MEETS;
    size_t found = 0;
    size_t wanted = 0;
    for (size_t i = 0; i < judged->n_findings; i++) {
        const Pfq__V1__JudgedFinding *f = judged->findings[i];
        bool failed = f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        found += failed;
        wanted += failed && was_planted(file, texts->checks[f->check]->id);
    }
    return found == wanted && wanted == file->planted_count && meets == file->meets;
}

/* The packed bytes are judged, as intake would. */
static bool judge(const struct truth *truth, const struct pfq_simulated *file,
                  struct pfq_arena *arena)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement = {.refused = true};
    struct pfq_wire wire;
    pfq_problems_init(&problems, arena);
    pfq_problems_init(&warnings, arena);
    struct pfq_bytes frame = pfq_wire_pack(&file->envelope->base, arena);
    if (!pfq_wire_read(frame, arena, &problems, &warnings, &wire)) {
        return false;
    }
    int64_t arrived = wire.envelope->submission->submitted_at + ARRIVES_MS;
    pfq_judge(truth->standard, wire.envelope, arrived, arena, &problems, &warnings, &judgement);
    return !judgement.refused && agrees(truth, file, judgement.judged);
}

bool verify_file(const struct truth *truth, const struct pfq_simulated *file,
                 struct pfq_arena *arena)
{
    bool good = judge(truth, file, arena);
    if (!good && truth->verified - truth->agreed <= SHOWN) {
        fprintf(stderr, "pfq simulate: %s: the catalogue finds something else than was planted (",
                file->envelope->id);
        for (size_t i = 0; i < file->planted_count; i++) {
            fprintf(stderr, "%s%s", i > 0 ? " " : "", file->planted[i]);
        }
        fputs(")\n", stderr);
    }
    return good;
}

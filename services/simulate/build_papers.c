/* build_papers.c - a clean file: documents, exhibits, recordings.  See plant.h. */
#include <string.h>

#include "pfq/bug.h"
#include "plant.h"

enum {
    PAPERS_MAX = 48
};

static const Pfq__V1__Document clean_document = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__document__descriptor),
    SAID(openable, true),
    SAID(urn_matches, true),
    SAID(duplicate_of, 0),
    SAID(redaction_required, false),
    SAID(marked_for_service, false),
    SAID(marking, PFQ__V1__MARKING__MARKING_OFFICIAL),
};

static const Pfq__V1__MediaItem clean_recording = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__media_item__descriptor),
    SAID(evidential, true),
    SAID(provided, true),
    SAID(playable_format, true),
    SAID(opened, true),
    SAID(duration_s, 240),
    SAID(clipped, true),
    SAID(description_chars, 60),
    SAID(relied_on_trial, true),
    SAID(carrier, PFQ__V1__CARRIER__CARRIER_ELECTRONIC),
};

void papers_add(struct work *w, Pfq__V1__DocumentCode code)
{
    Pfq__V1__Documents *all = w->file->documents;
    Pfq__V1__Document *paper = pfq_arena_new(w->arena, Pfq__V1__Document, 1);
    *paper = clean_document;
    SAY(paper, code, code);
    if (all->n_document < PAPERS_MAX) {
        all->document[all->n_document++] = paper;
    }
}

void papers_drop(struct work *w, Pfq__V1__DocumentCode code)
{
    Pfq__V1__Documents *all = w->file->documents;
    size_t kept = 0;
    for (size_t i = 0; i < all->n_document; i++) {
        if (all->document[i]->code != code) {
            all->document[kept++] = all->document[i];
        }
    }
    all->n_document = kept;
}

/* What is on a file: of which stages, and with which traits. */
static const struct {
    Pfq__V1__DocumentCode code;
    unsigned stages;
    uint64_t needs;
} papers[] = {
    {CODE(MG11), ~0U, 0}, /* the first: failings spoil it, and none drops it */
    {CODE(MG4), STAGES_FH | STAGE(REMAND), 0},
    {CODE(MG4A), STAGES_FH, HAS(CONDITIONAL)},
    {CODE(MG5), STAGES_FH | STAGE(PCD_GAP), 0},
    {CODE(MG3), ~0U, HAS(MG3)},
    {CODE(MG3A), STAGES_PCD, HAS(RESUBMITTED)},
    {CODE(MG6), STAGES_FH, HAS(DA)},
    {CODE(MG2), STAGES_SCHEDULES, HAS(SPECIAL_MEASURES)},
    {CODE(MG6C), STAGES_SCHEDULES, 0},
    {CODE(MG6D), STAGES_SCHEDULES, HAS(SENSITIVE)},
    {CODE(MG6E), STAGES_SCHEDULES, 0},
    {CODE(DMD), STAGES_SCHEDULES, HAS(MANAGED)},
    {CODE(MG7), ~STAGE(BOB), HAS(CUSTODY)},
    {CODE(MG8), STAGE(BOB), 0},
    {CODE(MG9), STAGES_LISTED, 0},
    {CODE(MG10), STAGES_LISTED, 0},
    {CODE(MG12), STAGE(FH_CC) | STAGE(UPG_CC), HAS(EXHIBIT)},
    {CODE(MG13), STAGES_FH, HAS(ORDERS)},
    {CODE(MG15_SDN), STAGES_FH | STAGES_PCD, HAS(INTERVIEWED) | HAS(NOT_GUILTY)},
    {CODE(MG15_ROTI), STAGES_UPG, HAS(INTERVIEWED)},
    {CODE(INTERVIEW_MEDIA), STAGE(UPG_CC), HAS(INTERVIEWED)},
    {CODE(MG16), STAGES_LISTED, HAS(BAD_CHARACTER)},
    {CODE(MG18), STAGES_FH, HAS(TIC)},
    {CODE(MG19), STAGES_FH, HAS(COMPENSATION)},
    {CODE(MG20), STAGES_UPG, 0},
    {CODE(MG21), STAGES_LISTED, HAS(FORENSIC)},
    {CODE(SFR1), ~0U, HAS(FORENSIC)},
    {CODE(SFR2), STAGES_UPG, HAS(CONTESTED)},
    {CODE(DRUG_FIELD_TEST), ~0U, HAS(DRUGS)},
    {CODE(MGDD), STAGES_FH, HAS(DRINK)},
    {CODE(INTOXIMETER_PRINT), STAGES_FH, HAS(DRINK)},
    {CODE(PCN1), ~STAGE(SJP), 0},
    {CODE(VPS), STAGES_FH, HAS(VPS_MADE)},
    {CODE(MEDICAL), STAGES_EVIDENCE, HAS(MEDICAL)},
    {CODE(PHOTO), ~0U, HAS(PHOTOS)},
    {CODE(DVE_CHECKLIST), ~0U, HAS(DA)},
    {CODE(DASH), ~0U, HAS(DA)},
    {CODE(ORDER_COPY), ~0U, HAS(BREACH)},
    {CODE(CRIME_REPORT), ~0U, HAS(RASSO)},
    {CODE(VRI_SUMMARY), ~0U, HAS(RASSO)},
    {CODE(MG5_SP), STAGE(SJP), 0},
    {CODE(SJP_NOTICE), STAGE(SJP), 0},
    {CODE(WRITTEN_CHARGE), STAGE(SJP), 0},
};

static void build_documents(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Documents *all = pfq_arena_new(w->arena, Pfq__V1__Documents, 1);
    pfq__v1__documents__init(all);
    all->document = pfq_arena_new(w->arena, Pfq__V1__Document *, PAPERS_MAX);
    w->file->documents = all;
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        if (stage_in(f, papers[i].stages) && has(f, papers[i].needs)) {
            papers_add(w, papers[i].code);
        }
    }
    for (size_t i = 0; i < all->n_document; i++) {
        if (all->document[i]->code == CODE(MEDICAL)) {
            SAY(all->document[i], consent_recorded, true);
        }
    }
    if (has(f, HAS(REDACTION))) {
        SAY(all->document[0], redaction_required, true);
        SAY(all->document[0], redacted, true);
    }
}

static void build_exhibits(struct work *w)
{
    Pfq__V1__Exhibits *all = pfq_arena_new(w->arena, Pfq__V1__Exhibits, 1);
    pfq__v1__exhibits__init(all);
    w->file->exhibits = all;
    if (has(w->facts, HAS(EXHIBIT))) {
        Pfq__V1__Exhibit *one = pfq_arena_new(w->arena, Pfq__V1__Exhibit, 1);
        pfq__v1__exhibit__init(one);
        SAY(one, reference_given, true);
        SAY(one, reference_duplicated, false);
        SAY(one, producer_given, true);
        SAY(one, is_key, true);
        SAY(one, provided, true);
        all->exhibit = pfq_arena_new(w->arena, Pfq__V1__Exhibit *, 1);
        all->exhibit[all->n_exhibit++] = one;
    }
}

static void add_recording(struct work *w, uint64_t trait, Pfq__V1__MediaKind kind)
{
    Pfq__V1__Media *all = w->file->media;
    if (has(w->facts, trait)) {
        Pfq__V1__MediaItem *item = pfq_arena_new(w->arena, Pfq__V1__MediaItem, 1);
        *item = clean_recording;
        SAY(item, kind, kind);
        all->media_item[all->n_media_item++] = item;
    }
}

Pfq__V1__MediaItem *papers_recording(struct work *w, Pfq__V1__MediaKind kind)
{
    Pfq__V1__Media *all = w->file->media;
    for (size_t i = 0; i < all->n_media_item; i++) {
        if (all->media_item[i]->kind == kind) {
            return all->media_item[i];
        }
    }
    pfq_bug(__FILE__, __LINE__, "a recording of the kind");
}

void build_papers(struct work *w)
{
    build_documents(w);
    build_exhibits(w);
    w->file->media = pfq_arena_new(w->arena, Pfq__V1__Media, 1);
    pfq__v1__media__init(w->file->media);
    w->file->media->media_item = pfq_arena_new(w->arena, Pfq__V1__MediaItem *, 3);
    add_recording(w, HAS(CCTV), PFQ__V1__MEDIA_KIND__MEDIA_KIND_CCTV);
    add_recording(w, HAS(BWV), PFQ__V1__MEDIA_KIND__MEDIA_KIND_BWV);
    add_recording(w, HAS(CALL_999), PFQ__V1__MEDIA_KIND__MEDIA_KIND_CALL_999);
}

/* plant.c - failings are put into a clean file: see plant.h. */
#include "plant.h"

#include <string.h>

static ProtobufCMessage *media_part(struct work *w, enum part part)
{
    switch ((unsigned)part) {
    case PART_CCTV:
        return &papers_recording(w, PFQ__V1__MEDIA_KIND__MEDIA_KIND_CCTV)->base;
    case PART_BWV:
        return &papers_recording(w, PFQ__V1__MEDIA_KIND__MEDIA_KIND_BWV)->base;
    case PART_CALL_999:
        return &papers_recording(w, PFQ__V1__MEDIA_KIND__MEDIA_KIND_CALL_999)->base;
    default:
        return &w->file->media->media_item[0]->base;
    }
}

static ProtobufCMessage *form_part(struct work *w, enum part part)
{
    Pfq__V1__Submission *s = w->file;
    switch ((unsigned)part) {
    case PART_OIC:
        return &s->oic->base;
    case PART_SUPERVISOR:
        return &s->supervisor->base;
    case PART_MG3:
        return &s->mg3->base;
    case PART_MG5:
        return &s->mg5->base;
    case PART_ITEM:
        return &s->mg6c->items->unused_item[1]->base;
    case PART_MG9:
        return &s->mg9->base;
    case PART_DISCLOSURE:
        return &s->disclosure->base;
    case PART_ABUSE:
        return &s->domestic_abuse->base;
    default:
        return &s->breach_of_bail->base;
    }
}

static ProtobufCMessage *find_part(struct work *w, enum part part)
{
    Pfq__V1__Submission *s = w->file;
    switch ((unsigned)part) {
    case PART_FILE:
        return &s->base;
    case PART_DEFENDANT:
        return &s->defendants->defendant[0]->base;
    case PART_INTERVIEW:
        return &s->defendants->defendant[0]->interview->base;
    case PART_OFFENCE:
        return &s->offences->offence[0]->base;
    case PART_VICTIM:
        return &s->witnesses->witness[0]->base;
    case PART_OFFICER:
        return &s->witnesses->witness[s->witnesses->n_witness - 1]->base;
    case PART_PAPER:
        return &s->documents->document[0]->base;
    case PART_EXHIBIT:
        return &s->exhibits->exhibit[0]->base;
    default:
        return part >= PART_CCTV && part <= PART_RECORDING ? media_part(w, part)
                                                           : form_part(w, part);
    }
}

/* Numbers, flags and codes of the generated types are all of 32 bits. */
static void set_field(struct work *w, const struct failing *row)
{
    char *message = (char *)find_part(w, row->part);
    memcpy(message + row->field, &row->value, sizeof row->value);
}

static void withhold(struct work *w, int32_t kind)
{
    Pfq__V1__PresumptionMaterial *all = w->file->disclosure->presumption_material;
    for (size_t i = 0; i < all->n_presumption_item; i++) {
        if ((int32_t)all->presumption_item[i]->kind == kind) {
            all->presumption_item[i]->provided = false;
        }
    }
}

static void apply(struct work *w, const struct failing *row)
{
    switch (row->change) {
    case CHANGE_NUMBER:
    case CHANGE_SILENCE:
        set_field(w, row);
        break;
    case CHANGE_DROP:
        papers_drop(w, (Pfq__V1__DocumentCode)row->value);
        break;
    case CHANGE_ADD:
        papers_add(w, (Pfq__V1__DocumentCode)row->value);
        break;
    case CHANGE_PRESUMED:
        withhold(w, row->value);
        break;
    case CHANGE_CALL:
        row->call(w);
        break;
    }
}

void plant(struct work *w, const struct failings_drawn *drawn)
{
    for (size_t i = 0; i < drawn->count; i++) {
        if (drawn->row[i]->weight > 0) { /* else the facts alone make it fail */
            apply(w, drawn->row[i]);
        }
    }
}

/* audience.c - what may leave the CPS: see digest.h and audience.def. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/themes/states.h"

struct mark {
    const char *message;
    const char *field;
    bool outside;
};

static const struct mark marks[] = {
#define OUTSIDE(message, field) {#message, #field, true},
#define INSIDE(message, field)  {#message, #field, false},
#include "feedback/digest/audience.def"
#undef OUTSIDE
#undef INSIDE
};

static const struct mark *find(const char *message, const char *field)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strcmp(marks[i].message, message) == 0 && strcmp(marks[i].field, field) == 0) {
            return &marks[i];
        }
    }
    return NULL;
}

bool digest_field_is_marked(const char *message, const char *field)
{
    return find(message, field) != NULL;
}

bool digest_field_goes_out(const char *message, const char *field)
{
    const struct mark *mark = find(message, field);
    return mark != NULL && mark->outside;
}

/* --- taking out ------------------------------------------------------------------- */

static size_t value_size(const ProtobufCFieldDescriptor *field)
{
    switch ((int)field->type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
        return sizeof(uint64_t);
    default:
        return sizeof(uint32_t); /* enums and flags, too */
    }
}

static void take_out(unsigned char *at, const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        memset(at + field->quantifier_offset, 0, sizeof(size_t));
        memset(at + field->offset, 0, sizeof(uintptr_t));
        return;
    }
    memset(at + field->offset, 0, value_size(field));
    if (field->quantifier_offset != 0) {
        memset(at + field->quantifier_offset, 0, sizeof(protobuf_c_boolean));
    }
}

static void strip_field(unsigned char *at, const ProtobufCFieldDescriptor *field);

/* The contract has no message that holds itself, so this ends. */
static void strip(ProtobufCMessage *message) /* NOLINT(misc-no-recursion) */
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        if (digest_field_goes_out(type->short_name, field->name)) {
            strip_field((unsigned char *)message, field);
        } else {
            take_out((unsigned char *)message, field);
        }
    }
}

static void strip_field(unsigned char *at, /* NOLINT(misc-no-recursion) */
                        const ProtobufCFieldDescriptor *field)
{
    void *value = NULL;
    if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
        return;
    }
    memcpy(&value, at + field->offset, sizeof value);
    if (field->label != PROTOBUF_C_LABEL_REPEATED) {
        if (value != NULL) {
            strip(value);
        }
        return;
    }
    size_t count = 0;
    memcpy(&count, at + field->quantifier_offset, sizeof count);
    for (size_t i = 0; i < count; i++) {
        strip(((ProtobufCMessage **)value)[i]);
    }
}

/* --- what depends on the value ---------------------------------------------------- */

static bool may_be_told(const Pfq__V1__ThemeLine *line)
{
    bool narrow = line->key != NULL && (line->key->police_unit != NULL || line->key->has_case_type);
    return !narrow || line->rate == NULL || line->rate->files >= DIGEST_OUTSIDE_FILES;
}

/* Every sentence on a theme has its title; one of another theme with the same words goes, too. */
static bool names(const char *sentence, const Pfq__V1__ThemeLine *line)
{
    const char *title = line->key->name == NULL ? NULL : digest_theme_title(line->key->name);
    return sentence != NULL && title != NULL && strstr(sentence, title) != NULL;
}

/* What is said of a theme that is not told. */
static void forget(Pfq__V1__Digest *d, const Pfq__V1__ThemeLine *line)
{
    static char of_unit[] = "Its themes have too few files to say what to do first: see the digest "
                            "of the whole force.";
    size_t kept = 0;
    if (names(d->first_thing, line)) {
        d->first_thing = d->police_unit == NULL ? NULL : of_unit;
    }
    for (size_t i = 0; i < d->n_praise; i++) {
        if (d->praise[i]->key == NULL || !digest_is_same_theme(d->praise[i]->key, line->key)) {
            d->praise[kept++] = d->praise[i];
        }
    }
    d->n_praise = kept;
}

static void keep_notes_outside(Pfq__V1__Digest *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->n_notes; i++) {
        if (d->notes[i]->code == NULL || strcmp(d->notes[i]->code, DIGEST_FEW_UNLISTED) != 0) {
            d->notes[kept++] = d->notes[i];
        }
    }
    d->n_notes = kept;
}

static void hide_watching(Pfq__V1__ThemeLine *line)
{
    if (line->has_state && !themes_states[line->state].announced) {
        line->has_state = false;
        line->state = PFQ__V1__THEME_STATE__THEME_STATE_UNSPECIFIED;
        line->state_words = (char *)(uintptr_t)digest_standing_words(digest_standing(line));
        line->sentence = NULL;
    }
}

/* One force is not shown another. */
static void keep_own_coverage(Pfq__V1__Compliance *c, const char *force)
{
    size_t kept = 0;
    for (size_t i = 0; c != NULL && force != NULL && i < c->n_coverage; i++) {
        if (strcmp(c->coverage[i]->force, force) == 0) {
            c->coverage[kept++] = c->coverage[i];
        }
    }
    if (c != NULL) {
        c->n_coverage = kept;
    }
}

bool digest_outside(Pfq__V1__Digest *digest)
{
    if (digest_is_of_area(digest->kind)) {
        return false;
    }
    size_t kept = 0;
    strip(&digest->base);
    for (size_t i = 0; i < digest->n_themes; i++) {
        hide_watching(digest->themes[i]);
        if (may_be_told(digest->themes[i])) {
            digest->themes[kept++] = digest->themes[i];
        } else {
            forget(digest, digest->themes[i]);
        }
    }
    digest->n_themes = kept;
    keep_notes_outside(digest);
    keep_own_coverage(digest->compliance, digest->force);
    digest->audience = PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    return true;
}

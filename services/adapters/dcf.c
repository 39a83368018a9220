/* dcf.c - a Digital Case File as a whole: see dcf.h. */
#include "dcf.h"

#include <string.h>

#include "adapt.h"
#include "dcf_rules.h"
#include "dcf_shape.h"
#include "dcf_value.h"

bool dcf_is_dcf(const json_t *document)
{
    return json_object_get(document, "case") != NULL ||
           (json_is_string(json_object_get(document, "schema_version")) &&
            json_object_get(document, "submission") == NULL);
}

bool dcf_named(const json_t *name)
{
    return dcf_given(json_object_get(name, "surname")) ||
           dcf_given(json_object_get(name, "organisation_name"));
}

bool dcf_age_then(const struct dcf *d, const json_t *born, const char *path, uint32_t *age)
{
    int32_t birthday = dcf_date(born);
    int32_t years = dcf_age(birthday, d->date);
    if (birthday != 0 && d->date != 0 && years < 0) {
        pfq_problem(d->warnings, "DCF_AGE", path, "Correct the date of birth or the case date.",
                    "The date of birth is after the date of the case, so the age is not known.");
    }
    if (years >= 0) {
        *age = (uint32_t)years;
    }
    return years >= 0;
}

/* Who sends: as the caller says, else as the URN says, and then it must be known that
 * comparing the two proves nothing. */
static void map_force(struct dcf *d, const struct pfq_adapt_options *options)
{
    const char *force = options == NULL ? NULL : options->force;
    if (force != NULL) {
        d->out->submitting_force = pfq_arena_strdup(d->arena, force);
        return;
    }
    if (d->out->urn == NULL || strspn(d->out->urn, "0123456789") < 2) {
        pfq_problem(d->problems, "FORCE_UNKNOWN", "$.case.pti_urn", "Name the force that sends.",
                    "A DCF does not say which force sends it, and its URN names none.");
        return;
    }
    d->out->submitting_force = pfq_arena_strndup(d->arena, d->out->urn, 2);
    DCF_SET(d->out, force_from_urn, true);
    pfq_problem(d->warnings, "FORCE_FROM_URN", "$.case.pti_urn", "Name the force that sends.",
                "A DCF does not say which force sends it; the force of its URN was taken.");
}

static void map_parts(struct dcf *d)
{
    dcf_find_charges(d);
    dcf_map_case(d);
    dcf_map_stage(d);
    dcf_map_defendants(d);
    if (d->bob) {
        dcf_map_breach(d);
    } else {
        dcf_map_offences(d);
    }
    dcf_map_witnesses(d);
    dcf_map_media(d);
    if (d->abuse) {
        dcf_map_abuse(d);
    }
}

/* The type decides; without one that can be read, the shape does. */
static bool is_breach(const json_t *body)
{
    const json_t *first = json_array_get(json_object_get(body, "defendants"), 0);
    if (dcf_is(body, "type", "BobDCF") || dcf_is(body, "type", "FirstHearingDCF")) {
        return dcf_is(body, "type", "BobDCF");
    }
    return json_object_get(first, "breach_of_bail") != NULL &&
           json_object_get(first, "offences") == NULL;
}

/* The stage with the fewest checks, so that nothing fails for a guess. */
static void warn_of_stage(const struct dcf *d)
{
    const struct dcf_scope whole = {.d = d};
    if (!d->bob && dcf_is_ngap(&whole) == DCF_UNKNOWN) {
        pfq_problem(d->warnings, "DCF_STAGE", "$.case", "Mend the pleas and the progression.",
                    "Not every plea and the progression of the case can be read, so whether a not "
                    "guilty plea is expected is not known; it was read as a guilty plea file.");
    }
}

static void map_document(struct dcf *d, const struct pfq_adapt_options *options,
                         struct pfq_adapted *out)
{
    map_parts(d);
    warn_of_stage(d);
    map_force(d, options);
    out->bare = true;
    out->envelope = adapt_wrap(d->out, d->arena);
}

/* Structure after the mapping: what had to be assumed is read first.  The rules come last,
 * for they build on both. */
void dcf_read(const json_t *document, const struct pfq_adapt_options *options,
              struct pfq_arena *arena, struct pfq_adapted *out)
{
    bool bob = is_breach(json_object_get(document, "case"));
    const struct dcf_shape *shape = bob ? &dcf_breach : &dcf_first_hearing;
    json_t *copy = dcf_unread(document, shape);
    const json_t *body = json_object_get(copy, "case");
    struct dcf d = {.body = body,
                    .defendants = json_object_get(body, "defendants"),
                    .date = dcf_date(json_object_get(body, "date")),
                    .bob = bob,
                    .arena = arena,
                    .problems = &out->problems,
                    .warnings = &out->warnings,
                    .out = dcf_message(&pfq__v1__submission__descriptor, arena)};
    if (json_is_object(body)) {
        map_document(&d, options, out);
    }
    dcf_shape_check(copy, shape, arena, &out->problems, &out->warnings);
    if (json_is_object(body)) {
        dcf_rules_check(&d);
    }
    json_decref(copy);
}

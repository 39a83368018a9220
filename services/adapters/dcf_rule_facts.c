/* dcf_rule_facts.c - what the rules of a Digital Case File ask, as functions: see
 * dcf_rules.h. */
#include <stdio.h>
#include <string.h>

#include "dcf_rules.h"
#include "dcf_shape.h"
#include "dcf_value.h"

enum {
    FIRST_EDITION = 20150601, /* no check of the catalogue judges an older file */
    PATH_CHARS = 416
};

/* --- three values ------------------------------------------------------------------- */

enum dcf_truth dcf_truth_of(bool value)
{
    return value ? DCF_YES : DCF_NO;
}

enum dcf_truth dcf_not(enum dcf_truth t)
{
    return t == DCF_UNKNOWN ? t : dcf_truth_of(t == DCF_NO);
}

enum dcf_truth dcf_both(enum dcf_truth a, enum dcf_truth b)
{
    if (a == DCF_NO || b == DCF_NO) {
        return DCF_NO;
    }
    return a == DCF_YES && b == DCF_YES ? DCF_YES : DCF_UNKNOWN;
}

/* --- one value ------------------------------------------------------------------------ */

bool dcf_blank(const json_t *value)
{
    return !dcf_given(value);
}

enum dcf_truth dcf_flag(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (dcf_blank(value)) {
        return DCF_NO;
    }
    return json_is_boolean(value) ? dcf_truth_of(json_is_true(value)) : DCF_UNKNOWN;
}

bool dcf_faulty(const struct dcf_scope *s, const char *key)
{
    char place[PATH_CHARS];
    (void)snprintf(place, sizeof place, "%s.%s", s->path, key);
    for (size_t i = 0; i < s->structural; i++) {
        if (strcmp(s->d->problems->rows[i]->path, place) == 0) {
            return true;
        }
    }
    return false;
}

enum dcf_truth dcf_word_is(const struct dcf_scope *s, const char *key, const char *word)
{
    const json_t *value = json_object_get(s->item, key);
    const char *text = json_string_value(value);
    if (dcf_blank(value)) {
        return DCF_NO;
    }
    if (text == NULL || (!dcf_same_word(text, word) && dcf_faulty(s, key))) {
        return DCF_UNKNOWN;
    }
    return dcf_truth_of(dcf_same_word(text, word));
}

/* --- the file ------------------------------------------------------------------------- */

enum dcf_truth dcf_judged(const struct dcf_scope *s)
{
    return dcf_truth_of(s->d->date >= FIRST_EDITION);
}

enum dcf_truth dcf_judged_hearing(const struct dcf_scope *s)
{
    return dcf_both(dcf_judged(s), dcf_truth_of(!s->d->bob));
}

enum dcf_truth dcf_judged_breach(const struct dcf_scope *s)
{
    return dcf_both(dcf_judged(s), dcf_truth_of(s->d->bob));
}

/* A plea that is missing is told of as that alone. */
static bool plea_is_open(const struct dcf_charge *charge)
{
    return !dcf_is(charge->offence, "anticipated_plea", "guilty") &&
           !dcf_is(charge->offence, "anticipated_plea", "not_guilty");
}

static bool collection_is_open(const json_t *collection)
{
    bool open = dcf_no_object(collection);
    for (const struct dcf_option *o = dcf_offence_lists; o->shape != NULL && !open; o++) {
        open = dcf_no_list(json_object_get(collection, o->mark));
    }
    return open;
}

static bool defendant_is_open(const json_t *defendant)
{
    const json_t *offences = json_object_get(defendant, "offences");
    bool open = dcf_no_object(defendant) || dcf_no_list(offences);
    for (size_t i = 0; i < dcf_count(offences) && !open; i++) {
        open = collection_is_open(json_array_get(offences, i));
    }
    return open;
}

/* Charges may be hidden in what is no list or no object. */
static bool charges_are_open(const struct dcf *d)
{
    bool open = d->charge_count == 0;
    for (size_t i = 0; i < dcf_count(d->defendants) && !open; i++) {
        open = defendant_is_open(json_array_get(d->defendants, i));
    }
    return open;
}

/* A plea or a progression that cannot be read might make it one. */
enum dcf_truth dcf_is_ngap(const struct dcf_scope *s)
{
    const struct dcf *d = s->d;
    bool open = !d->out->has_progression || charges_are_open(d);
    for (size_t i = 0; i < d->charge_count && !d->ngap && !open; i++) {
        open = plea_is_open(&d->charges[i]);
    }
    return d->ngap ? DCF_YES : open ? DCF_UNKNOWN : DCF_NO;
}

enum dcf_truth dcf_is_gap(const struct dcf_scope *s)
{
    return dcf_not(dcf_is_ngap(s));
}

/* A marker that cannot be read might be it. */
enum dcf_truth dcf_is_abuse(const struct dcf_scope *s)
{
    const Pfq__V1__Markers *markers = s->d->out->markers;
    bool open = markers == NULL;
    for (size_t i = 0; !open && i < markers->n_marker; i++) {
        open = markers->marker[i] == PFQ__V1__MARKER__MARKER_UNSPECIFIED;
    }
    return s->d->abuse ? DCF_YES : open ? DCF_UNKNOWN : DCF_NO;
}

enum dcf_truth dcf_is_no_abuse(const struct dcf_scope *s)
{
    return dcf_not(dcf_is_abuse(s));
}

/* --- the item --------------------------------------------------------------------------- */

enum dcf_truth dcf_interviewed(const struct dcf_scope *s)
{
    if (json_object_get(s->item, "type") == NULL) {
        return dcf_truth_of(json_object_get(s->item, "date") != NULL);
    }
    if (dcf_is(s->item, "type", "StandardInterview")) {
        return DCF_YES;
    }
    return dcf_is(s->item, "type", "NotInterviewed") ? DCF_NO : DCF_UNKNOWN;
}

enum dcf_truth dcf_first_of_its_kind(const struct dcf_scope *s)
{
    for (size_t i = 0; i < s->at; i++) {
        if (json_equal(json_array_get(s->list, i), s->item)) {
            return DCF_NO;
        }
    }
    return DCF_YES;
}

enum dcf_truth dcf_key_is_new(const struct dcf_scope *s, const char *key)
{
    const json_t *value = json_object_get(s->item, key);
    for (size_t i = 0; dcf_given(value) && i < s->at; i++) {
        if (json_equal(json_object_get(json_array_get(s->list, i), key), value)) {
            return DCF_NO;
        }
    }
    return DCF_YES;
}

enum dcf_truth dcf_refers(const struct dcf_scope *s, const char *list, const char *key,
                          const json_t *value)
{
    const json_t *entries = json_object_get(s->d->body, list);
    bool open = entries != NULL && !json_is_array(entries);
    for (size_t i = 0; i < dcf_count(entries); i++) {
        const json_t *has = json_object_get(json_array_get(entries, i), key);
        if (json_equal(has, value)) {
            return DCF_YES;
        }
        open = open || dcf_no_object(json_array_get(entries, i)) ||
               (has != NULL && json_typeof(has) != json_typeof(value));
    }
    return open ? DCF_UNKNOWN : DCF_NO;
}

/* --- names ------------------------------------------------------------------------------ */

static bool same_kind(const json_t *a, const json_t *b)
{
    static const char *const marks[] = {"collar_number", "organisation_name"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if ((json_object_get(a, marks[i]) != NULL) != (json_object_get(b, marks[i]) != NULL)) {
            return false;
        }
    }
    return true;
}

static bool readable_name(const json_t *name)
{
    const json_t *surname = json_object_get(name, "surname");
    const json_t *given = json_object_get(name, "given_name");
    bool readable =
        json_is_string(surname) && json_is_array(given) && !dcf_blank(surname) && !dcf_blank(given);
    for (size_t i = 0; i < dcf_count(given); i++) {
        readable = readable && json_is_string(json_array_get(given, i));
    }
    return readable;
}

/* Surname and given names, letter by letter. */
enum dcf_truth dcf_same_name(const json_t *a, const json_t *b)
{
    static const char *const keys[] = {"surname", "given_name"};
    bool same = same_kind(a, b);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        same = same && json_equal(json_object_get(a, keys[i]), json_object_get(b, keys[i]));
    }
    return readable_name(a) && readable_name(b) ? dcf_truth_of(same) : DCF_UNKNOWN;
}

enum dcf_truth dcf_names_defendant(const struct dcf_scope *s)
{
    bool open = dcf_count(s->d->defendants) == 0 || dcf_blank(json_object_get(s->item, "surname"));
    enum dcf_truth answer = open ? DCF_UNKNOWN : DCF_NO;
    for (size_t i = 0; i < dcf_count(s->d->defendants) && !open && answer != DCF_YES; i++) {
        const json_t *name = json_object_get(json_array_get(s->d->defendants, i), "name");
        enum dcf_truth same = dcf_same_name(name, s->item);
        answer = same == DCF_NO ? answer : same;
    }
    return answer;
}

/* dcf_offence.c - charges, and what is admitted of them: see dcf.h. */
#include <ctype.h>

#include "dcf.h"
#include "dcf_shape.h"
#include "dcf_value.h"
#include "pfq/clock.h"

enum {
    CODE_CHARS = 12 /* of a CJS offence code, at most */
};

/* --- flattening ---------------------------------------------------------------------- */

static const struct {
    const char *key;
    Pfq__V1__OffenceGroup group;
} lists[] = {
    {"generic_offences", PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_UNSPECIFIED},
    {"retail_theft_offences", PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_THEFT},
    {"assault_offences", PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_VIOLENCE},
};

/* The charges of one list, into `out` unless it is NULL; how many. */
static size_t take_list(const json_t *list, Pfq__V1__OffenceGroup group, uint32_t defendant,
                        struct dcf_charge *out)
{
    size_t count = dcf_count(list);
    for (size_t i = 0; out != NULL && i < count; i++) {
        const json_t *charge = json_array_get(list, i);
        out[i] = (struct dcf_charge){charge, json_object_get(charge, "offence"), defendant, group};
    }
    return count;
}

static size_t take_collection(const json_t *collection, uint32_t defendant, struct dcf_charge *out)
{
    size_t taken = 0;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        taken += take_list(json_object_get(collection, lists[k].key), lists[k].group, defendant,
                           out == NULL ? NULL : out + taken);
    }
    return taken;
}

static size_t take_all(const json_t *defendants, struct dcf_charge *out)
{
    size_t taken = 0;
    for (size_t i = 0; i < dcf_count(defendants); i++) {
        const json_t *given = json_object_get(json_array_get(defendants, i), "offences");
        for (size_t k = 0; k < dcf_count(given); k++) {
            taken += take_collection(json_array_get(given, k), (uint32_t)i + 1,
                                     out == NULL ? NULL : out + taken);
        }
    }
    return taken;
}

void dcf_find_charges(struct dcf *d)
{
    d->charge_count = take_all(d->defendants, NULL);
    struct dcf_charge *charges = pfq_arena_new(d->arena, struct dcf_charge, d->charge_count + 1);
    (void)take_all(d->defendants, charges);
    d->charges = charges;
}

/* --- offences -------------------------------------------------------------------------- */

static const struct dcf_word pleas[] = {
    {"guilty", PFQ__V1__PLEA__PLEA_GUILTY},
    {"not_guilty", PFQ__V1__PLEA__PLEA_NOT_GUILTY},
    {NULL, 0},
};

/* A DCF writes codes in lower case.  Text that is no code is given as empty: the file was
 * looked at and has none.  That nothing is there is a problem of its own. */
static char *offence_code(const json_t *given, struct pfq_arena *arena)
{
    if (!json_is_string(given) || !dcf_given(given)) {
        return NULL;
    }
    char *code = dcf_reference(given, CODE_CHARS, "", arena);
    if (code == NULL) {
        return pfq_arena_strdup(arena, "");
    }
    for (char *c = code; *c != '\0'; c++) {
        *c = (char)toupper((unsigned char)*c);
    }
    return code;
}

static void map_offence(struct dcf *d, const struct dcf_charge *from, Pfq__V1__Offence *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__Offence, start_date, DCF_AS_DATE, "from_date"),
        DCF_ROW(Pfq__V1__Offence, end_date, DCF_AS_DATE, "to_date"),
        DCF_ROW(Pfq__V1__Offence, charge_date, DCF_AS_DATE, "charge_date"),
        DCF_ROW(Pfq__V1__Offence, charge_wording_given, DCF_AS_GIVEN, "charge_wording"),
        DCF_ROW(Pfq__V1__Offence, points_to_prove_chars, DCF_AS_CHARS, "points_to_prove_met_by"),
        DCF_WORD_ROW(Pfq__V1__Offence, anticipated_plea, "anticipated_plea", pleas),
        DCF_ROW(Pfq__V1__Offence, committed_on_bail, DCF_AS_FLAG, "committed_on_bail"),
    };
    if (json_is_object(from->offence)) {
        DCF_FILL(from->offence, rows, out);
    }
    DCF_SET(out, defendant, from->defendant);
    out->cjs_code = offence_code(json_object_get(from->charge, "cjs_offence_code"), d->arena);
    if (from->group != PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_UNSPECIFIED) {
        DCF_SET(out, group, from->group);
    }
    /* "no order was breached" speaks of all charges, "one was" of no certain one */
    const json_t *defendant = json_array_get(d->defendants, from->defendant - 1);
    if (json_is_false(json_object_get(defendant, "breach_of_order"))) {
        DCF_SET(out, is_breach_of_order, false);
    }
}

static void note_charge(Pfq__V1__Submission *out, const Pfq__V1__Offence *offence)
{
    if (!offence->has_charge_date) {
        return;
    }
    int64_t at = pfq_london_ms(offence->charge_date, 12 * 60);
    if (!out->has_charged_at || at < out->charged_at) {
        DCF_SET(out, charged_at, at);
    }
}

/* Whether a defendant has charges that cannot be read, or nobody is there to have any. */
static bool charges_are_open(const struct dcf *d)
{
    bool open = dcf_count(d->defendants) == 0;
    for (size_t i = 0; i < dcf_count(d->defendants) && !open; i++) {
        const json_t *defendant = json_array_get(d->defendants, i);
        const json_t *given = json_object_get(defendant, "offences");
        open = !json_is_object(defendant) || dcf_given(given);
    }
    return open;
}

/* A check compares what the charges say of bail.  Where one has no part that could say it, or
 * says what cannot be read, what the others say proves nothing. */
static bool bail_is_open(const struct dcf *d)
{
    bool open = false;
    for (size_t i = 0; i < d->charge_count && !open; i++) {
        const json_t *said = json_object_get(d->charges[i].offence, "committed_on_bail");
        open =
            !json_is_object(d->charges[i].offence) || (dcf_given(said) && !json_is_boolean(said));
    }
    return open;
}

void dcf_map_offences(struct dcf *d)
{
    if (d->charge_count == 0 && charges_are_open(d)) {
        return;
    }
    Pfq__V1__Offences *out = dcf_message(&pfq__v1__offences__descriptor, d->arena);
    out->n_offence = d->charge_count;
    out->offence = dcf_messages(&pfq__v1__offence__descriptor, d->charge_count, d->arena);
    bool open = bail_is_open(d);
    for (size_t i = 0; i < d->charge_count; i++) {
        map_offence(d, &d->charges[i], out->offence[i]);
        out->offence[i]->has_committed_on_bail &= !open;
        note_charge(d->out, out->offence[i]);
    }
    d->out->offences = out;
}

/* --- accounts ---------------------------------------------------------------------------- */

enum reading {
    SILENT,   /* the file does not say */
    ADMITS,   /* what a full admission needs */
    NOT_FULL, /* short of it */
    DENIES    /* denies, or raises a defence */
};

static enum reading flag_reading(const json_t *account, const char *key, bool admits,
                                 enum reading otherwise)
{
    const json_t *value = json_object_get(account, key);
    if (!json_is_boolean(value)) {
        return SILENT;
    }
    return json_is_true(value) == admits ? ADMITS : otherwise;
}

static enum reading word_reading(const json_t *account, const char *key)
{
    static const struct dcf_word words[] = {{"admits_all", ADMITS},
                                            {"admits_partial", NOT_FULL},
                                            {"admits_nothing", DENIES},
                                            {NULL, 0}};
    const char *text = dcf_text(account, key);
    return text == NULL ? SILENT : (enum reading)dcf_word_value(words, text);
}

struct account {
    unsigned said[DENIES + 1]; /* answers of each reading */
};

static void read_account(const json_t *charge, struct account *sum)
{
    const json_t *theft = json_object_get(charge, "retail_theft_interview_extension");
    const json_t *assault = json_object_get(charge, "assault_interview_extension");
    if (json_is_object(theft)) {
        sum->said[word_reading(theft, "admit_taking_property")]++;
        sum->said[flag_reading(theft, "admit_being_dishonest", true, DENIES)]++;
        sum->said[flag_reading(theft, "admit_intending_to_permanently_deprive", true, DENIES)]++;
    } else if (json_is_object(assault)) {
        sum->said[flag_reading(assault, "admits_involvement_in_incident", true, DENIES)]++;
        sum->said[flag_reading(assault, "admits_assaulting_victim", true, DENIES)]++;
        sum->said[word_reading(assault, "admits_causing_the_injuries")]++;
        sum->said[flag_reading(assault, "accepts_victims_version_of_events", true, NOT_FULL)]++;
        sum->said[flag_reading(assault, "self_defence_put_forward", false, DENIES)]++;
    } else {
        sum->said[SILENT]++;
    }
}

/* Words of denial or defence that only a person can weigh. */
static bool has_denial_text(const struct dcf *d, uint32_t defendant)
{
    const json_t *interview =
        json_object_get(json_array_get(d->defendants, defendant - 1), "interview");
    return dcf_given(json_object_get(interview, "denials")) ||
           dcf_given(json_object_get(interview, "defences"));
}

void dcf_map_admissions(const struct dcf *d, uint32_t defendant, Pfq__V1__Defendant *out)
{
    struct account sum = {{0}};
    for (size_t i = 0; i < d->charge_count; i++) {
        if (d->charges[i].defendant == defendant) {
            read_account(d->charges[i].charge, &sum);
        }
    }
    if (sum.said[DENIES] + sum.said[NOT_FULL] > 0) {
        DCF_SET(out, full_admission, false);
    } else if (sum.said[ADMITS] > 0 && sum.said[SILENT] == 0 && !has_denial_text(d, defendant)) {
        DCF_SET(out, full_admission, true);
        DCF_SET(out, denied, false);
    }
    if (sum.said[DENIES] > 0) {
        DCF_SET(out, denied, true);
    }
}

/* --- domestic abuse ------------------------------------------------------------------------ */

struct relationships {
    size_t stated;
    size_t described;
    bool open; /* there is something that cannot be read */
};

static void add_relationships(const json_t *list, struct relationships *sum)
{
    sum->open = sum->open || dcf_no_list(list);
    for (size_t i = 0; i < dcf_count(list); i++) {
        const json_t *entry = json_array_get(list, i);
        sum->open = sum->open || dcf_no_object(entry);
        sum->stated += !dcf_no_object(entry);
        sum->described += dcf_given(json_object_get(entry, "relationship_description"));
    }
}

static void map_relationships(const struct dcf *d, Pfq__V1__DomesticAbuse *out)
{
    struct relationships sum = {.open = dcf_no_list(d->defendants)};
    for (size_t i = 0; i < dcf_count(d->defendants); i++) {
        const json_t *defendant = json_array_get(d->defendants, i);
        sum.open = sum.open || dcf_no_object(defendant);
        add_relationships(json_object_get(defendant, "domestic_violence"), &sum);
    }
    if (!sum.open || sum.described < sum.stated) {
        DCF_SET(out, relationship_described, sum.stated > 0 && sum.described == sum.stated);
    }
}

void dcf_map_abuse(struct dcf *d)
{
    Pfq__V1__DomesticAbuse *out = dcf_message(&pfq__v1__domestic_abuse__descriptor, d->arena);
    uint32_t ages = 0;
    bool open = false;
    for (size_t i = 0; i < d->charge_count; i++) {
        const json_t *offence = d->charges[i].offence;
        const json_t *present = json_object_get(offence, "children_present");
        uint32_t stated = (uint32_t)dcf_count(json_object_get(offence, "ages_of_children"));
        if (json_is_boolean(present)) {
            DCF_SET(out, children_present, out->children_present || json_is_true(present));
        }
        ages = stated > ages ? stated : ages; /* the same children in several charges */
        open = open || dcf_no_list(json_object_get(offence, "ages_of_children"));
    }
    map_relationships(d, out);
    if (!open || ages > 0) {
        DCF_SET(out, children_ages_count, ages);
    }
    d->out->domestic_abuse = out;
}

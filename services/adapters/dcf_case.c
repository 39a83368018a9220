/* dcf_case.c - what a DCF says of the case: see dcf.h. */
#include <string.h>
#include <strings.h>

#include "dcf.h"
#include "dcf_shape.h"
#include "dcf_value.h"
#include "pfq/clock.h"

#define MARK(name) PFQ__V1__MARKER__MARKER_##name

static const struct dcf_word markers[] = {
    {"AssetRecovery", MARK(ASSET_RECOVERY)},
    {"ChildAbuse", MARK(CHILD_ABUSE)},
    {"CrimeAgainstAnOlderPerson", MARK(OLDER_PERSON)},
    {"DrugInterventionProgramme", MARK(DRUG_INTERVENTION)},
    {"DisabilityHateCrime", MARK(HATE_DISABILITY)},
    {"DomesticViolence", MARK(DOMESTIC_ABUSE)},
    {"Fatality", MARK(FATALITY)},
    {"ForcedMarriage", MARK(FORCED_MARRIAGE)},
    {"Homophobic", MARK(HATE_HOMOPHOBIC)},
    {"HonourCrime", MARK(HONOUR_CRIME)},
    {"IdentifiedVictim", MARK(IDENTIFIED_VICTIM)},
    {"MediaInterest", MARK(MEDIA_INTEREST)},
    {"PoliceComplaints", MARK(POLICE_COMPLAINT)},
    {"Rape", MARK(RAPE)},
    {"RacistCrime", MARK(HATE_RACIST)},
    {"ReligiousCrime", MARK(HATE_RELIGIOUS)},
    {"Transgender", MARK(HATE_TRANSGENDER)},
    {"YoungWitnessInitiative", MARK(YOUNG_WITNESS)},
    {NULL, 0},
};

static const struct dcf_word code_tests[] = {
    {"full_code_test", PFQ__V1__CODE_TEST__CODE_TEST_FULL_CODE},
    {"threshold_test", PFQ__V1__CODE_TEST__CODE_TEST_THRESHOLD},
    {NULL, 0},
};

static const struct dcf_word progressions[] = {
    {"summary_only", PFQ__V1__PROGRESSION__PROGRESSION_SUMMARY_ONLY},
    {"either_way_and_likely_to_remain_in_the_magistrates_court",
     PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_MAGISTRATES},
    {"either_way_and_likely_to_be_heard_in_the_crown_court",
     PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_CROWN},
    {"indictable_only", PFQ__V1__PROGRESSION__PROGRESSION_INDICTABLE_ONLY},
    {NULL, 0},
};

static const struct dcf_row case_rows[] = {
    DCF_WORD_ROW(Pfq__V1__Submission, code_test, "test_code", code_tests),
    DCF_WORD_ROW(Pfq__V1__Submission, progression, "likely_case_progression", progressions),
    /* not in 1.2.2, but files of an early draft carry them */
    DCF_ROW(Pfq__V1__Submission, hearsay_considered, DCF_AS_FLAG, "is_hearsay"),
};

/* Given, but not one of the words: that is another thing than not saying. */
static void map_test(struct dcf *d)
{
    if (!d->out->has_code_test && dcf_given(json_object_get(d->body, "test_code"))) {
        DCF_SET(d->out, code_test, PFQ__V1__CODE_TEST__CODE_TEST_UNREADABLE);
    }
}

static void map_date(struct dcf *d)
{
    if (d->date == 0) {
        return;
    }
    DCF_SET(d->out, submitted_at, pfq_london_ms(d->date, 12 * 60));
    DCF_SET(d->out, submitted_day_only, true);
    pfq_problem(d->warnings, "DCF_NOON", "$.case.date", "Nothing to mend.",
                "A DCF has a date and no time; noon was taken wherever a time is needed.");
}

static void map_associated(struct dcf *d)
{
    const json_t *urns = json_object_get(d->body, "associated_case_urns");
    size_t count = dcf_count(urns);
    Pfq__V1__AssociatedCases *out = dcf_message(&pfq__v1__associated_cases__descriptor, d->arena);
    out->urn = pfq_arena_new(d->arena, char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        char *urn = dcf_reference(json_array_get(urns, i), DCF_URN_CHARS, "-/()", d->arena);
        if (urn != NULL) {
            out->urn[out->n_urn++] = urn;
        }
    }
    d->out->associated_cases = out;
}

/* A marker that cannot be read stays in the list as unknown: it may be any of them. */
static void map_markers(struct dcf *d)
{
    const json_t *given = json_object_get(d->body, "case_markers");
    size_t count = dcf_count(given);
    if (dcf_no_list(given)) {
        return;
    }
    Pfq__V1__Markers *out = dcf_message(&pfq__v1__markers__descriptor, d->arena);
    out->marker = pfq_arena_new(d->arena, Pfq__V1__Marker, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(given, i));
        int marker = text == NULL ? 0 : dcf_word_value(markers, text);
        out->marker[out->n_marker++] = (Pfq__V1__Marker)marker;
        d->abuse = d->abuse || marker == MARK(DOMESTIC_ABUSE);
    }
    d->out->markers = out;
}

static void map_officers(struct dcf *d)
{
    const json_t *oic = json_object_get(d->body, "officer_in_the_case");
    const json_t *signatory = json_object_get(d->body, "signatory_name");
    const char *one = dcf_text(oic, "collar_number");
    const char *other = dcf_text(signatory, "collar_number");
    bool both = dcf_given(json_object_get(oic, "collar_number")) &&
                dcf_given(json_object_get(signatory, "collar_number"));
    d->out->oic = dcf_message(&pfq__v1__officer__descriptor, d->arena);
    d->out->supervisor = dcf_message(&pfq__v1__supervisor__descriptor, d->arena);
    if (!dcf_no_object(oic)) {
        DCF_SET(d->out->oic, name_given, dcf_named(oic));
        DCF_SET(d->out->oic, number_given, dcf_given(json_object_get(oic, "collar_number")));
    }
    if (!dcf_no_object(signatory)) {
        DCF_SET(d->out->supervisor, name_given, dcf_named(signatory));
    }
    if (both && one != NULL && other != NULL) {
        DCF_SET(d->out->supervisor, same_as_oic, dcf_same_word(one, other));
    }
}

static void map_disclosure(struct dcf *d)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__Disclosure, signed_date, DCF_AS_DATE, "reporting_officer_signature_date"),
    };
    const json_t *statement = json_object_get(d->body, "common_law_disclosure");
    d->out->disclosure = dcf_message(&pfq__v1__disclosure__descriptor, d->arena);
    const json_t *officer = json_object_get(statement, "reporting_officer");
    DCF_SET(d->out->disclosure, common_law_statement, dcf_given(statement));
    if (!dcf_no_object(statement) && !dcf_no_object(officer)) {
        DCF_SET(d->out->disclosure, officer_given, dcf_named(officer));
    }
    DCF_FILL(statement, rows, d->out->disclosure);
}

/* A court for each defendant; known of those alone who are there and can be read. */
static void map_court(struct dcf *d)
{
    size_t count = dcf_count(d->defendants);
    bool court = true;
    bool open = count == 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *defendant = json_array_get(d->defendants, i);
        const json_t *place = json_object_get(defendant, "first_hearing_location");
        bool readable = json_is_object(defendant) && !dcf_no_object(place);
        bool named = dcf_given(json_object_get(place, "ou_bottom_level_name")) ||
                     dcf_given(json_object_get(place, "ou_third_level_name"));
        open = open || !readable;
        court = court && (named || !readable);
    }
    if (!open || !court) {
        DCF_SET(d->out, first_hearing_court_given, court);
    }
}

/* The earliest hearing of any defendant. */
static void map_hearing(struct dcf *d)
{
    for (size_t i = 0; i < dcf_count(d->defendants); i++) {
        const json_t *defendant = json_array_get(d->defendants, i);
        int64_t at = 0;
        if (dcf_instant(json_object_get(defendant, "first_hearing_datetime"), &at) &&
            (!d->out->has_first_hearing_at || at < d->out->first_hearing_at)) {
            DCF_SET(d->out, first_hearing_at, at);
        }
    }
}

static void map_first_hearing(struct dcf *d)
{
    const json_t *cps = json_object_get(d->body, "pca_cps");
    map_markers(d);
    map_test(d);
    if (json_is_boolean(cps)) {
        DCF_SET(d->out, charged_by,
                json_is_true(cps) ? PFQ__V1__CHARGED_BY__CHARGED_BY_CPS
                                  : PFQ__V1__CHARGED_BY__CHARGED_BY_POLICE);
    }
    if (d->out->has_hearsay_considered) {
        DCF_SET(d->out, hearsay_details_chars,
                dcf_chars(json_object_get(d->body, "hearsay_details")));
    }
}

void dcf_map_case(struct dcf *d)
{
    d->out->urn =
        dcf_reference(json_object_get(d->body, "pti_urn"), DCF_URN_CHARS, "-/()", d->arena);
    DCF_FILL(d->body, case_rows, d->out);
    map_date(d);
    map_associated(d);
    map_officers(d);
    map_disclosure(d);
    map_hearing(d);
    map_court(d);
    d->out->mg5 = dcf_message(&pfq__v1__mg5__descriptor, d->arena);
    const json_t *summary = json_object_get(d->body, "brief_description_of_case");
    if (dcf_measurable(summary)) {
        DCF_SET(d->out->mg5, word_count, dcf_words(summary));
    }
    if (!d->bob) {
        map_first_hearing(d);
    }
}

/* --- the stage -------------------------------------------------------------------- */

static void map_plea(struct dcf *d)
{
    size_t guilty = 0;
    bool not_guilty = false;
    for (size_t i = 0; i < d->charge_count; i++) {
        guilty += dcf_is(d->charges[i].offence, "anticipated_plea", "guilty");
        not_guilty = not_guilty || dcf_is(d->charges[i].offence, "anticipated_plea", "not_guilty");
    }
    if (not_guilty) {
        DCF_SET(d->out, anticipated_plea, PFQ__V1__PLEA__PLEA_NOT_GUILTY);
    } else if (guilty > 0 && guilty == d->charge_count) {
        DCF_SET(d->out, anticipated_plea, PFQ__V1__PLEA__PLEA_GUILTY);
    }
}

/* One plea of not guilty makes the whole file NGAP; so does a case for the Crown Court. */
void dcf_map_stage(struct dcf *d)
{
    Pfq__V1__FileType type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    if (d->bob) {
        DCF_SET(d->out, file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_BOB);
        return;
    }
    map_plea(d);
    bool crown = d->out->progression == PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_CROWN ||
                 d->out->progression == PFQ__V1__PROGRESSION__PROGRESSION_INDICTABLE_ONLY;
    d->ngap = crown || d->out->anticipated_plea == PFQ__V1__PLEA__PLEA_NOT_GUILTY;
    if (crown) {
        type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC;
    } else if (d->ngap) {
        type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    }
    DCF_SET(d->out, file_type, type);
}

/* --- recordings --------------------------------------------------------------------- */

/* The kind is free text in a DCF; these words in it decide. */
static const struct {
    const char *word;
    Pfq__V1__MediaKind kind;
} media_words[] = {
    {"cctv", PFQ__V1__MEDIA_KIND__MEDIA_KIND_CCTV},
    {"bwv", PFQ__V1__MEDIA_KIND__MEDIA_KIND_BWV},
    {"body", PFQ__V1__MEDIA_KIND__MEDIA_KIND_BWV},
    {"999", PFQ__V1__MEDIA_KIND__MEDIA_KIND_CALL_999},
    {"dash", PFQ__V1__MEDIA_KIND__MEDIA_KIND_DASHCAM},
    {"phone", PFQ__V1__MEDIA_KIND__MEDIA_KIND_PHONE},
};

static bool mentions(const char *text, const char *word)
{
    size_t length = strlen(word);
    while (*text != '\0' && strncasecmp(text, word, length) != 0) {
        text++;
    }
    return *text != '\0';
}

static Pfq__V1__MediaKind media_kind(const char *text)
{
    for (size_t i = 0; i < sizeof media_words / sizeof *media_words; i++) {
        if (mentions(text, media_words[i].word)) {
            return media_words[i].kind;
        }
    }
    return PFQ__V1__MEDIA_KIND__MEDIA_KIND_OTHER;
}

static void map_media_item(const json_t *from, Pfq__V1__MediaItem *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__MediaItem, evidential, DCF_AS_FLAG, "evidential_value"),
        DCF_ROW(Pfq__V1__MediaItem, provided, DCF_AS_SHOWN, "url"),
        DCF_ROW(Pfq__V1__MediaItem, description_chars, DCF_AS_CHARS,
                "description_of_what_is_contained_in_multimedia_evidence"),
        DCF_ROW(Pfq__V1__MediaItem, relied_on_trial, DCF_AS_FLAG, "relied_upon_trial"),
        DCF_ROW(Pfq__V1__MediaItem, relied_on_sentence, DCF_AS_FLAG, "relied_upon_sentence"),
    };
    const char *kind = dcf_text(from, "type");
    uint32_t seconds = 0;
    DCF_FILL(from, rows, out);
    if (kind != NULL) {
        DCF_SET(out, kind, media_kind(kind));
    }
    if (dcf_duration(json_object_get(from, "total_duration"), &seconds)) {
        DCF_SET(out, duration_s, seconds);
    }
}

void dcf_map_media(struct dcf *d)
{
    const json_t *list = json_object_get(d->body, "multimedia_evidence");
    if (dcf_no_list(list)) {
        return;
    }
    Pfq__V1__Media *out = dcf_message(&pfq__v1__media__descriptor, d->arena);
    out->n_media_item = dcf_count(list);
    out->media_item = dcf_messages(&pfq__v1__media_item__descriptor, out->n_media_item, d->arena);
    for (size_t i = 0; i < out->n_media_item; i++) {
        map_media_item(json_array_get(list, i), out->media_item[i]);
    }
    d->out->media = out;
}

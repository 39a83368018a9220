/* dcf_rules_case.c - rules of the case and of what hangs on it alone. */
#include <string.h>

#include "dcf_rules.h"
#include "dcf_shape.h"
#include "dcf_value.h"
#include "pfq/ident.h"

enum {
    YOUNG_WITNESS = 10, /* years, at most */
    OLDER_VICTIM = 60,  /* years, at least */
    URN_CHARS = 11      /* without a suffix */
};

/* --- lists and references -------------------------------------------------------------- */

static enum dcf_truth length_is_kept(const struct dcf_scope *s)
{
    const json_t *text = json_object_get(s->item, "brief_description_of_case");
    return dcf_truth_of(dcf_words(text) <= DCF_WORDS_MAX);
}

/* The structure lets two letters stand at the end, the rules do not.  What the CPS itself takes is
 * warned of there. */
static bool is_urn(const char *text)
{
    return pfq_urn_is_cps(text) ||
           (dcf_urn_shaped(text) && (strlen(text) < URN_CHARS + 3 || text[URN_CHARS + 1] <= '9'));
}

static enum dcf_truth urn_is_shaped(const struct dcf_scope *s)
{
    const char *urn = dcf_text(s->item, "pti_urn");
    return dcf_truth_of(urn != NULL && is_urn(urn));
}

static enum dcf_truth urn_is_lost(const struct dcf_scope *s)
{
    return dcf_truth_of(!dcf_urn_readable(s->d->out->urn));
}

/* A number can only be compared where it has been taken over. */
static char *linked(const struct dcf_scope *s)
{
    return dcf_reference(s->item, DCF_URN_CHARS, "-/()", s->d->arena);
}

static enum dcf_truth linked_is_shaped(const struct dcf_scope *s)
{
    const char *urn = json_string_value(s->item);
    return urn == NULL ? DCF_UNKNOWN : dcf_truth_of(is_urn(urn));
}

static enum dcf_truth linked_is_lost(const struct dcf_scope *s)
{
    const char *urn = linked(s);
    return dcf_truth_of(urn != NULL && !dcf_urn_readable(urn));
}

static enum dcf_truth linked_is_taken(const struct dcf_scope *s)
{
    return dcf_truth_of(linked(s) != NULL);
}

static enum dcf_truth no_witnesses(const struct dcf_scope *s)
{
    const json_t *list = json_object_get(s->item, "witnesses");
    return dcf_truth_of(json_is_array(list) && json_array_size(list) == 0);
}

static enum dcf_truth no_defendants(const struct dcf_scope *s)
{
    const json_t *list = json_object_get(s->item, "defendants");
    return dcf_truth_of(json_is_array(list) && json_array_size(list) == 0);
}

static enum dcf_truth one_defendant(const struct dcf_scope *s)
{
    const json_t *list = json_object_get(s->item, "defendants");
    return json_is_array(list) ? dcf_truth_of(json_array_size(list) <= 1) : DCF_UNKNOWN;
}

/* --- markers --------------------------------------------------------------------------- */

static bool marked(const struct dcf *d, Pfq__V1__Marker marker)
{
    const Pfq__V1__Markers *markers = d->out->markers;
    for (size_t i = 0; markers != NULL && i < markers->n_marker; i++) {
        if (markers->marker[i] == marker ||
            markers->marker[i] == PFQ__V1__MARKER__MARKER_UNSPECIFIED) {
            return true;
        }
    }
    return markers == NULL;
}

static bool young(const Pfq__V1__Witness *w)
{
    return w->has_age_at_submission && w->age_at_submission <= YOUNG_WITNESS;
}

static bool older(const Pfq__V1__Witness *w)
{
    return w->is_victim && w->has_age_at_submission && w->age_at_submission >= OLDER_VICTIM;
}

static bool young_civilian(const Pfq__V1__Witness *w)
{
    return young(w) && w->kind == PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN;
}

static bool any_witness(const struct dcf *d, bool is(const Pfq__V1__Witness *))
{
    const Pfq__V1__Witnesses *list = d->out->witnesses;
    for (size_t i = 0; list != NULL && i < list->n_witness; i++) {
        if (is(list->witness[i])) {
            return true;
        }
    }
    return false;
}

static enum dcf_truth young_are_marked(const struct dcf_scope *s)
{
    return dcf_truth_of(!any_witness(s->d, young) ||
                        marked(s->d, PFQ__V1__MARKER__MARKER_YOUNG_WITNESS));
}

static enum dcf_truth young_is_civilian(const struct dcf_scope *s)
{
    return dcf_truth_of(any_witness(s->d, young_civilian));
}

static enum dcf_truth older_are_marked(const struct dcf_scope *s)
{
    return dcf_truth_of(!any_witness(s->d, older) ||
                        marked(s->d, PFQ__V1__MARKER__MARKER_OLDER_PERSON));
}

/* --- tables ------------------------------------------------------------------------------ */

static enum dcf_truth statement_is_owed(const struct dcf_scope *s)
{
    return dcf_truth_of(s->d->out->file_type == PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP);
}

static const struct dcf_rule case_rules[] = {
    {.ids = "D020",
     .key = "pti_urn",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = urn_is_shaped,
     .check = "CD01",
     .speaks = urn_is_lost,
     .code = "DCF_PATTERN",
     .says = "This is no reference number of the format.",
     .fix = "Write: a reference number, such as 43AA1234516."},
    DCF_CHECKED("D024", "brief_description_of_case", DCF_IN_BOTH, "CS05", dcf_judged_hearing),
    {.ids = "D024",
     .key = "brief_description_of_case",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = length_is_kept,
     .check = "CS05",
     .speaks = dcf_judged_hearing,
     .code = "DCF_LENGTH",
     .says = "This has more than 1200 words.",
     .fix = "Shorten it."},
    DCF_CHECKED("D025", "witnesses", DCF_IN_BOTH, "WE12", no_witnesses),
    DCF_CHECKED("D027", "officer_in_the_case", DCF_IN_BOTH, "CD15", NULL),
    DCF_CHECKED("D028", "signatory_name", DCF_IN_BOTH, "SC01", dcf_judged_hearing),
    {.ids = "D031",
     .key = "case_markers",
     .files = DCF_IN_FH,
     .demand = DCF_MEETS,
     .meets = young_are_marked,
     .check = "CD17",
     .speaks = young_is_civilian,
     .code = "DCF_YOUNG_WITNESS_UNMARKED",
     .says = "A witness is 10 or younger, and the case is not marked for a young witness.",
     .fix = "Add YoungWitnessInitiative, or correct the date of birth."},
    {.ids = "D032",
     .key = "case_markers",
     .files = DCF_IN_FH,
     .demand = DCF_MEETS,
     .meets = older_are_marked,
     .check = "CD18",
     .code = "DCF_OLDER_VICTIM_UNMARKED",
     .says = "A victim is 60 or older, and the case is not marked for an older person.",
     .fix = "Add CrimeAgainstAnOlderPerson, or correct the date of birth."},
    DCF_CHECKED("D033", "defendants", DCF_IN_BOTH, "CD22", no_defendants),
    {.ids = "D043",
     .key = "defendants",
     .files = DCF_IN_BOB,
     .demand = DCF_MEETS,
     .meets = one_defendant,
     .check = "BO04",
     .code = "DCF_COUNT",
     .says = "A breach of bail file has one defendant.",
     .fix = "Send a file for each defendant."},
    DCF_CHECKED("D039", "test_code", DCF_IN_FH, "SC12", NULL),
    DCF_RULES_END,
};

static const struct dcf_rule linked_rules[] = {
    {.ids = "D021",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = linked_is_shaped,
     .check = "CD07",
     .speaks = linked_is_lost,
     .code = "DCF_PATTERN",
     .says = "This is no reference number of the format.",
     .fix = "Write: a reference number, such as 43AA1234516."},
    {.ids = "D022",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = dcf_first_of_its_kind,
     .check = "CD07",
     .speaks = linked_is_taken,
     .code = "DCF_DUPLICATE",
     .says = "This repeats an earlier entry of the list.",
     .fix = "Take it out."},
    DCF_RULES_END,
};

static const struct dcf_rule disclosure_rules[] = {
    DCF_CHECKED("D051", "reporting_officer", DCF_IN_BOTH, "DS02", statement_is_owed),
    DCF_RULES_END,
};

/* Names without which a check finds nobody. */
static const struct dcf_rule officer_rules[] = {
    DCF_CHECKED("D058", "surname", DCF_IN_BOTH, "CD15", NULL),
    DCF_CHECKED("D061", "collar_number", DCF_IN_BOTH, "CD15", NULL),
    DCF_RULES_END,
};
static const struct dcf_rule signatory_rules[] = {
    DCF_CHECKED("D058", "surname", DCF_IN_BOTH, "SC01", dcf_judged_hearing),
    DCF_RULES_END,
};
static const struct dcf_rule reporter_rules[] = {
    DCF_CHECKED("D058", "surname", DCF_IN_BOTH, "DS02", statement_is_owed),
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_case[] = {
    {"", case_rules},
    {"associated_case_urns[]", linked_rules},
    {"common_law_disclosure", disclosure_rules},
    {"officer_in_the_case", officer_rules},
    {"signatory_name", signatory_rules},
    {"common_law_disclosure.reporting_officer", reporter_rules},
    DCF_PLACES_END,
};

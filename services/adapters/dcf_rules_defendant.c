/* dcf_rules_defendant.c - rules of a defendant: how the case began, what was checked. */
#include "dcf_rules.h"
#include "dcf_value.h"

enum {
    ADULT = 18 /* years */
};

static int32_t age(const struct dcf_scope *s)
{
    return dcf_age(dcf_date(json_object_get(s->item, "date_of_birth")), s->d->date);
}

static enum dcf_truth is_youth(const struct dcf_scope *s)
{
    return age(s) < 0 ? DCF_UNKNOWN : dcf_truth_of(age(s) < ADULT);
}

static enum dcf_truth is_adult(const struct dcf_scope *s)
{
    return dcf_not(is_youth(s));
}

/* The check counts the charges of all defendants. */
static enum dcf_truth no_charges(const struct dcf_scope *s)
{
    return dcf_both(dcf_judged_hearing(s), dcf_truth_of(s->d->out->offences != NULL &&
                                                        s->d->out->offences->n_offence == 0));
}

static enum dcf_truth caution_is_asked(const struct dcf_scope *s)
{
    return dcf_truth_of(s->d->out->anticipated_plea == PFQ__V1__PLEA__PLEA_GUILTY &&
                        s->d->out->file_type != PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC);
}

static const struct dcf_rule person_rules[] = {
    DCF_CHECKED("D067", "name", DCF_IN_BOTH, "CD09", NULL),
    DCF_CHECKED("D068", "date_of_birth", DCF_IN_BOTH, "CD10", NULL),
    DCF_CHECKED("D075", "cc_not_suitable_reasons", DCF_IN_FH, "SC17", caution_is_asked),
    DCF_CHECKED("D077", "offences", DCF_IN_FH, "CD23", no_charges),
    DCF_FILLED("D080", "occupation", DCF_IN_BOTH),
    DCF_CHECKED("D131", "person_remand_status", DCF_IN_BOTH, "BO03", NULL),
    DCF_CHECKED("D160", "first_hearing_location", DCF_IN_BOTH, "CD20", NULL),
    {.ids = "D122",
     .key = "interpreter_language_or_dialect",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("interpreter_required")},
     .check = "VW08",
     .speaks = dcf_judged_hearing,
     .code = "DCF_LANGUAGE_MISSING",
     .says = "An interpreter is required, and the language is not named.",
     .fix = "Name the language or dialect."},
    DCF_RULES_END,
};

static const struct dcf_rule name_rules[] = {
    DCF_CHECKED("D058", "surname", DCF_IN_BOTH, "CD09", NULL),
    DCF_RULES_END,
};

static const struct dcf_rule start_rules[] = {
    DCF_NEEDED("D070", "arrest", DCF_IN_FH, DCF_IF("initiation_type", "charge"),
               "DCF_ARREST_MISSING",
               "A charged defendant was arrested, and the arrest is not given.",
               "Add the arrest, or correct initiation_type."),
    DCF_NEEDED("D136", "signed_charge_sheet", DCF_IN_FH, DCF_IF("initiation_type", "charge"),
               "DCF_CHARGE_SHEET_MISSING",
               "The file does not say whether the charge sheet was signed.",
               "Write true or false, or correct initiation_type."),
    DCF_UNASKED("D137", "signed_charge_sheet", DCF_IN_FH, DCF_UNLESS("initiation_type", "charge"),
                "DCF_CHARGE_SHEET_UNASKED", "Only a charge has a charge sheet.",
                "Take it out, or correct initiation_type."),
    DCF_NEEDED("D139", "date_sent", DCF_IN_FH, DCF_IF("initiation_type", "requisition"),
               "DCF_DATE_SENT_MISSING", "The file does not say when the requisition was sent.",
               "Add the date, or correct initiation_type."),
    DCF_UNASKED("D140", "date_sent", DCF_IN_FH, DCF_UNLESS("initiation_type", "requisition"),
                "DCF_DATE_SENT_UNASKED", "Only a requisition has a date of sending.",
                "Take it out, or correct initiation_type."),
    {.ids = "D142",
     .key = "parent_guardian_copy",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = is_youth,
     .code = "DCF_GUARDIAN_COPY_MISSING",
     .says = "The defendant is under 18, and nothing says whether a parent or guardian has a copy.",
     .fix = "Write true or false."},
    {.ids = "D143",
     .key = "parent_guardian_copy",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = is_adult,
     .code = "DCF_GUARDIAN_COPY_UNASKED",
     .says = "The defendant is 18 or over, and has no parent or guardian to be given a copy.",
     .fix = "Take it out, or correct the date of birth."},
    {.ids = "D145",
     .key = "parent_guardian_date_sent",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("parent_guardian_copy"), DCF_IF("initiation_type", "requisition")},
     .also = is_youth,
     .code = "DCF_GUARDIAN_DATE_MISSING",
     .says = "The file does not say when the parent or guardian was sent a copy.",
     .fix = "Add the date."},
    DCF_RULES_END,
};

static const struct dcf_rule record_rules[] = {
    DCF_NEEDED("D083", "class_a_drug_test_details", DCF_IN_FH,
               DCF_IF("class_a_drug_test_provided", "provided_positive"),
               "DCF_DRUG_DETAILS_MISSING", "A positive drug test needs its details.",
               "Add what the test found."),
    DCF_UNASKED("D084", "class_a_drug_test_details", DCF_IN_FH,
                DCF_UNLESS("class_a_drug_test_provided", "provided_positive"),
                "DCF_DRUG_DETAILS_UNASKED", "Only a positive drug test has details.",
                "Take them out, or correct class_a_drug_test_provided."),
    DCF_NEEDED("D086", "accepts_drugs_result", DCF_IN_FH,
               DCF_IF("class_a_drug_test_provided", "provided_positive"), "DCF_DRUG_RESULT_MISSING",
               "The file does not say whether the defendant accepts the positive drug test.",
               "Write true or false."),
    DCF_UNASKED("D087", "accepts_drugs_result", DCF_IN_FH,
                DCF_UNLESS("class_a_drug_test_provided", "provided_positive"),
                "DCF_DRUG_RESULT_UNASKED", "Only a positive drug test can be accepted.",
                "Take it out, or correct class_a_drug_test_provided."),
    DCF_NEEDED("D091", "eec_check_submitted", DCF_IN_FH, DCF_IF_TRUE("has_eec_passports"),
               "DCF_EEC_CHECK_MISSING",
               "The file does not say whether a check of European convictions was asked for.",
               "Write true or false, or correct has_eec_passports."),
    DCF_UNASKED("D092", "eec_check_submitted", DCF_IN_FH, DCF_UNLESS_TRUE("has_eec_passports"),
                "DCF_EEC_CHECK_UNASKED",
                "European convictions are asked for only of who has a European passport.",
                "Take it out, or correct has_eec_passports."),
    {.ids = "D094",
     .key = "eec_convictions_record_received",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("has_eec_passports"), DCF_IF_TRUE("eec_check_submitted")},
     .code = "DCF_EEC_RECORD_MISSING",
     .says = "The file does not say whether the record of European convictions has come.",
     .fix = "Write true or false, or correct eec_check_submitted."},
    DCF_UNASKED("D095", "eec_convictions_record_received", DCF_IN_FH,
                DCF_UNLESS_TRUE("eec_check_submitted"), "DCF_EEC_RECORD_UNASKED",
                "A record comes only after a check was asked for.",
                "Take it out, or correct eec_check_submitted."),
    DCF_NEEDED("D117", "pnc_convictions", DCF_IN_BOTH, DCF_IF_TRUE("pnc_check_performed"),
               "DCF_PNC_RESULT_MISSING", "The file does not say what the check of the PNC found.",
               "Write true where it found convictions, else false."),
    DCF_UNASKED("D118", "pnc_convictions", DCF_IN_BOTH, DCF_UNLESS_TRUE("pnc_check_performed"),
                "DCF_PNC_RESULT_UNASKED", "Without a check of the PNC there is no result of it.",
                "Take it out, or correct pnc_check_performed."),
    {.ids = "D124",
     .key = "notice_to_provide_bad_character_evidence",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_ngap,
     .code = "DCF_BAD_CHARACTER_MISSING",
     .says = "A not guilty file must say whether evidence of bad character will be given.",
     .fix = "Write true or false for each defendant."},
    {.ids = "D125",
     .key = "notice_to_provide_bad_character_evidence",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = dcf_is_gap,
     .code = "DCF_BAD_CHARACTER_UNASKED",
     .says = "A guilty plea file has no notice of evidence of bad character.",
     .fix = "Take it out, or correct the plea or the progression of the case."},
    {.ids = "D127",
     .key = "bad_character_details",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("notice_to_provide_bad_character_evidence")},
     .also = dcf_is_ngap,
     .code = "DCF_BAD_CHARACTER_DETAILS_MISSING",
     .says = "Evidence of bad character will be given, and nothing says what.",
     .fix = "Add the details."},
    DCF_UNASKED("D128", "bad_character_details", DCF_IN_FH,
                DCF_UNLESS_TRUE("notice_to_provide_bad_character_evidence"),
                "DCF_BAD_CHARACTER_DETAILS_UNASKED",
                "There are details of bad character, and no notice that it will be used.",
                "Take them out, or correct notice_to_provide_bad_character_evidence."),
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_defendant[] = {
    {"defendants[]", person_rules},
    {"defendants[].name", name_rules},
    {"defendants[]", start_rules},
    {"defendants[]", record_rules},
    DCF_PLACES_END,
};

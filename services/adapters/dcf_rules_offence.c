/* dcf_rules_offence.c - rules of charges, and of domestic abuse, which they tell of. */
#include "dcf_rules.h"
#include "dcf_value.h"

/* --- domestic abuse -------------------------------------------------------------------- */

/* The checks of domestic abuse, in the files that owe them. */
static bool abuse_is_checked(const struct dcf_scope *s)
{
    return dcf_judged_hearing(s) == DCF_YES && s->d->abuse &&
           s->d->out->file_type != PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC;
}

/* The check looks at the file as a whole. */
static enum dcf_truth no_relationship(const struct dcf_scope *s)
{
    bool any = false;
    for (size_t i = 0; i < dcf_count(s->d->defendants); i++) {
        any = any ||
              dcf_given(json_object_get(json_array_get(s->d->defendants, i), "domestic_violence"));
    }
    return dcf_truth_of(abuse_is_checked(s) && !any);
}

static enum dcf_truth relationship_is_checked(const struct dcf_scope *s)
{
    return dcf_truth_of(abuse_is_checked(s));
}

static enum dcf_truth no_ages(const struct dcf_scope *s)
{
    const Pfq__V1__DomesticAbuse *abuse = s->d->out->domestic_abuse;
    return dcf_truth_of(abuse_is_checked(s) && abuse != NULL && abuse->has_children_ages_count &&
                        abuse->children_ages_count == 0);
}

static const struct dcf_rule relationship_list_rules[] = {
    {.ids = "D157",
     .key = "domestic_violence",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_abuse,
     .check = "DA03",
     .speaks = no_relationship,
     .code = "DCF_RELATIONSHIP_MISSING",
     .says =
         "The case is marked as domestic abuse, and this defendant's relationship is not given.",
     .fix = "Add domestic_violence for each defendant, or correct the marker."},
    DCF_RULES_END,
};

/* Whether this witness is the victim of that name; of an unreadable kind it may be. */
static enum dcf_truth is_victim(const json_t *witness, const json_t *name)
{
    static const char *const others[] = {"StatementWitness", "OrganisationVictim",
                                         "NgapOtherWitness", "ExpertWitness"};
    if (dcf_is(witness, "type", "PersonVictim")) {
        return dcf_same_name(json_object_get(witness, "name"), name);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (dcf_is(witness, "type", others[i])) {
            return DCF_NO;
        }
    }
    return DCF_UNKNOWN;
}

static enum dcf_truth victim_is_known(const struct dcf_scope *s)
{
    const json_t *name = json_object_get(s->item, "victim_name");
    const json_t *witnesses = json_object_get(s->d->body, "witnesses");
    bool open = dcf_no_list(witnesses) || dcf_blank(witnesses) || !json_is_object(name) ||
                dcf_blank(json_object_get(name, "surname"));
    enum dcf_truth answer = open ? DCF_UNKNOWN : DCF_NO;
    for (size_t i = 0; i < dcf_count(witnesses) && answer == DCF_NO; i++) {
        answer = is_victim(json_array_get(witnesses, i), name);
    }
    return answer;
}

static const struct dcf_rule relationship_rules[] = {
    {.ids = "D277",
     .key = "victim_name",
     .files = DCF_IN_FH,
     .demand = DCF_MEETS,
     .meets = victim_is_known,
     .code = "DCF_RELATIONSHIP_VICTIM",
     .says = "No victim among the witnesses has this name.",
     .fix = "Write the name as it stands in the list of witnesses, or add the victim."},
    DCF_CHECKED("D278", "relationship_description", DCF_IN_FH, "DA03", relationship_is_checked),
    DCF_RULES_END,
};

/* --- charges ---------------------------------------------------------------------------- */

static const struct dcf_rule offence_rules[] = {
    DCF_FILLED("D209", "offence_title", DCF_IN_FH),
    DCF_CHECKED("D210", "charge_wording", DCF_IN_FH, "CD14", NULL),
    DCF_CHECKED("D211", "points_to_prove_met_by", DCF_IN_FH, "CS06", NULL),
    {.ids = "D213",
     .key = "demeanour_at_incident",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_abuse,
     .code = "DCF_DEMEANOUR_MISSING",
     .says = "A domestic abuse file says how the people were at the incident.",
     .fix = "Describe the demeanour at the incident, or correct the marker."},
    {.ids = "D214",
     .key = "demeanour_at_incident",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = dcf_is_no_abuse,
     .code = "DCF_DEMEANOUR_UNASKED",
     .says = "Only a domestic abuse file holds this.",
     .fix = "Take it out, or add the marker DomesticViolence."},
    {.ids = "D217",
     .key = "children_present",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_abuse,
     .code = "DCF_CHILDREN_MISSING",
     .says = "A domestic abuse file says whether children were present.",
     .fix = "Write true or false, or correct the marker."},
    {.ids = "D218",
     .key = "children_present",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = dcf_is_no_abuse,
     .code = "DCF_CHILDREN_UNASKED",
     .says = "Only a domestic abuse file holds this.",
     .fix = "Take it out, or add the marker DomesticViolence."},
    {.ids = "D219",
     .key = "ages_of_children",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("children_present")},
     .also = dcf_is_abuse,
     .check = "DA04",
     .speaks = no_ages,
     .code = "DCF_CHILD_AGES_MISSING",
     .says = "Children were present, and their ages are not given.",
     .fix = "Add the age of each child."},
    DCF_RULES_END,
};

static const struct dcf_rule charge_rules[] = {
    DCF_FILLED("D220", "cjs_offence_code", DCF_IN_FH),
    DCF_RULES_END,
};

/* The schema lets a theft or an assault do without its common part, the rules do not. */
static const struct dcf_rule common_part_rules[] = {
    DCF_NEEDED("D206 D207 D208 D209 D210 D211 D215 D216", "offence", DCF_IN_FH, DCF_ALWAYS,
               "DCF_OFFENCE_MISSING", "The charge has no dates, wording or plea.",
               "Add \"offence\" with what every charge has."),
    DCF_RULES_END,
};

static enum dcf_truth property_resolves(const struct dcf_scope *s)
{
    return json_is_number(s->item) ? dcf_refers(s, "property", "property_id", s->item)
                                   : DCF_UNKNOWN;
}

static const struct dcf_rule property_rules[] = {
    {.ids = "D221 D225",
     .files = DCF_IN_FH,
     .demand = DCF_MEETS,
     .meets = property_resolves,
     .code = "DCF_PROPERTY_UNRESOLVED",
     .says = "No item of property in the file has this number.",
     .fix = "Use the property_id of an item, or add the item."},
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_offence[] = {
    {"defendants[]", relationship_list_rules},
    {"defendants[].domestic_violence[]", relationship_rules},
    {"defendants[].offences[].*[]", charge_rules},
    {"defendants[].offences[].retail_theft_offences[]", common_part_rules},
    {"defendants[].offences[].assault_offences[]", common_part_rules},
    {"defendants[].offences[].*[].offence", offence_rules},
    {"defendants[].offences[].*[].property_ids[]", property_rules},
    DCF_PLACES_END,
};

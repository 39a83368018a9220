/* Any message as JSON and back: pfq/json.h. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/json.h"
#include "pfq/wire.h"

static struct pfq_arena arena;
static struct pfq_problems problems;

static void setup(void)
{
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
}

TestSuite(json, .init = setup, .fini = teardown);

static void *read_as(const ProtobufCMessageDescriptor *type, const char *text)
{
    json_t *json = pfq_json_parse(text, strlen(text), 1, &problems);
    cr_assert_not_null(json, "%s", text);
    void *message = pfq_json_read(json, type, "$", &arena, &problems);
    json_decref(json);
    cr_assert_eq(message == NULL, problems.count > 0);
    return message;
}

static const char whole[] =
    "{\"urn\":\"43AA1234526\",\"submittingForce\":\"43\",\"fileType\":\"FILE_TYPE_FH_GAP\","
    "\"submittedAt\":\"1777800600000\",\"isUpdate\":false,"
    "\"markers\":{\"marker\":[\"MARKER_RAPE\",\"MARKER_STALKING\"]},\"custodyTimeLimitDate\":"
    "20260503,"
    "\"call999Exists\":true,"
    "\"witnesses\":{\"witness\":[{\"kind\":\"WITNESS_KIND_POLICE\",\"isVictim\":true,"
    "\"exhibitsProduced\":{\"exhibit\":[1,0,4294967295]}},{}]},\"documents\":{}}";

Test(json, canonical_text_comes_back_byte_for_byte)
{
    Pfq__V1__Submission *s = read_as(&pfq__v1__submission__descriptor, whole);
    cr_assert_not_null(s);
    cr_assert_eq(s->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP);
    cr_assert(s->has_is_update && !s->is_update);
    cr_assert_not(s->has_is_resubmission);
    cr_assert_eq(s->witnesses->n_witness, 2);
    cr_assert_not_null(s->documents);
    cr_assert_null(s->media);
    cr_assert_str_eq(pfq_json_write(&s->base, PFQ_JSON_CANONICAL, &arena), whole);
}

Test(json, bytes_numbers_and_a_oneof_come_back_as_they_were)
{
    static const char text[] =
        "{\"id\":\"a\",\"sentAt\":\"-9223372036854775808\",\"storePut\":{"
        "\"token\":\"18446744073709551615\",\"original\":\"AP/+\",\"breachDate\":-2147483648}}";
    Pfq__V1__Envelope *e = read_as(&pfq__v1__envelope__descriptor, text);
    cr_assert_not_null(e);
    cr_assert_eq(e->body_case, PFQ__V1__ENVELOPE__BODY_STORE_PUT);
    cr_assert_eq(e->store_put->original.len, 3);
    cr_assert_arr_eq(e->store_put->original.data, "\x00\xFF\xFE", 3);
    cr_assert_str_eq(pfq_json_write(&e->base, PFQ_JSON_CANONICAL, &arena), text);
}

Test(json, a_superset_is_read_as_the_same_message)
{
    static const struct {
        const char *text;
        const char *canonical;
    } rows[] = {
        {"{\"file_type\":\"FH_GAP\"}", "{\"fileType\":\"FILE_TYPE_FH_GAP\"}"},
        {"{\"fileType\":5}", "{\"fileType\":\"FILE_TYPE_FH_GAP\"}"},
        {"{\"submitted_at\":\"2026-05-03T10:30:00+01:00\"}", "{\"submittedAt\":\"1777800600000\"}"},
        {"{\"submittedAt\":1777800600000}", "{\"submittedAt\":\"1777800600000\"}"},
        {"{\"ptphDate\":\"2026-05-03\"}", "{\"ptphDate\":20260503}"},
        {"{\"ptphDate\":\"20260503\"}", "{\"ptphDate\":20260503}"},
        {"{\"devicesSeized\":\"3\"}", "{\"devicesSeized\":3}"},
        {"{\"devicesSeized\":3.0}", "{\"devicesSeized\":3}"},
        {"{\"urn\":null,\"witnesses\":null}", "{}"},
        {"{\"markers\":[\"RAPE\"]}", "{\"markers\":{\"marker\":[\"MARKER_RAPE\"]}}"},
        {"{\"documents\":[]}", "{\"documents\":{}}"},
        {"{\"witnesses\":[{\"exhibitsProduced\":[1,2]}]}",
         "{\"witnesses\":{\"witness\":[{\"exhibitsProduced\":{\"exhibit\":[1,2]}}]}}"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pfq_problems_init(&problems, &arena);
        Pfq__V1__Submission *s = read_as(&pfq__v1__submission__descriptor, rows[i].text);
        cr_assert_not_null(s, "%s", rows[i].text);
        cr_assert_str_eq(pfq_json_write(&s->base, 0, &arena), rows[i].canonical);
    }
}

Test(json, bytes_are_read_in_every_usual_base64)
{
    static const char *const texts[] = {"+/8=", "+/8", "-_8=", "-_8"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *text = pfq_arena_printf(&arena, "{\"digest\":\"%s\"}", texts[i]);
        Pfq__V1__CatalogueRead *m = read_as(&pfq__v1__catalogue_read__descriptor, text);
        cr_assert_not_null(m, "%s", texts[i]);
        cr_assert_eq(m->digest.len, 2);
        cr_assert_arr_eq(m->digest.data, "\xFB\xFF", 2);
    }
}

static const struct {
    const char *text;
    const char *code;
    const char *path;
    const char *fix; /* a part of it */
} faulty[] = {
    {"[]", "JSON_TYPE", "$", "object"},
    {"{\"urn\":1}", "JSON_TYPE", "$.urn", "quotes"},
    {"{\"urn\":{}}", "JSON_TYPE", "$.urn", "quotes"},
    {"{\"isUpdate\":\"true\"}", "JSON_TYPE", "$.isUpdate", "true or false"},
    {"{\"devicesSeized\":true}", "JSON_TYPE", "$.devicesSeized", "whole number"},
    {"{\"devicesSeized\":1.5}", "JSON_TYPE", "$.devicesSeized", "whole number"},
    {"{\"devicesSeized\":1e300}", "JSON_TYPE", "$.devicesSeized", "whole number"},
    {"{\"devicesSeized\":\" 1\"}", "JSON_TYPE", "$.devicesSeized", "whole number"},
    {"{\"devicesSeized\":\"-\"}", "JSON_TYPE", "$.devicesSeized", "whole number"},
    {"{\"devicesSeized\":-1}", "JSON_RANGE", "$.devicesSeized", "0 to 4294967295"},
    {"{\"devicesSeized\":4294967296}", "JSON_RANGE", "$.devicesSeized", "0 to 4294967295"},
    {"{\"ptphDate\":2147483648}", "JSON_RANGE", "$.ptphDate", "2147483647"},
    {"{\"submittedAt\":\"9223372036854775808\"}", "JSON_RANGE", "$.submittedAt", "-9223"},
    {"{\"submittedAt\":\"2026-05-03\"}", "JSON_INSTANT", "$.submittedAt", "T09:30"},
    {"{\"ptphDate\":\"2026-02-30\"}", "JSON_DATE", "$.ptphDate", "2026-05-03"},
    {"{\"fileType\":\"FH_GAPP\"}", "JSON_ENUM", "$.fileType", "Did you mean FH_GAP?"},
    {"{\"fileType\":\"xxxxxx\"}", "JSON_ENUM", "$.fileType", "FileType"},
    {"{\"fileType\":99}", "JSON_ENUM", "$.fileType", "FileType"},
    {"{\"venue\":\"somewhere\"}", "JSON_ENUM", "$.venue", "MAGISTRATES, CROWN"},
    {"{\"fileType\":true}", "JSON_TYPE", "$.fileType", "FileType"},
    {"{\"submitingForce\":\"43\"}", "JSON_UNKNOWN_NAME", "$.submitingForce", "submittingForce"},
    {"{\"Submitting_Force\":\"43\"}", "JSON_UNKNOWN_NAME", "$.Submitting_Force", "submittingForce"},
    {"{\"zzzzzzzzzz\":1}", "JSON_UNKNOWN_NAME", "$.zzzzzzzzzz", "Submission"},
    {"{\"zzzzzzzzzz\":1}", "JSON_UNKNOWN_NAME", "$.zzzzzzzzzz", "proto/submission.proto"},
    {"{\"not a name\":1}", "JSON_UNKNOWN_NAME", "$.'not a name'", "Submission"},
    {"{\"\":1}", "JSON_UNKNOWN_NAME", "$.''", "Submission"},
    {"{\"o'\u00e9\\u0007 x\":1}", "JSON_UNKNOWN_NAME", "$.'o???? x'", "Submission"},
    {"{\"a23456789_123456789_123456789_123456789_123\":1}", "JSON_UNKNOWN_NAME",
     "$.a23456789_123456789_123456789_123456789_...", "Submission"},
    {"{\"fileType\":\"zzzzzz\"}", "JSON_ENUM", "$.fileType",
     "such as PCD_EA, PCD_GAP, PCD_FCT, PCD_TT: see FileType in proto/submission.proto"},
    {"{\"fileType\":\"UPG\"}", "JSON_ENUM", "$.fileType", "Did you mean UPG_MC?"},
    {"{\"markers\":[\"DOMESTIC\"]}", "JSON_ENUM", "$.markers[0]", "Did you mean DOMESTIC_ABUSE?"},
    {"{\"documents\":[{\"code\":\"MG9A\"}]}", "JSON_ENUM", "$.documents[0].code",
     "Did you mean MG9?"},
    {"{\"documents\":[{\"code\":\"UNSPECIFEID\"}]}", "JSON_ENUM", "$.documents[0].code",
     "such as DCF"},
    {"{\"fileType\":1,\"file_type\":1}", "JSON_TWICE", "$.file_type", "once"},
    {"{\"mg5\":[]}", "JSON_TYPE", "$.mg5", "object"},
    {"{\"witnesses\":[{},{\"vpsStatus\":\"MAD\"}]}", "JSON_ENUM", "$.witnesses[1].vpsStatus",
     "MADE"},
    {"{\"witnesses\":[null]}", "JSON_NULL", "$.witnesses[0]", "Remove"},
    {"{\"witnesses\":{\"witness\":{}}}", "JSON_TYPE", "$.witnesses.witness", "list"},
    {"{\"witnesses\":{\"witness\":[{},null]}}", "JSON_NULL", "$.witnesses.witness[1]", "Remove"},
    {"{\"witnesses\":{\"witness\":[{},{},{\"vpsStatus\":\"MAD\"}]}}", "JSON_ENUM",
     "$.witnesses.witness[2].vpsStatus", "MADE"},
    {"{\"urn\":\"1234567890123456789012345678901234567890123456789012345678901234x\"}",
     "JSON_TOO_LONG", "$.urn", "64"},
};

Test(json, every_fault_has_its_code_its_place_and_its_fix)
{
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        pfq_problems_init(&problems, &arena);
        cr_assert_null(read_as(&pfq__v1__submission__descriptor, faulty[i].text), "%s",
                       faulty[i].text);
        cr_assert_eq(problems.count, 1, "%s", faulty[i].text);
        cr_assert_str_eq(problems.rows[0]->code, faulty[i].code, "%s", faulty[i].text);
        cr_assert_str_eq(problems.rows[0]->path, faulty[i].path, "%s", faulty[i].text);
        cr_assert_not_null(strstr(problems.rows[0]->fix, faulty[i].fix), "%s: %s", faulty[i].text,
                           problems.rows[0]->fix);
    }
}

Test(json, a_name_of_personal_data_is_told_what_to_say_instead)
{
    static const struct {
        const char *name;
        const char *fix;
    } rows[] = {
        {"surname", "; say nameGiven instead."},
        {"name", "; say nameGiven instead."},
        {"defendant_first_name", "; say nameGiven instead."},
        {"dob", "; say dateOfBirthGiven instead."},
        {"Date of Birth", "; say dateOfBirthGiven instead."},
        {"homeAddress", "are never taken."},
        {"addressLine2", "are never taken."},
        {"postCode", "are never taken."},
        {"phoneNumber", "are never taken."},
        {"nameGivn", "Did you mean nameGiven?"},
        {"dateOfBirthGivn", "Did you mean dateOfBirthGiven?"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pfq_problems_init(&problems, &arena);
        cr_assert_null(read_as(&pfq__v1__defendant__descriptor,
                               pfq_arena_printf(&arena, "{\"%s\":\"x\"}", rows[i].name)));
        const Pfq__V1__Problem *p = problems.rows[0];
        cr_expect_str_eq(p->code, "JSON_UNKNOWN_NAME");
        cr_expect_not_null(strstr(p->fix, rows[i].fix), "%s: %s", rows[i].name, p->fix);
    }
}

Test(json, all_faults_are_listed_in_one_go)
{
    cr_assert_null(read_as(&pfq__v1__submission__descriptor,
                           "{\"urn\":1,\"nosuch\":2,\"witnesses\":{\"witness\":[{\"isKey\":0},"
                           "{\"isKey\":true,\"ageAtSubmission\":-1}]}}"));
    static const char *const paths[] = {"$.urn", "$.nosuch", "$.witnesses.witness[0].isKey",
                                        "$.witnesses.witness[1].ageAtSubmission"};
    cr_assert_eq(problems.count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(problems.rows[i]->path, paths[i]);
    }
}

Test(json, no_problem_repeats_a_value_of_the_input)
{
    cr_assert_null(read_as(&pfq__v1__submission__descriptor,
                           "{\"urn\":[\"Quillfeather\"],\"fileType\":\"Quillfeather\","
                           "\"ptphDate\":\"Quillfeather\",\"surname\":\"Quillfeather\","
                           "\"isUpdate\":\"Quillfeather\"}"));
    cr_assert_eq(problems.count, 5);
    for (size_t i = 0; i < problems.count; i++) {
        const Pfq__V1__Problem *p = problems.rows[i];
        cr_assert_null(strstr(p->path, "Quill"));
        cr_assert_null(strstr(p->message, "Quill"));
        cr_assert_null(strstr(p->fix, "Quill"));
    }
}

Test(json, two_members_of_a_oneof_are_a_fault)
{
    cr_assert_null(
        read_as(&pfq__v1__envelope__descriptor, "{\"submission\":{},\"statusRequest\":{}}"));
    cr_assert_str_eq(problems.rows[0]->code, "JSON_ONEOF");
    cr_assert_str_eq(problems.rows[0]->path, "$.statusRequest");
}

Test(json, too_long_a_list_is_a_fault_and_a_thousand_is_not)
{
    for (size_t n = 1000; n <= 1001; n++) {
        char *text = pfq_arena_alloc(&arena, 1, 2 * n + 64, 1);
        strcpy(text, "{\"exhibit\":[1");
        for (size_t i = 1; i < n; i++) {
            strcat(text, ",1");
        }
        strcat(text, "]}");
        pfq_problems_init(&problems, &arena);
        void *m = read_as(&pfq__v1__exhibit_refs__descriptor, text);
        cr_assert_eq(m != NULL, n == 1000);
    }
    cr_assert_str_eq(problems.rows[0]->code, "JSON_TOO_MANY");
}

Test(json, text_that_is_not_json_is_named_by_line_and_column)
{
    static const struct {
        const char *text;
        const char *place;
        const char *sentence;
    } rows[] = {
        {"{\n  \"urn\": Quillfeather}", "line 7, column 21", "no value of JSON"},
        {"{\"urn\":\"a\",\n\"urn\":\"b\"}", "line 7, column 5", "twice"},
        {"", "line 6, column 1", "ends before"},
        {"{} {}", "line 6, column 4", "follows"},
        {"{}\n\n{}\n", "line 8, column 1", "follows"},
        {"{\"urn\":\"\\u0000\"}", "line 6, column 15", "NUL"},
        {"{\"urn\":\"\xFF\"}", "line 6, column 9", "UTF-8"},
        {"[\n\xFF]", "line 7, column 1", "UTF-8"},
        {"99999999999999999999", "line 6, column 20", "too large"},
        {"{urn: 1}", "line 6, column 4", "A name in double quotes, or }, is expected"},
        {"{\"\u00e9\" 1}", "line 6, column 6", "A colon is expected"},
        {"{\"a\": 1\n \"b\": 2}", "line 7, column 4", "A comma or } is expected"},
        {"[1 2]", "line 6, column 4", "A comma or ] is expected"},
        {"{\"a\": 1,\n}", "line 7, column 1", "There is a comma, and no entry behind it"},
        {"[1, ]", "line 6, column 5", "There is a comma, and no entry behind it"},
        {"{\"a\": }", "line 6, column 7", "A value is expected"},
        {"[\"\\q\"]", "line 6, column 4", "none of JSON's"},
        {"[\"\\ud800\"]", "line 6, column 9", "half a character"},
        {"[\"a\tb\"]", "line 6, column 3", "control character"},
        {"[\"ab\n\"]", "line 6, column 4", "The double quote at line 6, column 2 is never closed"},
        {"{\"a\":\n  \"b]", "line 7, column 5", "The double quote at line 7, column 3 is never"},
        {"{\n\"a\": {\"}\\\"\": [1]},\n \"b\": [{}, [2]\n\n", "line 8, column 14",
         "The [ at line 8, column 7 is never closed"},
        {"{\"a\": [\n1], \"b\": {}\n", "line 7, column 11",
         "The { at line 6, column 1 is never closed"},
        {"{\n", "line 6, column 1", "The { at line 6, column 1 is never closed"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pfq_problems_init(&problems, &arena);
        cr_assert_null(pfq_json_parse(rows[i].text, strlen(rows[i].text), 6, &problems));
        const Pfq__V1__Problem *p = problems.rows[0];
        cr_assert_str_eq(p->code, "JSON_SYNTAX");
        cr_assert_not_null(strstr(p->message, rows[i].sentence), "%zu: %s", i, p->message);
        cr_assert_null(strstr(p->message, "Quill"));
        cr_expect_str_eq(p->path, rows[i].place);
    }
}

Test(json, the_styles_shorten_enums_and_show_empty_lists)
{
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    receipt.has_answer = 1;
    receipt.answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED;
    cr_assert_str_eq(pfq_json_write(&receipt.base, 0, &arena), "{\"answer\":\"ANSWER_ACCEPTED\"}");
    cr_assert_str_eq(pfq_json_write(&receipt.base, PFQ_JSON_SHORT_ENUMS | PFQ_JSON_LISTS, &arena),
                     "{\"answer\":\"ACCEPTED\",\"judgedAs\":[],\"findings\":[],\"problems\":[],"
                     "\"warnings\":[],\"certified\":[]}");
    cr_assert_str_eq(pfq_json_write(&receipt.base, PFQ_JSON_INDENT, &arena),
                     "{\n  \"answer\": \"ANSWER_ACCEPTED\"\n}");
}

Test(json, an_enum_value_that_we_do_not_know_is_written_as_its_number)
{
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    receipt.has_answer = 1;
    receipt.answer = (Pfq__V1__Answer)77;
    cr_assert_str_eq(pfq_json_write(&receipt.base, 0, &arena), "{\"answer\":77}");
}

Test(json, a_place_of_the_contract_is_found_in_the_json)
{
    static const struct {
        const char *contract;
        bool bare;
        const char *path;
    } rows[] = {
        {"submission.submitted_at", true, "$.submittedAt"},
        {"submission.submitted_at", false, "$.submission.submittedAt"},
        {"submission.witnesses.witness[2].vps_status", true, "$.witnesses.witness[2].vpsStatus"},
        {"submission.call_999_exists", true, "$.call999Exists"},
        {"submission", true, "$"},
        {"submission", false, "$.submission"},
        {"", false, ""},
        {"id", true, "id"},
        {"id", false, "$.id"},
        {"schema_version", false, "$.schemaVersion"},
        {"submissions", true, "submissions"},
        {"$.case.defendants[0]", true, "$.case.defendants[0]"},
        {"line 3, column 7", false, "line 3, column 7"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(pfq_json_path(rows[i].contract, rows[i].bare, &arena), rows[i].path,
                         "row %zu", i);
    }
}

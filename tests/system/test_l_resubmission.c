/* A file sent again: what was mended, what still fails, and what the police had certified, from
 * the receipt to the case and the mailbox. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "support/command.h"
#include "support/rig.h"

static struct rig rig;
static char run_option[96];
static char path[128];

static void begin(void)
{
    rig_begin(&rig);
    (void)snprintf(run_option, sizeof run_option, "--run=%s/run", rig.dir);
    (void)snprintf(path, sizeof path, "%s/file.json", rig.dir);
    rig_start_all(&rig);
}

static void end(void)
{
    rig_end(&rig);
}

TestSuite(l_resubmission, .init = begin, .fini = end, .timeout = 120);

/* One JSON object that `pfq <noun> ...` prints; ends the test where it is none. */
static json_t *say(const char *noun, const char *what)
{
    const char *const argv[] = {"pfq", noun, run_option, "--json", what, NULL};
    struct command ran = command_run(argv, NULL);
    json_error_t where;
    json_t *said = json_loads(ran.out, JSON_DISABLE_EOF_CHECK, &where);
    cr_assert_not_null(said, "%s: %s %s", noun, where.text, ran.err);
    command_free(&ran);
    return said;
}

/* tests/samples/40_first.json with a few keys changed; the caller owns the receipt. */
static json_t *submit(const char *changes)
{
    json_t *file = json_load_file("tests/samples/40_first.json", 0, NULL);
    json_t *changed = json_loads(changes, 0, NULL);
    cr_assert_not_null(file);
    cr_assert_not_null(changed, "%s", changes);
    json_object_update(file, changed);
    cr_assert_eq(json_dump_file(file, path, 0), 0);
    json_decref(file);
    json_decref(changed);
    return say("submit", path);
}

static const json_t *resubmission(const json_t *receipt)
{
    return json_object_get(receipt, "resubmission");
}

static bool lists(const json_t *list, const char *check)
{
    size_t i = 0;
    const json_t *id = NULL;
    json_array_foreach(list, i, id)
    {
        if (strcmp(json_string_value(id), check) == 0) {
            return true;
        }
    }
    return false;
}

static const char *change_of(const json_t *receipt, const char *check)
{
    size_t i = 0;
    const json_t *finding = NULL;
    json_array_foreach(json_object_get(receipt, "findings"), i, finding)
    {
        if (strcmp(json_string_value(json_object_get(finding, "check")), check) == 0) {
            const char *change = json_string_value(json_object_get(finding, "change"));
            return change == NULL ? "" : change;
        }
    }
    return "no finding";
}

Test(l_resubmission, each_failing_is_fixed_still_open_or_new)
{
    json_t *first = submit("{}");
    cr_assert_null(resubmission(first), "a first submission is compared with nothing");
    cr_assert_str_eq(change_of(first, "CS03"), "");
    /* two failings at first; the same again and one more failing at the second */
    json_t *second = submit("{\"isResubmission\": true, \"codeTest\": null}");
    const json_t *change = resubmission(second);
    cr_assert_eq(json_integer_value(json_object_get(second, "ordinal")), 2);
    cr_assert_eq(json_integer_value(json_object_get(change, "ofOrdinal")), 1);
    cr_assert(lists(json_object_get(change, "stillOpen"), "CS03"));
    cr_assert(lists(json_object_get(change, "newFailing"), "SC12"));
    cr_assert_eq(json_array_size(json_object_get(change, "fixed")), 0);
    cr_assert(json_is_true(json_object_get(change, "failingTwice")), "marked");
    cr_assert_str_eq(change_of(second, "CS03"), "STILL_OPEN");
    cr_assert_str_eq(change_of(second, "SC12"), "NEW");
    json_t *third = submit("{\"isResubmission\": true, \"documents\": null}");
    change = resubmission(third);
    cr_assert(lists(json_object_get(change, "fixed"), "SC12"));
    cr_assert(lists(json_object_get(change, "undecidedNow"), "CS03"), "silence is no mending");
    json_decref(first);
    json_decref(second);
    json_decref(third);
}

/* CD06: a URN that is used again by what the sender calls a new file. */
Test(l_resubmission, a_urn_used_twice_is_found_where_the_sender_denies_a_resubmission)
{
    json_t *first = submit("{\"isResubmission\": false}");
    cr_assert_str_eq(change_of(first, "CD06"), "no finding", "nothing came before");
    json_t *second = submit("{\"isResubmission\": false, \"ordersSought\": null}");
    cr_assert_str_eq(change_of(second, "CD06"), "NEW");
    json_t *third = submit("{\"isResubmission\": true}");
    cr_assert_str_eq(change_of(third, "CD06"), "no finding");
    cr_assert(lists(json_object_get(resubmission(third), "fixed"), "CD06"));
    json_decref(first);
    json_decref(second);
    json_decref(third);
}

/* The CJ05 certificate beside what was found, in the receipt and in the case read back. */
Test(l_resubmission, what_was_certified_stands_beside_what_was_found)
{
    json_t *receipt =
        submit("{\"certifications\": [{\"kind\": \"FILE_QUALITY\", \"complete\": true, "
               "\"certifiedAt\": \"2026-05-01T09:00:00Z\"}]}");
    const json_t *claim = json_array_get(json_object_get(receipt, "certified"), 0);
    const json_t *counts = json_object_get(receipt, "counts");
    cr_assert_str_eq(json_string_value(json_object_get(claim, "kind")), "FILE_QUALITY");
    cr_assert(json_is_true(json_object_get(claim, "complete")));
    cr_assert_gt(json_integer_value(json_object_get(claim, "failings")), 0);
    cr_assert_eq(json_integer_value(json_object_get(claim, "failings")),
                 json_integer_value(json_object_get(counts, "notMet")));
    const char *urn = json_string_value(json_object_get(receipt, "urn"));
    const char *const argv[] = {"pfq", "case", run_option, urn, NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert(strstr(ran.out, "ertified complete on 1 May 2026") != NULL, "%s", ran.out);
    command_free(&ran);
    json_decref(receipt);
}

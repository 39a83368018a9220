/* G9: no text of a Digital Case File gets into anything that is said of it.
 *
 * A mark is put into every text of a file, one after the other so that the rest still reads
 * as it should, and every problem, warning, message and outcome is searched for it. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/json.h"
#include "support/doc.h"
#include "support/golden.h"

#define MARK "Zanzibar Quux"

TestSuite(dcf_no_text, .init = golden_open, .fini = golden_close);

static size_t planted;

static void expect_unsaid(const json_t *document, const char *file)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
    const char *all = doc_everything(got, &arena);
    cr_expect_null(strcasestr(all, "zanzibar"), "%s: %s", file, all);
    cr_expect_null(strcasestr(all, "quux"), "%s: %s", file, all);
    if (got->envelope != NULL) {
        Pfq__V1__Judged *judged = golden_judge_submission(got->envelope->submission, file, &arena);
        const char *outcome = pfq_json_write(&judged->base, 0, &arena);
        cr_expect_null(strcasestr(outcome, "zanzibar"), "%s: %s", file, outcome);
    }
    pfq_arena_close(&arena);
    planted++;
}

static void mark_each(const json_t *document, json_t *at, const char *file)
{
    const char *key = NULL;
    json_t *value = NULL;
    size_t i = 0;
    if (json_is_string(at)) {
        char *before = strdup(json_string_value(at));
        json_string_set(at, MARK);
        expect_unsaid(document, file);
        json_string_set(at, before);
        free(before);
    } else if (json_is_array(at)) {
        json_array_foreach(at, i, value)
        {
            mark_each(document, value, file);
        }
    } else {
        json_object_foreach(at, key, value)
        {
            mark_each(document, value, file);
        }
    }
}

Test(dcf_no_text, a_mark_in_any_text_of_a_file_is_said_nowhere)
{
    static const char *const files[] = {"tests/golden/dcf/gap.json", "tests/golden/dcf/ngap.json",
                                        "tests/golden/dcf/youth.json", "tests/golden/dcf/bob.json",
                                        "tests/samples/41_dcf_faults.json"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        json_t *document = doc_load(files[i]);
        mark_each(document, document, files[i]);
        json_decref(document);
    }
    cr_expect_gt(planted, 300);
}

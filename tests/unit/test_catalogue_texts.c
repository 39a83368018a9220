/* The words of the catalogue, as a police file builder reads them.  How long and how hard they may
 * be: support/texts.py, run by system/test_h_house.c. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "support/golden.h"

TestSuite(catalogue_texts, .init = golden_open, .fini = golden_close);

enum {
    THEMES = 15,
    THEME_CHECKS = 3
};

/* The texts of a check that a reader sees. */
enum text {
    TITLE,
    WHY,
    FIX,
    GOOD,
    TEXTS
};

static const char *const names[TEXTS] = {"title", "why", "fix", "good"};

static const char *text_of(const Pfq__V1__CatalogueCheck *check, enum text which)
{
    const char *const texts[TEXTS] = {check->title, check->why, check->fix, check->good};
    return texts[which] ? texts[which] : "";
}

typedef void text_look(const char *id, const char *name, const char *text);

static void for_each_text(text_look *look)
{
    const Pfq__V1__Catalogue *catalogue = golden_texts();
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        for (enum text which = TITLE; which < TEXTS; which++) {
            look(catalogue->checks[i]->id, names[which], text_of(catalogue->checks[i], which));
        }
    }
}

/* --- wording --------------------------------------------------------------------------------- */

static void look_at_presence(const char *id, const char *name, const char *text)
{
    cr_expect(text[0] != '\0', "%s has no %s", id, name);
    cr_expect_neq(text[0], ' ', "%s: its %s begins with a space", id, name);
    cr_expect_null(strstr(text, "  "), "%s: its %s holds two spaces", id, name);
}

Test(catalogue_texts, every_check_says_what_is_wrong_why_what_to_do_and_what_good_looks_like)
{
    for_each_text(look_at_presence);
}

static void look_at_placeholders(const char *id, const char *name, const char *text)
{
    static const char *const marks[] = {"TODO", "TBC", "TBD", "FIXME", "XX", "??", "...", "{",
                                        "}",    "<",   ">",   "[",     "]",  "%s", "$",   "_"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        cr_expect_null(strstr(text, marks[i]), "%s: its %s holds %s", id, name, marks[i]);
    }
}

Test(catalogue_texts, no_text_holds_a_placeholder_or_a_name_of_the_contract)
{
    for_each_text(look_at_placeholders);
}

Test(catalogue_texts, a_title_is_a_phrase_and_the_rest_are_sentences)
{
    const Pfq__V1__Catalogue *catalogue = golden_texts();
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *check = catalogue->checks[i];
        cr_expect(isupper((unsigned char)check->title[0]) ||
                      isdigit((unsigned char)check->title[0]),
                  "the title of %s", check->id);
        cr_expect_neq(check->title[strlen(check->title) - 1], '.', "the title of %s", check->id);
        cr_expect_eq(check->why[strlen(check->why) - 1], '.', "the why of %s", check->id);
        cr_expect_eq(check->fix[strlen(check->fix) - 1], '.', "the fix of %s", check->id);
    }
}

/* --- the whole ------------------------------------------------------------------------------ */

Test(catalogue_texts, every_theme_has_three_checks_at_least)
{
    const Pfq__V1__Catalogue *catalogue = golden_texts();
    const ProtobufCEnumDescriptor *themes = &pfq__v1__theme__descriptor;
    size_t covered = 0;
    for (unsigned t = 0; t < themes->n_values; t++) {
        size_t count = 0;
        for (size_t i = 0; i < catalogue->n_checks; i++) {
            count += (int)catalogue->checks[i]->theme == themes->values[t].value;
        }
        cr_expect(count == 0 || count >= THEME_CHECKS, "%s has %zu", themes->values[t].name, count);
        covered += count > 0;
    }
    cr_expect_eq(covered, THEMES);
}

static bool gives_reason(const char *reason)
{
    const Pfq__V1__Catalogue *catalogue = golden_texts();
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *check = catalogue->checks[i];
        for (size_t k = 0; k < check->n_reasons; k++) {
            if (strcmp(check->reasons[k], reason) == 0) {
                return true;
            }
        }
    }
    return false;
}

Test(catalogue_texts, every_reason_code_of_the_cps_is_given_by_some_check)
{
    static const struct {
        char letter;
        unsigned codes;
    } families[] = {{'D', 23}, {'T', 13}, {'P', 2}};

    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        for (unsigned n = 1; n <= families[f].codes; n++) {
            char code[8];
            (void)snprintf(code, sizeof code, "%c%02u", families[f].letter, n);
            cr_expect(gives_reason(code), "no check gives %s", code);
        }
    }
}

/* Triage turns a file back for what is missing; how good it is, is judged later. */
Test(catalogue_texts, a_reason_of_triage_is_given_for_what_is_missing)
{
    const Pfq__V1__Catalogue *catalogue = golden_texts();
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        const Pfq__V1__CatalogueCheck *check = catalogue->checks[i];
        for (size_t k = 0; k < check->n_reasons; k++) {
            cr_expect(check->reasons[k][0] == 'D' ||
                          check->aspect == PFQ__V1__ASPECT__ASPECT_PRESENCE,
                      "%s gives %s, which is not for quality", check->id, check->reasons[k]);
        }
    }
}

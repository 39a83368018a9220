/* The house itself: packages are listed, names are defined once, texts can be read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(h_house, every_package_that_the_build_and_the_tests_use_is_listed, .timeout = 120)
{
    cr_assert_eq(system("/usr/bin/python3 tests/support/deps.py -Iinclude -I" PFQ_TREE "/gen"), 0);
}

/* Two objects as nm shows them; of what is private to each, both may have one. */
Test(h_house, a_name_that_two_objects_define_is_told_with_both, .timeout = 60)
{
    static const char lines[] =
        "printf '%s\\n' 'a.a:one.o:0000000000000010 T rows_read' 'a.a:one.o:0000000000000020 t add'"
        " 'a.a:two.o:0000000000000000 T rows_read' 'a.a:two.o:0000000000000020 t add'"
        " | awk -f tests/support/symbols.awk";
    char line[256] = "";
    FILE *out = popen(lines, "r");
    cr_assert_not_null(out);
    cr_assert_not_null(fgets(line, sizeof line, out));
    cr_expect_str_eq(line, "rows_read: defined in a.a:one.o and again in a.a:two.o: rename one\n");
    cr_expect_null(fgets(line, sizeof line, out), "%s", line);
    cr_expect_neq(pclose(out), 0);
}

Test(h_house, the_archive_is_not_built_with_a_name_twice, .timeout = 60)
{
    cr_expect_eq(system("nm -A --defined-only " PFQ_TREE "/libparts.a " PFQ_TREE
                        "/obj/gen/native.o | awk -f tests/support/symbols.awk"),
                 0);
}

#define TEXTS "/usr/bin/python3 tests/support/texts.py "

Test(h_house, every_text_of_the_catalogue_is_short_and_plain, .timeout = 60)
{
    cr_assert_eq(system(TEXTS "services/standard/catalogue/*.yaml"), 0);
}

Test(h_house, a_text_that_is_too_long_or_too_hard_is_told_with_its_place, .timeout = 60)
{
    static const char *const told[] = {
        "hard_texts.yaml:11: CD02: its title has 92 characters, not 90 at most",
        "hard_texts.yaml:13: CD02: its fix has a sentence of 28 words, not 25 at most",
        "hard_texts.yaml:19: CD03: its person has a reading age of",
        "hard_texts.yaml:22: CD03: its fix has a reading age of",
        ", not 12 at most",
    };
    char line[1024];
    size_t lines = 0;
    FILE *out = popen(TEXTS "tests/samples/hard_texts.yaml", "r");
    cr_assert_not_null(out);
    while (fgets(line, sizeof line, out) != NULL) {
        cr_assert_lt(lines, sizeof told / sizeof *told, "%s", line);
        cr_expect_not_null(strstr(line, told[lines]), "%s", line);
        lines++;
    }
    cr_expect_eq(lines, sizeof told / sizeof *told);
    cr_expect_neq(pclose(out), 0);
}

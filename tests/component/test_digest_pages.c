/* The forms of a digest (feedback/digest/pages.h): all numbers in all of them, and two that are
 * kept as people have read and approved them. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feedback/digest/pages.h"
#include "feedback/render/figure.h"
#include "pfq/clock.h"
#include "pfq/json.h"
#include "support/command.h"
#include "support/digest_kit.h"
#include "support/markup.h"

enum {
    TEXT_BYTES = 1024 * 1024
};

static struct pfq_arena arena;
static char path[] = "/tmp/pfq-digest-XXXXXX";

static void begin(void)
{
    pfq_arena_open(&arena);
    close(mkstemp(path));
}

static void end(void)
{
    unlink(path);
    pfq_arena_close(&arena);
}

TestSuite(digest_pages, .init = begin, .fini = end);

static bool with_people; /* what CPS staff found, too */

static Pfq__V1__Digest *made(Pfq__V1__DigestKind kind)
{
    struct digest_kit kit;
    digest_kit_open(&kit, kind, &arena);
    if (kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        digest_kit_fill_pack(&kit);
    } else {
        digest_kit_fill_month(&kit);
    }
    if (with_people) {
        digest_kit_add_people(&kit);
    }
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    cr_assert_not_null(d);
    return d;
}

typedef void writer(const Pfq__V1__Digest *, struct pfq_arena *, FILE *);

static char *written(writer *write, const Pfq__V1__Digest *d)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    write(d, &arena, out);
    fclose(out);
    char *kept = pfq_arena_strdup(&arena, text);
    free(text);
    return kept;
}

static char *written_xlsx(const Pfq__V1__Digest *d)
{
    struct pfq_err err = {0};
    char *text = pfq_arena_new(&arena, char, TEXT_BYTES);
    cr_assert_eq(digest_xlsx(d, path, &arena, &err), PFQ_OK, "%s", err.text);
    FILE *in = popen(pfq_arena_printf(&arena, "python3 tests/support/read_xlsx.py %s", path), "r");
    cr_assert_not_null(in);
    text[fread(text, 1, TEXT_BYTES - 1, in)] = '\0';
    cr_assert_eq(pclose(in), 0);
    return text;
}

/* --- every number in every form
 * --------------------------------------------------------------------- */

enum {
    TEXT,
    HTML,
    CSV,
    XLSX,
    FORMS
};

struct looking {
    char *forms[FORMS]; /* without thousands' commas, and any space is one space */
    unsigned looked_for;
};

/* "1,761" is "1761" here, and a wrapped line is one line. */
static char *squeezed(const char *text)
{
    char *out = pfq_arena_strdup(&arena, text);
    char *to = out;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == ',' && isdigit((unsigned char)from[1]) && from > text &&
            isdigit((unsigned char)from[-1])) {
            continue;
        }
        if (!isspace((unsigned char)*from)) {
            *to++ = *from;
        } else if (to > out && to[-1] != ' ') {
            *to++ = ' ';
        }
    }
    *to = '\0';
    return out;
}

static void look_in(struct looking *l, int form, const char *what, const char *figure)
{
    static const char *const names[] = {"text", "HTML", "CSV", "XLSX"};
    const char *needle = squeezed(figure);
    cr_expect_not_null(strstr(l->forms[form], needle), "%s: %s is not in the %s", what, figure,
                       names[form]);
    l->looked_for++;
}

static void look(struct looking *l, const char *what, const char *figure)
{
    for (int form = 0; form < FORMS; form++) {
        look_in(l, form, what, figure);
    }
}

static void look_count(struct looking *l, const char *what, uint64_t count)
{
    look(l, what, figure_count((int64_t)count, &arena));
}

static void look_ppm(struct looking *l, const char *what, uint32_t ppm)
{
    look(l, what, figure_rate(ppm / 1e6, &arena));
}

/* A spreadsheet has the share as a number, CSV with four decimals. */
static void look_share(struct looking *l, const char *what, uint64_t count, uint64_t files)
{
    const char *people = figure_per_cent((int64_t)count, (int64_t)files, &arena);
    bool number = figure_size((int64_t)files) >= FIGURE_INTERVAL;
    look_count(l, what, count);
    look_count(l, what, files);
    for (int form = 0; form < FORMS; form++) {
        look_in(l, form, what,
                form == XLSX && number
                    ? pfq_arena_printf(&arena, "%.16g", (double)count / (double)files)
                : form == CSV && number ? figure_decimal((double)count / (double)files, 4, &arena)
                                        : people);
    }
}

static void look_rate(struct looking *l, const char *what, const Pfq__V1__Rate *rate)
{
    look_share(l, what, rate->count, rate->files);
    cr_expect_eq(rate->has_share_ppm, rate->files >= 10, "%s", what);
    if (rate->has_low_ppm) {
        struct figure_range range = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
        look(l, what, figure_interval(range, &arena));
    }
}

/* A spreadsheet has all of its digits. */
static void look_decimal(struct looking *l, const char *what, double number)
{
    for (int form = 0; form < FORMS; form++) {
        look_in(l, form, what,
                form == XLSX ? pfq_arena_printf(&arena, "%.16g", number)
                             : figure_decimal(number, 1, &arena));
    }
}

static void look_theme(struct looking *l, const Pfq__V1__ThemeLine *line)
{
    for (size_t i = 0; i < line->n_marks; i++) {
        look(l, "mark", figure_date(line->marks[i]->date, &arena));
    }
    look_rate(l, "theme", line->rate);
    if (line->baseline != NULL) {
        look_rate(l, "baseline", line->baseline);
    }
    if (line->decided != NULL) {
        look_rate(l, "decided", line->decided);
    }
    if (line->has_expected_low) {
        look_count(l, "expected", line->expected_low);
        look_count(l, "expected", line->expected_high);
    }
    if (line->has_spread_milli) {
        look(l, "spread", figure_decimal(line->spread_milli / 1e3, 3, &arena));
    }
    if (line->has_target_ppm) {
        look(l, "target", figure_target(line->target_ppm / 1e6, &arena));
    }
    if (line->behind_in_all > line->n_behind) {
        look(l, "behind", figure_shown((int64_t)line->n_behind, line->behind_in_all, &arena));
    }
    for (size_t i = 0; i < line->n_behind; i++) {
        look_rate(l, line->behind[i]->check, line->behind[i]->rate);
    }
    for (size_t i = 0; i < line->n_trend; i++) {
        const Pfq__V1__TrendPoint *p = line->trend[i];
        look_share(l, "trend", p->failing, p->files);
        look(l, "trend", figure_month_short(p->month, &arena));
        if (p->has_low_ppm && p->files >= 10) {
            struct figure_range range = {p->low_ppm / 1e6, p->high_ppm / 1e6};
            look(l, "limits", figure_interval(range, &arena));
        }
        if (p->has_target_ppm && p->files >= 10) {
            look(l, "target", figure_target(p->target_ppm / 1e6, &arena));
        }
    }
}

/* A spreadsheet has a day as the number of days since the end of 1899. */
static const char *date_in(int form, int32_t date)
{
    return form == XLSX  ? pfq_arena_printf(&arena, "%lld", (long long)pfq_date_days(date) + 25569)
           : form == CSV ? pfq_arena_printf(&arena, "%04d-%02d-%02d", (int)date / 10000,
                                            (int)date / 100 % 100, (int)date % 100)
                         : figure_date(date, &arena);
}

static void look_milli(struct looking *l, int form, const char *what, uint32_t milli)
{
    look_in(l, form, what,
            form == XLSX ? pfq_arena_printf(&arena, "%.16g", milli / 1e3)
                         : figure_decimal(milli / 1e3, 2, &arena));
}

/* A text has the last twelve days at most, from where it last stood at 0; the tables have all. */
static size_t first_told(int form, const Pfq__V1__ThemeLine *line)
{
    size_t first = 0;
    for (size_t i = 0; form == TEXT && i < line->n_sums; i++) {
        first = line->sums[i]->value_milli == 0 || i + 12 < line->n_sums ? i + 1 : first;
    }
    return first;
}

static void look_sums(struct looking *l, const Pfq__V1__ThemeLine *line)
{
    for (int form = 0; form < FORMS; form++) {
        for (size_t i = first_told(form, line); i < line->n_sums; i++) {
            look_milli(l, form, "sum", line->sums[i]->value_milli);
            look_in(l, form, "day of a sum", date_in(form, line->sums[i]->date));
        }
        if (line->n_sums > 0) {
            look_milli(l, form, "height of a sum", line->sum_height_milli);
        }
    }
}

static void look_received(struct looking *l, const Pfq__V1__Received *r)
{
    const uint64_t counts[] = {r->files,    r->resubmissions, r->meets,       r->partly,
                               r->does_not, r->undecided,     r->final_meets, r->final_files};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        look_count(l, "received", counts[i]);
    }
    look_rate(l, "first time", r->first_time);
    look_rate(l, "before", r->before);
    if (r->complete != NULL) {
        look_rate(l, "complete", r->complete);
        look_rate(l, "content", r->content);
    }
}

static void look_forces(struct looking *l, const Pfq__V1__Digest *d)
{
    for (size_t i = 0; i < d->n_forces; i++) {
        const Pfq__V1__ForceLine *f = d->forces[i];
        look_rate(l, f->force, f->first_time);
        look_count(l, f->force, f->themes);
        if (f->has_expected_milli) {
            look_decimal(l, f->force, (double)f->expected_milli / 1000);
            look_ppm(l, f->force, f->adjusted_ppm);
        }
    }
}

static void look_funnel(struct looking *l, const Pfq__V1__Funnel *f)
{
    look_ppm(l, "centre", f->centre_ppm);
    look(l, "phi", figure_decimal(f->phi_ppm / 1e6, 2, &arena));
    look(l, "phi", figure_decimal(f->phi_low_ppm / 1e6, 2, &arena));
    look(l, "phi", figure_decimal(f->phi_high_ppm / 1e6, 2, &arena));
    look(l, "tau2", figure_decimal(f->tau2_ppm / 1e6, 6, &arena));
    for (size_t i = 0; i < f->n_limits; i++) {
        look_count(l, "limit", f->limits[i]->files);
        look_ppm(l, "limit", f->limits[i]->low_95_ppm);
        look_ppm(l, "limit", f->limits[i]->high_95_ppm);
        look_ppm(l, "limit", f->limits[i]->low_998_ppm);
        look_ppm(l, "limit", f->limits[i]->high_998_ppm);
    }
}

static void look_restated(struct looking *l, const Pfq__V1__Digest *d)
{
    for (size_t i = 0; i < d->n_restated; i++) {
        const Pfq__V1__Restated *r = d->restated[i];
        look_share(l, r->name, r->closed_count, r->closed_files);
        look_share(l, r->name, r->now_count, r->now_files);
    }
}

static void look_everywhere(struct looking *l, const Pfq__V1__Digest *d)
{
    l->forms[TEXT] = squeezed(written(digest_text, d));
    l->forms[HTML] = squeezed(written(digest_html, d));
    l->forms[CSV] = squeezed(written(digest_csv, d));
    l->forms[XLSX] = squeezed(written_xlsx(d));
    look(l, "from", figure_date(d->from_date, &arena));
    look(l, "to", figure_date(d->to_date, &arena));
    look_count(l, "up to", d->up_to);
    look_count(l, "themes", d->themes_in_all);
    look_received(l, d->received);
    for (size_t i = 0; i < d->n_themes; i++) {
        look_theme(l, d->themes[i]);
        look_sums(l, d->themes[i]);
    }
    look_forces(l, d);
    look_restated(l, d);
    if (d->funnel != NULL) {
        look_funnel(l, d->funnel);
        look(l, "chance", figure_decimal(d->false_alarms_milli / 1e3, 3, &arena));
    }
    for (size_t i = 0; i < d->n_cases; i++) {
        look(l, "case", d->cases[i]->urn);
        look_count(l, "case", d->cases[i]->number);
    }
}

/* A number field that this test does not know of would not be looked for. */
static unsigned numbers_of(const ProtobufCMessageDescriptor *type)
{
    unsigned count = 0;
    if (type == &pfq__v1__compliance__descriptor) {
        return 0; /* test_compliance_pages.c */
    }
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &type->fields[i];
        count += f->type == PROTOBUF_C_TYPE_MESSAGE ? numbers_of(f->descriptor)
                 : f->type == PROTOBUF_C_TYPE_INT32 || f->type == PROTOBUF_C_TYPE_UINT32 ||
                         f->type == PROTOBUF_C_TYPE_INT64 || f->type == PROTOBUF_C_TYPE_UINT64
                     ? 1
                     : 0;
    }
    return count;
}

Test(digest_pages, every_number_is_the_same_in_every_form)
{
    static const Pfq__V1__DigestKind kinds[] = {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY,
                                                PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK,
                                                PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY};
    unsigned looked_for = 0;
    for (size_t i = 0; i < 5; i++) { /* a month and a pack with what people found, too */
        struct looking l = {.looked_for = 0};
        with_people = i >= 3;
        Pfq__V1__Digest *d = made(kinds[i % 3]);
        d->themes[0]->has_spread_milli = true;
        d->themes[0]->spread_milli = 4625;
        d->themes[0]->has_target_ppm = d->themes[0]->baseline != NULL;
        d->themes[0]->target_ppm = 73000;
        if (d->themes[0]->n_trend > 0) {
            d->themes[0]->trend[0]->has_target_ppm = true;
            d->themes[0]->trend[0]->target_ppm = 81000;
        }
        d->themes[0]->behind_in_all = d->themes[0]->n_behind > 0 ? 7 : 0;
        Pfq__V1__Restated late = PFQ__V1__RESTATED__INIT;
        Pfq__V1__Restated *restated[] = {&late};
        late.force = late.name = late.what = pfq_arena_strdup(&arena, "43");
        late.closed_count = 3133;
        late.closed_files = 6277;
        late.now_count = 3139;
        late.now_files = 6299;
        d->restated = restated;
        d->n_restated = 1;
        look_everywhere(&l, d);
        looked_for += l.looked_for;
    }
    cr_expect_gt(looked_for, 1550U);
    cr_expect_eq(numbers_of(&pfq__v1__digest__descriptor), 95U,
                 "a new number in digest.proto: show it in every form, and look for it here (%u)",
                 numbers_of(&pfq__v1__digest__descriptor));
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* A hundred figures that late files changed push no theme from the first page. */
Test(digest_pages, what_late_files_change_stands_behind_the_themes_and_is_cut_on_pages_alone)
{
    static const Pfq__V1__DigestKind kinds[] = {PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY,
                                                PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK};
    static Pfq__V1__Restated row = PFQ__V1__RESTATED__INIT;
    Pfq__V1__Restated *rows[113];
    row.force = row.name = row.what = pfq_arena_strdup(&arena, "43");
    for (size_t i = 0; i < 113; i++) {
        rows[i] = &row;
    }
    for (size_t i = 0; i < 2; i++) {
        Pfq__V1__Digest *d = made(kinds[i]);
        d->restated = rows;
        d->n_restated = 113;
        const char *text = written(digest_text, d);
        const char *themes = strstr(text, "\nThemes\n");
        const char *table = strstr(text, "Since the month was closed");
        cr_assert_not_null(themes);
        cr_assert_not_null(table);
        cr_expect_lt(themes, table, "the themes stand before it");
        cr_expect_not_null(strstr(table, "Shown 5 of 113."));
        cr_expect_not_null(strstr(written(digest_html, d), "Shown 5 of 113."));
        cr_expect_null(strstr(written(digest_csv, d), "5 of 113"));
        cr_expect_eq(times(written(digest_csv, d), "/restated/43/43/figure"), 113U);
    }
}

Test(digest_pages, what_is_met_as_sent_last_has_a_denominator_of_its_own)
{
    Pfq__V1__Digest *d = made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    d->received->files = 196;
    d->received->final_meets = 175;
    d->received->final_files = 237;
    const char *line =
        strstr(written(digest_text, d), "Meet it, of files last sent in this period");
    cr_assert_not_null(line);
    cr_expect_not_null(strstr(line, "175    237   74%"), "%.120s", line);
}

Test(digest_pages, json_is_the_message_and_nothing_else)
{
    const Pfq__V1__Digest *d = made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK);
    const char *text = written(digest_json, d);
    struct pfq_problems problems;
    pfq_problems_init(&problems, &arena);
    json_t *json = pfq_json_parse(text, strlen(text), 1, &problems);
    cr_assert_not_null(json);
    cr_expect_eq(json_integer_value(json_object_get(json, "format")), DIGEST_JSON_FORMAT);
    cr_expect_str_eq(json_string_value(json_object_get(json, "kind")), "PACK");
    (void)json_object_del(json, "format");
    const ProtobufCMessage *back =
        pfq_json_read(json, &pfq__v1__digest__descriptor, "$", &arena, &problems);
    cr_assert_not_null(back);
    struct pfq_bytes a = pfq_wire_pack(&d->base, &arena);
    struct pfq_bytes b = pfq_wire_pack(back, &arena);
    cr_assert_eq(a.size, b.size);
    cr_expect_eq(memcmp(a.data, b.data, a.size), 0);
    json_decref(json);
}

Test(digest_pages, row_keys_are_all_different)
{
    with_people = true;
    char *text = written(digest_csv, made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK));
    static char *keys[8192];
    size_t count = 0;
    for (char *line = strtok(text, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        char *comma = strchr(line, ',');
        if (comma != NULL && count < sizeof keys / sizeof *keys) {
            *comma = '\0';
            keys[count++] = line;
        }
    }
    cr_assert_gt(count, 300U);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            cr_assert_str_neq(keys[i], keys[j]);
        }
    }
}

/* --- as people read it
 * -------------------------------------------------------------------------------- */

static void check_golden(const char *name, const char *text)
{
    char *kept = command_read(pfq_arena_printf(&arena, "tests/golden/digest/%s", name));
    const char *new = pfq_arena_printf(&arena, PFQ_TREE "/%s", name);
    if (strcmp(kept, text) != 0) {
        FILE *out = fopen(new, "w");
        cr_assert_not_null(out);
        fputs(text, out);
        fclose(out);
    }
    cr_expect_str_eq(text, kept, "%s differs; read %s, and where it is right put it in its place",
                     name, new);
    free(kept);
}

Test(digest_pages, a_monthly_digest_reads_as_it_was_approved)
{
    Pfq__V1__Digest *d = made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    cr_assert(digest_outside(d));
    const char *html = written(digest_html, d);
    check_golden("monthly.txt", written(digest_text, d));
    check_golden("monthly.html", html);
    cr_expect_null(markup_fault(html, &arena));
}

Test(digest_pages, no_line_of_text_is_wider_than_the_page)
{
    with_people = true;
    char *text = written(digest_text, made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK));
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        cr_expect_leq(strlen(line), 80U, "%s", line);
    }
}

Test(digest_pages, no_file_is_no_data_and_few_files_are_words)
{
    struct digest_kit kit;
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, &arena);
    (void)digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
    const char *text = written(digest_text, digest_build(&kit.facts, &arena));
    cr_expect_not_null(strstr(text, "no data"));
    cr_expect_null(strstr(text, " 0%"));
    cr_expect_null(strstr(text, "100%"));
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, &arena);
    (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                            "INTERVIEW", 6, 6);
    text = written(digest_text, digest_build(&kit.facts, &arena));
    cr_expect_not_null(strstr(text, "How often: 6 of 6 files."));
    cr_expect_null(strstr(text, "100%"));
}

Test(digest_pages, a_chart_is_drawn_from_thirty_files_on_and_below_it_an_interval_is_said)
{
    static const struct {
        uint64_t files;
        bool chart;
        const char *says;
    } cases[] = {{9, false, "5 of 9 files."},
                 {10, false, "5 of 10 files (50%, 95% interval"},
                 {14, false, "5 of 14 files (36%, 95% interval"},
                 {30, true, "5 of 30 files (17%)"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct digest_kit kit;
        digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, &arena);
        (void)digest_kit_figure(&kit, "43", 202610, PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                                "INTERVIEW", 5, cases[i].files);
        digest_kit_trend(&kit, "43", 202609, "INTERVIEW", 5, cases[i].files);
        digest_kit_trend(&kit, "43", 202610, "INTERVIEW", 5, cases[i].files);
        const char *html = written(digest_html, digest_build(&kit.facts, &arena));
        cr_expect_not_null(strstr(html, cases[i].says), "%zu", i);
        cr_expect_eq(strstr(html, "<svg") != NULL, cases[i].chart, "%zu", i);
    }
}

Test(digest_pages, what_is_shown_of_how_many_stands_on_the_page)
{
    struct digest_kit kit;
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, &arena);
    digest_kit_fill_week(&kit);
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    cr_expect_not_null(strstr(written(digest_text, d), "Shown 20 of 57."));
    cr_expect_not_null(strstr(written(digest_html, d), "Shown 20 of 57."));
    cr_expect_not_null(strstr(written(digest_csv, d), ",About these figures,Value,57"));
}

/* For programs: a file that is opened alone says what it is, and its numbers are numbers. */
Test(digest_pages, data_files_say_what_they_are_and_what_to_do_first)
{
    static const char *const said[] = {",Summary,Text,Monthly digest",
                                       ",Summary,Text,provisional",
                                       ",Summary,Text,Thames Valley Police",
                                       ",Summary,What,Do this first",
                                       ",Summary,What,Read with these figures",
                                       ",Summary,What,What became better",
                                       ",Files received,Count,2950",
                                       ",Themes,Rate,0.5167"};
    const Pfq__V1__Digest *d = made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    const char *csv = written(digest_csv, d);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        cr_expect_not_null(strstr(csv, said[i]), "%s", said[i]);
    }
    const char *xlsx = written_xlsx(d);
    static const char *const sheets[] = {"Summary\t", "Checks, Interview\t",
                                         "Months, Victim and witness care\t", "About this file\t"};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        cr_expect_not_null(strstr(xlsx, sheets[i]), "%s", sheets[i]);
    }
    cr_expect_null(strstr(xlsx, "About these figures 2"));
}

/* Planted wherever a field is marked INSIDE; the documents' own marks are render's to prove. */
Test(digest_pages, no_form_that_leaves_holds_what_is_marked_inside)
{
    writer *const writers[] = {digest_text, digest_html, digest_csv, digest_json};
    Pfq__V1__Digest *d = made(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
    Pfq__V1__Rate rate = PFQ__V1__RATE__INIT;
    Pfq__V1__ForceLine line = PFQ__V1__FORCE_LINE__INIT;
    Pfq__V1__ForceLine *lines[] = {&line};
    line.force = pfq_arena_strdup(&arena, "MARKER-0");
    line.force_name = pfq_arena_strdup(&arena, "MARKER-1");
    line.first_time = &rate;
    d->forces = lines;
    d->n_forces = 1;
    d->notes[0]->path = pfq_arena_strdup(&arena, "MARKER-2");
    d->notes[0]->fix = pfq_arena_strdup(&arena, "MARKER-3");
    cr_assert_not_null(strstr(written(digest_text, d), "MARKER-1"), "inside it is told");
    cr_assert(digest_outside(d));
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        cr_expect_null(strstr(written(writers[i], d), "MARKER"), "writer %zu", i);
    }
    cr_expect_null(strstr(written_xlsx(d), "MARKER"));
}

Test(digest_pages, a_pack_leaves_no_section_out_and_has_both_rates)
{
    struct digest_kit kit;
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK, &arena);
    digest_kit_fill_pack(&kit);
    kit.facts.move_count = 0;
    const char *text = written(digest_text, digest_build(&kit.facts, &arena));
    static const char *const said[] = {"No challenge is open.",        "No theme is muted.",
                                       "No theme is announced.",       "Usual",
                                       "over-dispersion is 4.23 (95%", "chance alone announces"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        cr_expect_not_null(strstr(text, said[i]), "%s", said[i]);
    }
}

/* "Of no files" is no figure. */
Test(digest_pages, a_call_sheet_of_weeks_without_a_file_says_so)
{
    static const struct {
        bool now;
        bool before;
        const char *words;
    } rows[] = {
        {true, true, "the standard met by 412 of 653 files (63%); the week before by 7 of"},
        {true, false, "the standard met by 412 of 653 files (63%); in the week before no file was"},
        {false, true, "in these days; the standard was met the week before by 7 of 20 files"},
        {false, false, "in these days; in the week before no file was decided."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct digest_kit kit;
        digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, &arena);
        digest_kit_verdicts(&kit, "43", 20261014, (const uint64_t[]){412, 90, 151, 12});
        digest_kit_verdicts(&kit, "43", 20261007, (const uint64_t[]){7, 6, 7, 0});
        (void)digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING,
                              "");
        Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
        cr_assert_not_null(d);
        if (!rows[i].now) {
            d->received->files = 0;
        }
        if (!rows[i].before) {
            d->received->before->files = d->received->before->count = 0;
        }
        const char *text = written(digest_text, d);
        char *line = pfq_arena_strdup(&arena, text);
        for (char *c = line; *c != '\0'; c++) {
            *c = (char)(*c == '\n' ? ' ' : *c);
        }
        cr_expect_not_null(strstr(line, rows[i].words), "%zu: %s", i, text);
    }
}

Test(digest_pages, a_call_sheet_with_nothing_new_says_so_in_every_section)
{
    struct digest_kit kit;
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, &arena);
    digest_kit_verdicts(&kit, "43", 20261014, (const uint64_t[]){412, 90, 151, 12});
    (void)digest_kit_move(&kit, "43", "INTERVIEW", PFQ__V1__THEME_STATE__THEME_STATE_RECURRING, "");
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    cr_assert_not_null(d);
    const char *text = written(digest_text, d);
    cr_expect_not_null(strstr(text, "No theme changed state in these days."));
    cr_expect_not_null(strstr(text, "No theme improved or was resolved."));
    cr_expect_not_null(strstr(text, "No file failed for the second time."));
    cr_expect_not_null(strstr(text, "Do this first"));
    cr_expect_not_null(strstr(text, "themes going on"), "what is counted is named");
    cr_expect_not_null(strstr(text, "Open challenges: No challenge is open."));
    cr_expect_not_null(strstr(text, "told of: No theme is muted."));
    cr_expect_not_null(strstr(text, "What is overdue: Not known"));
    cr_expect_null(strstr(text, "week not over"));
    d->made_at = pfq_london_ms(20261015, 600);
    cr_expect_not_null(strstr(written(digest_text, d), "week not over"));
}

Test(digest_pages, a_call_sheet_says_first_what_changed_and_has_no_detail)
{
    struct digest_kit kit;
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET, &arena);
    digest_kit_fill_week(&kit);
    Pfq__V1__Digest *d = digest_build(&kit.facts, &arena);
    const char *text = written(digest_text, d);
    const char *changed = strstr(text, "What changed");
    const char *better = strstr(text, "What became better");
    cr_assert(changed != NULL && better != NULL);
    cr_expect_lt(changed, better);
    cr_expect_not_null(strstr(text, "third month above its baseline"));
    cr_expect_not_null(strstr(text, "second time: 5 of 12 shown"));
    const char *csv = written(digest_csv, d);
    for (size_t i = 0; i < 12; i++) {
        cr_expect_not_null(strstr(csv, d->cases[i]->urn), "what is cut is in the CSV file");
    }
    cr_expect_null(strstr(text, "What good looks like"));
    cr_expect_eq(d->themes[0]->n_behind, 0U, "what no page shows is in no message");
    cr_expect_null(d->themes[0]->baseline);
}

/* adapt.c - what a document is, and one or many: see pfq/adapter.h. */
#include "adapt.h"

#include <string.h>

#include "dcf.h"
#include "pfq/json.h"

static void begin(struct pfq_adapted *out, struct adapt_span span, struct pfq_arena *arena)
{
    *out = (struct pfq_adapted){
        .line = span.line, .digest_of = span.text, .digest_of_size = span.size};
    pfq_problems_init(&out->problems, arena);
    pfq_problems_init(&out->warnings, arena);
}

Pfq__V1__Envelope *adapt_wrap(Pfq__V1__Submission *submission, struct pfq_arena *arena)
{
    Pfq__V1__Envelope *envelope = pfq_arena_new(arena, Pfq__V1__Envelope, 1);
    pfq__v1__envelope__init(envelope);
    envelope->has_schema_version = true;
    envelope->schema_version = 1;
    envelope->body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope->submission = submission;
    return envelope;
}

static void read_value(const json_t *value, const struct pfq_adapt_options *options,
                       struct pfq_arena *arena, struct pfq_adapted *out)
{
    if (json_is_object(value) && dcf_is_dcf(value)) {
        dcf_read(value, options, arena, out);
    } else if (json_is_object(value) && native_is_native(value)) {
        native_read(value, options, arena, out);
    } else {
        pfq_problem(&out->problems, "INPUT_UNKNOWN", "$",
                    "Send a Submission or an Envelope (proto/submission.proto), or a Digital Case "
                    "File 1.2.2.",
                    "This is JSON, but of no form that is read.");
    }
}

/* --- what cannot be read at all --------------------------------------------------- */

static bool starts_with(const char *text, size_t size, const char *with, size_t length)
{
    return size >= length && memcmp(text, with, length) == 0;
}

static bool looks_utf16(const char *text, size_t size)
{
    return starts_with(text, size, "\xFF\xFE", 2) || starts_with(text, size, "\xFE\xFF", 2) ||
           (size >= 2 && (text[0] == '\0') != (text[1] == '\0'));
}

static size_t leading_blank(const char *text, size_t size)
{
    size_t at = 0;
    while (at < size && strchr(" \t\r\n", text[at]) != NULL && text[at] != '\0') {
        at++;
    }
    return at;
}

/* By its first bytes, or NULL for what may be JSON. */
static const char *other_format(const char *text, size_t size)
{
    static const struct {
        const char *starts;
        const char *name;
    } rows[] = {{"<", "XML or HTML"},
                {"%PDF", "a PDF"},
                {"PK\x03\x04", "a ZIP file or an Office document"},
                {"\xD0\xCF\x11\xE0", "an Office document"},
                {"{\\rtf", "an RTF document"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (starts_with(text, size, rows[i].starts, strlen(rows[i].starts))) {
            return rows[i].name;
        }
    }
    bool begins = *text == '{' || *text == '[';
    return !begins && memchr(text, '\0', size) != NULL ? "a binary file" : NULL;
}

static bool unreadable(const char *text, size_t size, struct pfq_problems *problems)
{
    size_t blank = leading_blank(text, size);
    const char *other = blank < size ? other_format(text + blank, size - blank) : NULL;
    if (size > (size_t)ADAPT_INPUT_MIB * 1024 * 1024) {
        pfq_problem(problems, "INPUT_TOO_LARGE", "", "Split it into smaller files.",
                    "The document is larger than %d MiB.", ADAPT_INPUT_MIB);
    } else if (blank == size) {
        pfq_problem(problems, "INPUT_EMPTY", "", "Send a file with something in it.",
                    "The document is empty.");
    } else if (looks_utf16(text, size)) {
        pfq_problem(problems, "INPUT_ENCODING", "", "Save it as UTF-8.",
                    "The document is in UTF-16 or UTF-32; only UTF-8 is read.");
    } else if (other != NULL) {
        pfq_problem(problems, "INPUT_NOT_JSON", "", "Send JSON.",
                    "The document is %s; only JSON is read.", other);
    }
    return problems->count > 0;
}

/* --- one or many -------------------------------------------------------------------- */

static size_t read_one(const json_t *value, struct adapt_span whole,
                       const struct pfq_adapt_options *options, struct pfq_arena *arena,
                       struct pfq_adapted **out)
{
    *out = pfq_arena_new(arena, struct pfq_adapted, 1);
    begin(*out, whole, arena);
    read_value(value, options, arena, *out);
    return 1;
}

static size_t read_list(const json_t *list, struct adapt_span whole,
                        const struct pfq_adapt_options *options, struct pfq_arena *arena,
                        struct pfq_adapted **out)
{
    size_t count = json_array_size(list);
    struct adapt_span *spans = pfq_arena_new(arena, struct adapt_span, count + 1);
    *out = pfq_arena_new(arena, struct pfq_adapted, count + 1);
    if (count == 0) {
        begin(*out, whole, arena);
        pfq_problem(&(*out)->problems, "INPUT_EMPTY", "$", "Send a list with files in it.",
                    "The list is empty.");
        return 1;
    }
    (void)adapt_entries(whole.text, whole.size, spans);
    for (size_t i = 0; i < count; i++) {
        begin(&(*out)[i], spans[i], arena);
        read_value(json_array_get(list, i), options, arena, &(*out)[i]);
    }
    return count;
}

static size_t read_lines(struct adapt_span whole, size_t count,
                         const struct pfq_adapt_options *options, struct pfq_arena *arena,
                         struct pfq_adapted **out)
{
    struct adapt_span *spans = pfq_arena_new(arena, struct adapt_span, count);
    *out = pfq_arena_new(arena, struct pfq_adapted, count);
    (void)adapt_lines(whole.text, whole.size, spans);
    for (size_t i = 0; i < count; i++) {
        begin(&(*out)[i], spans[i], arena);
        json_t *value =
            pfq_json_parse(spans[i].text, spans[i].size, spans[i].line, &(*out)[i].problems);
        if (value != NULL) {
            read_value(value, options, arena, &(*out)[i]);
        }
        json_decref(value);
    }
    return count;
}

static size_t refuse_whole(struct adapt_span whole, const struct pfq_problems *why,
                           struct pfq_arena *arena, struct pfq_adapted **out)
{
    *out = pfq_arena_new(arena, struct pfq_adapted, 1);
    begin(*out, whole, arena);
    (*out)->problems = *why;
    return 1;
}

size_t pfq_adapt(const char *text, size_t size, const struct pfq_adapt_options *options,
                 struct pfq_arena *arena, struct pfq_adapted **out)
{
    struct pfq_problems problems;
    pfq_problems_init(&problems, arena);
    size_t mark = starts_with(text, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
    struct adapt_span whole = {text + mark, size - mark, 1};
    if (unreadable(whole.text, whole.size, &problems)) {
        return refuse_whole(whole, &problems, arena, out);
    }
    json_t *value = pfq_json_parse(whole.text, whole.size, 1, &problems);
    if (value == NULL) {
        size_t lines = adapt_lines(whole.text, whole.size, NULL);
        return lines > 0 ? read_lines(whole, lines, options, arena, out)
                         : refuse_whole(whole, &problems, arena, out);
    }
    size_t count = json_is_array(value) ? read_list(value, whole, options, arena, out)
                                        : read_one(value, whole, options, arena, out);
    json_decref(value);
    return count;
}

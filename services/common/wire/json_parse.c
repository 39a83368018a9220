/* json_parse.c - text into a JSON value, with the place of a fault: see pfq/json.h. */
#include "pfq/json.h"

#include <stdio.h>
#include <string.h>

#include "json_scan.h"

/* --- what is wrong: our own sentences, as jansson's quote the input (G9) ------------ */

struct sentence {
    int code;
    const char *start; /* of jansson's text; "" where the code says it all */
    const char *says;
    const char *fix;
};

static const struct sentence sentences[] = {
    {json_error_invalid_utf8, "", "The text is not UTF-8.", "Save the file as UTF-8."},
    {json_error_premature_end_of_input, "", "The text ends before the JSON value does.",
     "Send the whole text."},
    {json_error_end_of_input_expected, "", "Something follows the JSON value.",
     "Remove it, or write one list in [ ], or one object on each line."},
    {json_error_null_character, "", "A text contains NUL.", "Remove the NUL."},
    {json_error_null_byte_in_key, "", "A text contains NUL.", "Remove the NUL."},
    {json_error_duplicate_key, "", "A name is given twice in one object.",
     "Remove one of the two."},
    {json_error_numeric_overflow, "", "A number is too large.", "Correct the number."},
    {json_error_stack_overflow, "", "The values are nested too deeply.",
     "Write fewer values inside one another."},
    {json_error_invalid_syntax, "string or '}' expected",
     "A name in double quotes, or }, is expected here.", "Write each name in double quotes."},
    {json_error_invalid_syntax, "':' expected", "A colon is expected here.",
     "Write a colon between a name and its value."},
    {json_error_invalid_syntax, "'}' expected", "A comma or } is expected here.",
     "Write a comma between entries, and } behind the last."},
    {json_error_invalid_syntax, "']' expected", "A comma or ] is expected here.",
     "Write a comma between entries, and ] behind the last."},
    {json_error_invalid_syntax, "invalid escape", "This escape is none of JSON's.",
     "Write a backslash as \\\\."},
    {json_error_invalid_syntax, "invalid Unicode", "This escape is half a character.",
     "Write the character itself, in UTF-8."},
    {json_error_invalid_syntax, "control character", "A text contains a control character.",
     "Remove it, or write it as an escape such as \\t."},
    {json_error_invalid_syntax, "unexpected token", "A value is expected here.",
     "Write the value, or null where there is none."},
    {json_error_invalid_syntax, "invalid token", "This is no value of JSON.",
     "Write a text in double quotes, a number, true, false, null, { } or [ ]."},
    {json_error_unknown, "", "This is not JSON.", "Mend the text at this place."}, /* the last */
};

static const struct sentence *sentence_of(const json_error_t *error)
{
    const struct sentence *s = sentences;
    const struct sentence *last = sentences + sizeof sentences / sizeof *sentences - 1;
    while (s < last && (s->code != (int)json_error_code(error) ||
                        strncmp(error->text, s->start, strlen(s->start)) != 0)) {
        s++;
    }
    return s;
}

/* --- where, and what only the text itself can say ------------------------------------ */

struct fault {
    const char *text;
    size_t size; /* without the blanks at its end: no place is past the last line */
    size_t at;
    unsigned first_line;
    struct pfq_problems *problems;
};

static void say(const struct fault *f, const char *sentence, const char *fix)
{
    char path[64];
    struct scan_place place = scan_place_of(f->text, f->at, f->first_line);
    (void)snprintf(path, sizeof path, "line %u, column %u", place.line, place.column);
    pfq_problem(f->problems, "JSON_SYNTAX", path, fix, "%s", sentence);
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* How much of the text is not blank at its end. */
static size_t filled(const char *text, size_t size)
{
    while (size > 0 && blank(text[size - 1])) {
        size--;
    }
    return size;
}

/* "[1,]": jansson names what it expected behind the comma. */
static bool say_comma(const struct fault *f)
{
    size_t before = filled(f->text, f->at);
    bool closes = f->size > 0 && (f->text[f->at] == '}' || f->text[f->at] == ']');
    if (!closes || before == 0 || f->text[before - 1] != ',') {
        return false;
    }
    say(f, "There is a comma, and no entry behind it.", "Remove the comma.");
    return true;
}

static const char *fix_open(char opener, bool at_end)
{
    switch (opener) {
    case '{':
        return "Close it with }, or send the whole text.";
    case '[':
        return "Close it with ], or send the whole text.";
    default:
        return at_end ? "Close it with a double quote, or send the whole text."
                      : "Close it on its line, or write the new line as \\n.";
    }
}

/* What is open where jansson gave up: at the end of the text, or in a text at the end of
 * its line. */
static bool say_open(const struct fault *f, bool at_end)
{
    size_t at = 0;
    char opener = scan_open(f->text, f->size == 0 ? 0 : f->at + 1, &at);
    if (opener == '\0') {
        return false;
    }
    char sentence[96];
    struct scan_place place = scan_place_of(f->text, at, f->first_line);
    (void)snprintf(sentence, sizeof sentence, "The %s at line %u, column %u is never closed.",
                   opener == '"'   ? "double quote"
                   : opener == '{' ? "{"
                                   : "[",
                   place.line, place.column);
    say(f, sentence, fix_open(opener, at_end));
    return true;
}

/* jansson counts the bytes that it has taken: the last is at fault, but for a byte that
 * is no UTF-8, which it has not. */
static size_t place_of(const json_error_t *error, size_t size)
{
    size_t taken = error->position > 0 ? (size_t)error->position : 0;
    size_t at = taken > 0 && json_error_code(error) != json_error_invalid_utf8 ? taken - 1 : taken;
    size_t last = size > 0 ? size - 1 : 0;
    return at < last ? at : last;
}

/* Named only where it looks like a name of a field: what else it may be is not ours to tell. */
static bool say_duplicate(const json_error_t *error, const struct fault *f)
{
    char sentence[96];
    const char *key = strchr(error->text, '"');
    size_t size =
        key == NULL
            ? 0
            : strspn(key + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    if (size == 0 || size > 40 || key[size + 1] != '"') {
        return false;
    }
    (void)snprintf(sentence, sizeof sentence, "The name %.*s is given twice in one object.",
                   (int)size, key + 1);
    say(f, sentence, "Remove one of the two.");
    return true;
}

static void explain(const json_error_t *error, struct fault *f)
{
    bool at_end = json_error_code(error) == json_error_premature_end_of_input;
    bool at_newline = strncmp(error->text, "unexpected newline", 18) == 0;
    f->at = place_of(error, f->size);
    if ((at_end || at_newline) && say_open(f, at_end)) {
        return;
    }
    if (json_error_code(error) == json_error_invalid_syntax && say_comma(f)) {
        return;
    }
    if (json_error_code(error) == json_error_duplicate_key && say_duplicate(error, f)) {
        return;
    }
    const struct sentence *s = sentence_of(error);
    say(f, s->says, s->fix);
}

json_t *pfq_json_parse(const char *text, size_t size, unsigned first_line,
                       struct pfq_problems *problems)
{
    json_error_t error;
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (json == NULL) {
        struct fault fault = {text, filled(text, size), 0, first_line, problems};
        explain(&error, &fault);
    }
    return json;
}

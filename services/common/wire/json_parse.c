/* json_parse.c - text into a JSON value, with the place of a fault: see pfq/json.h. */
#include "pfq/json.h"

#include <stdio.h>

/* Our own sentences: jansson's quote the input (G9). */
static const char *sentence_of(const json_error_t *error)
{
    switch ((int)json_error_code(error)) {
    case json_error_invalid_utf8:
        return "The text is not UTF-8.";
    case json_error_premature_end_of_input:
        return "The text ends before the JSON value does.";
    case json_error_end_of_input_expected:
        return "Something follows the JSON value.";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "A text contains NUL.";
    case json_error_duplicate_key:
        return "A name is given twice in one object.";
    case json_error_numeric_overflow:
        return "A number is too large.";
    case json_error_stack_overflow:
        return "The values are nested too deeply.";
    default:
        return "This is not JSON.";
    }
}

json_t *pfq_json_parse(const char *text, size_t size, unsigned first_line,
                       struct pfq_problems *problems)
{
    json_error_t error;
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (json == NULL) {
        char place[64];
        unsigned line = error.line > 0 ? (unsigned)error.line - 1 : 0;
        (void)snprintf(place, sizeof place, "line %u, column %d", first_line + line, error.column);
        pfq_problem(problems, "JSON_SYNTAX", place, "Mend the text at this place.", "%s",
                    sentence_of(&error));
    }
    return json;
}

/* pfq/json.h - any message of the contract as JSON, both ways.
 *
 * Written: canonical protobuf JSON (lowerCamelCase names, 64-bit numbers as text,
 * bytes as base64, enum values by name).  PFQ_JSON_SHORT_ENUMS drops the prefix of
 * enum names ("FH_GAP"), PFQ_JSON_LISTS writes empty lists too.
 *
 * Read: canonical protobuf JSON, and besides
 *   names as in the .proto (snake_case), enum names without prefix or as numbers,
 *   an ..._at field as RFC 3339 text, a ..._date field as "2026-05-03",
 *   a list where the contract has a wrapper (a message of one repeated field and nothing
 *   else): "markers": ["RAPE"] is "markers": {"marker": ["RAPE"]}.
 * Every problem is listed with its JSON path ($.witnesses.witness[2].vpsStatus); an
 * unknown name is a problem with the nearest known name as its fix.  A name that nobody
 * knows is shown, as names are no content: up to 40 characters, in quotes where it does not
 * look like a name, and '?' for what is not printable ASCII.
 *
 * Codes: JSON_SYNTAX, JSON_UNKNOWN_NAME, JSON_TYPE, JSON_RANGE, JSON_ENUM, JSON_DATE,
 * JSON_INSTANT, JSON_BASE64, JSON_TEXT, JSON_NULL, JSON_TWICE, JSON_ONEOF, JSON_TOO_LONG,
 * JSON_TOO_MANY.
 *
 * Layer 1 (wire).
 */
#ifndef PFQ_JSON_H
#define PFQ_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>

#include "pfq/arena.h"
#include "pfq/problems.h"

enum pfq_json_style {
    PFQ_JSON_CANONICAL = 0,
    PFQ_JSON_SHORT_ENUMS = 1,
    PFQ_JSON_LISTS = 2,
    PFQ_JSON_INDENT = 4 /* two spaces, for people; else one line */
};

/* One JSON value that fills `text`; the caller owns it.  NULL: the problem's path is
 * "line 3, column 7", counted from `first_line`, which is 1 for a whole document.  It is
 * never past the last line that has something in it; for what is not closed, the sentence
 * says where it was opened. */
json_t *pfq_json_parse(const char *text, size_t size, unsigned first_line,
                       struct pfq_problems *problems);

/* NULL when there was a problem; null counts as absent.  `arena` must not run out: it is
 * of the grow kind, or has 32 times the text's size left.  `path` is where `json` sits in its
 * document, "$". */
ProtobufCMessage *pfq_json_read(const json_t *json, const ProtobufCMessageDescriptor *type,
                                const char *path, struct pfq_arena *arena,
                                struct pfq_problems *problems);

/* The place of a problem with a message, as its sender finds it in the JSON that it came
 * from: "submission.witnesses.witness[2].vps_status" is "$.witnesses.witness[2].vpsStatus"
 * of a `bare` submission, and "$.submission.witnesses..." of an Envelope.  A place that the
 * JSON does not have (a bare submission's "id", the message as a whole), or that is none of
 * the contract's ("line 3, column 7", "$.urn"), is returned as it is. */
const char *pfq_json_path(const char *contract, bool bare, struct pfq_arena *arena);

/* Text in the arena, without a newline at its end. */
char *pfq_json_write(const ProtobufCMessage *message, unsigned style, struct pfq_arena *arena);

/* The same as a jansson value, for callers that add to it; the caller owns it. */
json_t *pfq_json_value(const ProtobufCMessage *message, unsigned style);

#endif

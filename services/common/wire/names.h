/* names.h - lowerCamelCase names, and the known name nearest to an unknown one.
 *
 * Private to the wire layer.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

enum {
    NAMES_TEXT = 64
};

/* "vps_status" as "vpsStatus". */
void names_camel(const char *name, char out[NAMES_TEXT]);

/* The field of either spelling, or NULL. */
const ProtobufCFieldDescriptor *names_field(const ProtobufCMessageDescriptor *type,
                                            const char *name);

/* Few enough edits, whatever the case and the underscores, to be meant; for a value also
 * one that begins with the name, or that the name begins with. */
bool names_near_field(const ProtobufCMessageDescriptor *type, const char *name,
                      char out[NAMES_TEXT]);
bool names_near_value(const ProtobufCEnumDescriptor *type, const char *name, char out[NAMES_TEXT]);

/* Is it called as the data of a person are, that are never taken (G9)?  *given is the
 * field of `type` that says whether the file holds them, or NULL. */
bool names_personal(const ProtobufCMessageDescriptor *type, const char *name,
                    const ProtobufCFieldDescriptor **given);

/* An unknown name as problems show it: see pfq/json.h. */
void names_shown(const char *name, char out[NAMES_TEXT]);

#endif

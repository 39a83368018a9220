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

/* Few enough edits, whatever the case and the underscores, to be meant. */
bool names_near_field(const ProtobufCMessageDescriptor *type, const char *name,
                      char out[NAMES_TEXT]);
bool names_near_value(const ProtobufCEnumDescriptor *type, const char *name, char out[NAMES_TEXT]);

/* May a name that we do not know be shown?  Only if it looks like one (G9). */
bool names_plain(const char *name);

#endif

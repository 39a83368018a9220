/* fields.h - the members of any message, by their descriptors.
 *
 * protobuf-c keeps presence in three ways: a has_ flag, a pointer, or the case of a
 * oneof; lists are a count and an array.  Here is the one place that knows.
 *
 * Private to the wire layer.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

/* Bytes of one value in its struct or in a list's array. */
size_t fields_size(ProtobufCType type);

/* Length of a list; 1 or 0 for a singular field that is present or absent. */
size_t fields_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* The i-th value; 0 for a singular field. */
const void *fields_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                      size_t i);

/* Where the value of a singular field goes, marked as present (a pointer is present when
 * it is set). */
void *fields_set(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* The field is in a oneof of which a member is given. */
bool fields_oneof_taken(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* `array` becomes the list. */
void fields_set_list(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, void *array,
                     size_t count);

#endif

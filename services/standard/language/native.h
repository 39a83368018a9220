/* native.h - the conditions of the catalogue that pfq was built with, as C.
 *
 * translate.c writes them when pfq is built (build/.../gen/native.c); they come to the
 * same as rule_eval(), which tests show, at the cost of code written by hand.  They are
 * used for a program that is, node for node, the one they were written from; every other
 * catalogue is evaluated by rule_eval() alone.
 *
 * The inline functions are the words of that code.
 *
 * Private to services/standard.
 */
#ifndef RULE_NATIVE_H
#define RULE_NATIVE_H

#include "eval.h"

struct rule_native {
    uint64_t digest; /* of the program that it was written from */
    rule_native_rows *const *rows;
};

/* Made when pfq is built. */
extern const struct rule_native rule_native_shipped;

/* The shipped rows if they are those of `program`, else NULL. */
rule_native_rows *const *rule_native_of(const struct rule_program *program);

uint64_t rule_native_digest(const struct rule_program *program);

/* --- the words of the generated code ------------------------------------------------- */

/* Its arguments are constants, of which nothing is left where it is written out. */
#define NATIVE_WORD static inline __attribute__((always_inline))

/* The file and the entries of a list are there: no field of theirs need ask. */
NATIVE_WORD const char *native_there(const char *message)
{
    if (message == NULL) {
        __builtin_unreachable();
    }
    return message;
}

NATIVE_WORD const char *native_hop(const char *from, size_t at)
{
    return from == NULL ? NULL : *(const char *const *)(const void *)(from + at);
}

NATIVE_WORD bool native_set(const char *message, size_t at)
{
    return *(const protobuf_c_boolean *)(const void *)(message + at) != 0;
}

NATIVE_WORD enum rule_tri native_flag(const char *message, size_t has, size_t at)
{
    bool given = message != NULL && native_set(message, has);
    return given ? rule_tri(native_set(message, at)) : RULE_UNKNOWN;
}

/* False: not said. */
NATIVE_WORD bool native_load(const char *message, size_t has, size_t at, uint8_t load,
                             int64_t *value)
{
    if (message == NULL || !native_set(message, has)) {
        return false;
    }
    *value = field_load(message + at, load);
    return load != LOAD_ENUM || *value != 0;
}

NATIVE_WORD enum rule_tri native_within(const char *message, size_t has, size_t at, uint8_t load,
                                        int64_t low, int64_t high, bool outside)
{
    int64_t v = 0;
    bool given = native_load(message, has, at, load, &v);
    return given ? rule_tri((v >= low && v <= high) != outside) : RULE_UNKNOWN;
}

NATIVE_WORD bool native_among(int64_t code, uint64_t first, uint64_t second)
{
    return code >= 0 && code < RULE_ENUM_MAX &&
           ((code < 64 ? first : second) >> (code & 63) & 1) != 0;
}

NATIVE_WORD enum rule_tri native_codes(const char *message, size_t has, size_t at, uint8_t load,
                                       uint64_t first, uint64_t second)
{
    int64_t v = 0;
    bool given = native_load(message, has, at, load, &v);
    return given ? rule_tri(native_among(v, first, second)) : RULE_UNKNOWN;
}

NATIVE_WORD struct rule_range native_number(const char *message, size_t has, size_t at,
                                            uint8_t load)
{
    int64_t v = 0;
    return native_load(message, has, at, load, &v) ? rule_just(v) : RULE_ANYTHING;
}

NATIVE_WORD enum rule_tri native_given(const char *message, size_t has, size_t at, uint8_t load)
{
    int64_t unused = 0;
    return rule_tri(native_load(message, has, at, load, &unused));
}

NATIVE_WORD enum rule_tri native_known(enum rule_tri t)
{
    return rule_tri(t != RULE_UNKNOWN);
}

NATIVE_WORD enum rule_tri native_if(enum rule_tri a, enum rule_tri b, enum rule_tri c)
{
    return a == RULE_TRUE ? b : a == RULE_FALSE ? c : b == c ? b : RULE_UNKNOWN;
}

NATIVE_WORD enum rule_tri native_has(const struct rule_run *run, uint64_t first, uint64_t second)
{
    const struct rule_facts *f = run->facts;
    if (((f->documents[0] & first) | (f->documents[1] & second)) != 0) {
        return RULE_TRUE;
    }
    return f->documents_given && !f->document_unknown ? RULE_FALSE : RULE_UNKNOWN;
}

/* The code is in a list of codes. */
NATIVE_WORD enum rule_tri native_in_list(const char *wrapper, size_t n, size_t at, int32_t code)
{
    if (wrapper == NULL) {
        return RULE_UNKNOWN;
    }
    size_t count = *(const size_t *)(const void *)(wrapper + n);
    const int32_t *codes = *(const int32_t *const *)(const void *)(wrapper + at);
    enum rule_tri found = RULE_FALSE;
    for (size_t i = 0; i < count && found != RULE_TRUE; i++) {
        found = codes[i] == code ? RULE_TRUE : codes[i] == 0 ? RULE_UNKNOWN : found;
    }
    return found;
}

struct native_list {
    bool given;
    size_t count;
    const char *const *entries;
};

NATIVE_WORD struct native_list native_open(const char *wrapper, size_t n, size_t at)
{
    struct native_list list = {.given = false};
    if (wrapper != NULL) {
        list.given = true;
        list.count = *(const size_t *)(const void *)(wrapper + n);
        list.entries = *(const char *const *const *)(const void *)(wrapper + at);
    }
    return list;
}

/* For what rule_eval() does inside a list: where it is. */
NATIVE_WORD void native_enter(struct rule_run *run, unsigned frame, const char *entry, size_t i)
{
    run->frames[frame] = (struct rule_frame){entry, (uint32_t)i + 1};
}

/* `kept` is a truth of the run: 0 until it is worked out. */
NATIVE_WORD enum rule_tri native_keep(uint8_t *kept, enum rule_tri t)
{
    *kept = (uint8_t)(1 + t);
    return t;
}

#endif

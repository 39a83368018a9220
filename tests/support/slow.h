/* slow.h - the parts of the slow evaluator: see slow_eval.h.
 *
 *     slow_eval.c       operators, quantifiers, outcomes
 *     slow_names.c      what a name means, by the descriptors
 *     slow_functions.c  functions
 *     slow_facts.c      tables, URN, ASN, days: the world
 */
#ifndef TEST_SLOW_H
#define TEST_SLOW_H

#include "standard/language/ast.h"
#include "support/slow_eval.h"

enum slow_truth {
    SLOW_NO,
    SLOW_PERHAPS,
    SLOW_YES
};

enum slow_kind {
    SLOW_FLAG,
    SLOW_NUMBER, /* dates, times, instants, codes */
    SLOW_TEXT,
    SLOW_LIST,
    SLOW_FORM,
    SLOW_CONSTANT /* a code of an enum that the other side tells */
};

enum {
    SLOW_FRAMES = 8,
    SLOW_WHERES = 4
};

struct slow_value {
    enum slow_kind kind;
    enum slow_truth truth; /* FLAG */
    int64_t low;           /* NUMBER: it lies between these */
    int64_t high;
    bool instant;
    bool date;
    const ProtobufCEnumDescriptor *codes;
    const char *text;               /* TEXT, NULL: unknown; CONSTANT */
    const ProtobufCMessage *holder; /* LIST: what holds it; FORM: itself; NULL: absent */
    const ProtobufCMessageDescriptor *form;
    const ProtobufCFieldDescriptor *list;
    const ProtobufCFieldDescriptor *of; /* LIST: this field of each entry, or NULL */
};

/* What a name may mean inside a quantifier. */
struct slow_frame {
    const char *name;
    const char *alias;                      /* the word that it was reached by */
    const ProtobufCMessageDescriptor *type; /* NULL: the entry is a value */
    const ProtobufCMessage *message;
    struct slow_value value;
    int64_t position;
};

struct slow_tables;

struct slow_row {
    struct rule_ast *when; /* NULL: always */
    struct rule_ast *check;
};

struct slow {
    const struct sources *sources;
    const struct slow_tables *tables;
    struct slow_row *rows; /* beside sources->rows */
    struct rule_ast **words;
};

/* One evaluation. */
struct slow_run {
    const struct slow *slow;
    int32_t event_date; /* 0: not given */
    const char *urn;    /* of the file */
    struct slow_frame frames[SLOW_FRAMES];
    size_t depth;
};

/* A list with all that its entries must be. */
struct slow_walk {
    struct slow_value list;
    const char *alias;
    const struct rule_ast *wheres[SLOW_WHERES];
    size_t where_count;
};

static inline enum slow_truth slow_is(bool condition)
{
    return condition ? SLOW_YES : SLOW_NO;
}

static inline enum slow_truth slow_not(enum slow_truth t)
{
    return t == SLOW_PERHAPS ? SLOW_PERHAPS : slow_is(t == SLOW_NO);
}

enum slow_truth slow_and(enum slow_truth a, enum slow_truth b);
enum slow_truth slow_or(enum slow_truth a, enum slow_truth b);

struct slow_value slow_flag(enum slow_truth truth);
struct slow_value slow_number(int64_t number);
struct slow_value slow_between(int64_t low, int64_t high);
struct slow_value slow_unknown_number(void);
struct slow_value slow_text(const char *text);

static inline bool slow_known(const struct slow_value *number)
{
    return number->low == number->high;
}

/* slow_eval.c */
struct slow_value slow_eval(struct slow_run *run, const struct rule_ast *ast);
enum slow_truth slow_truth(struct slow_run *run, const struct rule_ast *ast);
enum slow_truth slow_equal(struct slow_value a, struct slow_value b);
/* In the entry that is entered: does it belong to the walk? */
enum slow_truth slow_belongs(struct slow_run *run, const struct slow_walk *walk);

/* slow_names.c */
struct slow_value slow_path(struct slow_run *run, const char *path);
struct slow_walk slow_list(struct slow_run *run, const struct rule_ast *ast);
struct slow_value slow_as_list(struct slow_value value); /* a wrapper is its list */
size_t slow_count(const struct slow_value *list);
struct slow_value slow_entry(const struct slow_value *list, size_t i);
void slow_enter(struct slow_run *run, const struct slow_walk *walk, size_t i);
void slow_leave(struct slow_run *run);
int64_t slow_position(const struct slow_run *run, const char *name);

/* slow_functions.c */
struct slow_value slow_call(struct slow_run *run, const struct rule_ast *call);
bool slow_builtin(const struct slow_run *run, const char *name, struct slow_value *out);

/* slow_facts.c */
struct slow_urn {
    char force[3];
    char unit[3];
    int year;
};

struct slow_tables *slow_tables_read(const char *reference_dir, struct pfq_arena *arena);
enum slow_truth slow_force_known(const struct slow_tables *t, const char *force, int32_t date);
enum slow_truth slow_unit_known(const struct slow_tables *t, const char *force, const char *unit);
enum slow_truth slow_offence_known(const struct slow_tables *t, const char *code);
const char *slow_offence_category(const struct slow_tables *t, const char *code); /* or NULL */
enum slow_truth slow_offence_in_class(const struct slow_tables *t, const char *code,
                                      const char *class, int32_t date);
struct slow_value slow_working_days(const struct slow_tables *t, int64_t from_day, int64_t to_day);
bool slow_urn_read(const char *text, struct slow_urn *out);
bool slow_asn_valid(const char *text);
int64_t slow_day(int32_t date); /* counted from 1970 */
int32_t slow_date(int64_t day);
int32_t slow_london_date(int64_t at_ms);
int slow_london_minutes(int64_t at_ms); /* after midnight */

#endif

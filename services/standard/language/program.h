/* program.h - checks in compiled form: one flat array of nodes.
 *
 * A node refers to others by index, and what is written twice is one node; node 0 is
 * "always true" and stands for what was left out.  Names have become offsets into the generated
 * structs.  A node is read in one of four ways, fixed by its op:
 *
 *   condition   rule_eval()  -> true, false, unknown
 *   number      a range      (numbers, dates, instants, times, enum values)
 *   text        a string, or NULL where unknown
 *   list        entries to walk over
 *
 * Private to services/standard.
 */
#ifndef RULE_PROGRAM_H
#define RULE_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "tri.h"

enum {
    RULE_HOPS_MAX = 3,   /* messages between a frame and a field */
    RULE_FRAMES_MAX = 5, /* the file, and lists within each other */
    RULE_ENUM_MAX = 128, /* values of an enum fit a mask */
    RULE_TRUTHS_MAX = 256,
    RULE_COLUMNS_MAX = 160,
    RULE_NUMBERS_MAX = 32,
    RULE_HEADS = 4096
};

enum rule_compare {
    COMPARE_EQUAL,
    COMPARE_UNEQUAL,
    COMPARE_LESS,
    COMPARE_AT_MOST,
    COMPARE_MORE,
    COMPARE_AT_LEAST
};

enum rule_op {
    /* conditions */
    OP_CONSTANT,      /* number is an enum rule_tri */
    OP_FLAG,          /* a flag of the message */
    OP_NOT,           /* a */
    OP_AND,           /* a, b */
    OP_OR,            /* a, b */
    OP_IF,            /* a then b else c */
    OP_SAME,          /* conditions a and b agree */
    OP_COMPARE,       /* numbers a and b */
    OP_COMPARE_TO,    /* the field of this node lies within; compare = 1: does not */
    OP_COMPARE_VALUE, /* the field of this node, compared with value `number` */
    OP_IN_CODES,      /* the enum field of this node is one of mask */
    OP_IN_MASK,       /* enum a is one of mask */
    OP_IS_TEXT,       /* texts a and b are equal */
    OP_IN_LIST,       /* number or text a is in list b; c = 1: text */
    OP_EACH,          /* list a, where b, condition c */
    OP_ANY,
    OP_HAS,          /* a document of mask */
    OP_HAS_FOR,      /* the same, for the entry of `frame`; a = 1: a witness */
    OP_EXISTS,       /* a message */
    OP_LIST_EXISTS,  /* list a */
    OP_KNOWN,        /* condition a */
    OP_NUMBER_KNOWN, /* number a */
    OP_TEXT_KNOWN,   /* text a */
    OP_URN_READABLE,
    OP_URN_WELL_FORMED, /* text a */
    OP_ASN_VALID,       /* text a */
    OP_FORCE_KNOWN,     /* text a */
    OP_UNIT_KNOWN,      /* texts a, b */
    OP_OFFENCE_KNOWN,   /* text a */
    OP_IN_CLASS,        /* the offence of code a is of one of the classes of mask */
    OP_UNIQUE,          /* list a */
    OP_CONSECUTIVE,     /* list a */
    OP_SAME_SET,        /* lists a and b */
    /* numbers */
    OP_NUMBER,    /* number */
    OP_VALUE,     /* value `number` of the catalogue, as it is in force for the file */
    OP_FIELD,     /* a number of the message */
    OP_ITEM,      /* the entry of `frame`, a number itself */
    OP_POSITION,  /* of the entry of `frame` */
    OP_ADD,       /* a + b */
    OP_SUBTRACT,  /* a - b */
    OP_DATE_ADD,  /* date a + days b */
    OP_DATE_BACK, /* date a - days b */
    OP_DAYS,      /* from date a to date b */
    OP_WORKING_DAYS,
    OP_HOURS,            /* from instant a to instant b */
    OP_DATE,             /* of instant a, in London */
    OP_TIME,             /* of day of instant a, in London */
    OP_YEAR,             /* of date a */
    OP_OFFENCE_CATEGORY, /* of the offence of code a, in the table */
    OP_EVENT_DATE,
    OP_URN_YEAR,
    OP_COUNT, /* list a, where b */
    OP_SHARE, /* list a, where b, condition c */
    /* texts */
    OP_TEXT,       /* text */
    OP_TEXT_FIELD, /* of the message */
    OP_TEXT_ITEM,  /* the entry of `frame`, a text itself */
    OP_URN_FORCE,
    OP_URN_UNIT,
    /* lists */
    OP_LIST /* entries by `load`, current in frame c; a = what to take of each where the
               list is a value, b = 1: a text; text = how items are named */
};

/* How a field lies in its struct. */
enum rule_load {
    LOAD_UINT32,
    LOAD_INT32,
    LOAD_INT64,
    LOAD_ENUM, /* 0 = not said */
    LOAD_TEXT,
    LOAD_MESSAGE
};

struct rule_node {
    uint8_t op;
    uint8_t compare;
    uint8_t frame;
    uint8_t load;
    uint8_t hops;
    uint8_t frames;              /* 1 << frame for each that it hangs on */
    uint16_t hop[RULE_HOPS_MAX]; /* offsets of pointers to follow */
    uint16_t has;                /* offset of has_ or n_ */
    uint16_t at;                 /* offset of the field */
    uint16_t a;
    uint16_t b;
    uint16_t c;
    uint16_t slot; /* where its result is kept while a file is checked; 0: nowhere */

    union {
        int64_t number;
        uint64_t mask[2];
        struct rule_range within;
        const char *text;
    };
};

/* The conditions of a row: node 0 where it has none. */
struct rule_row {
    uint16_t when;
    uint16_t check;
};

struct rule_run;
typedef void rule_native_rows(struct rule_run *run, uint64_t asked, uint8_t *answers);

struct rule_program {
    struct pfq_arena *arena;
    rule_native_rows *const *native; /* a function for 64 rows each; NULL: none (native.h) */
    const struct rule_row *rows;     /* NULL until they are all compiled */
    size_t row_count;
    struct rule_node *nodes;
    uint16_t *next; /* of the same hash */
    size_t count;
    size_t room;
    uint16_t truths; /* slots given out; 0 is none */
    uint16_t columns;
    uint16_t numbers;
    uint16_t heads[RULE_HEADS];
};

void rule_program_init(struct rule_program *program, struct pfq_arena *arena);

/* The index of the node, which is that of an equal one where there is one; 0: full. */
uint16_t rule_program_add(struct rule_program *program, struct rule_node node);

/* The node of a field becomes its comparison with a number. */
void rule_compare_with(struct rule_node *field, enum rule_compare compare, int64_t number);

/* True where the node is the same for every entry of every list. */
static inline bool rule_is_of_file(const struct rule_node *n)
{
    return n->frames <= 1;
}

#endif

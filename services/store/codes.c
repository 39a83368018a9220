/* codes.c - see codes.h. */
#include "codes.h"

#include <string.h>

struct check_codes {
    uint32_t check;   /* 0 = counts nothing */
    uint32_t *groups; /* its theme and its reasons */
    size_t group_count;
    uint32_t leaves_open; /* its theme, if not decided; 0: no data could, a person is asked */
};

struct code_map {
    int64_t catalogue;
    size_t count;
    struct check_codes *checks;
    uint32_t *touched; /* groups seen in one submission; as many as there can be */
    uint8_t marks[TALLY_CODES];
    uint16_t coverage[TALLY_CODES]; /* of a theme: the code that its coverage is counted by */
};

enum {
    MARK_APPLIES = 1,
    MARK_FAILS = 2,
    MARK_OPEN = 4 /* of a theme: a check was not decided that data can decide */
};

void codes_init(struct codes *codes)
{
    *codes = (struct codes){0};
    pfq_arena_open(&codes->arena);
}

void codes_fini(struct codes *codes)
{
    pfq_arena_close(&codes->arena);
}

void codes_forget(struct codes *codes)
{
    codes_fini(codes);
    codes_init(codes);
}

/* A number for a name; names beyond what a tally holds are a fault of the catalogue. */
static enum pfq_code number_of(struct db *db, enum db_code_kind kind, const char *name,
                               uint32_t *out, struct pfq_err *err)
{
    *out = 0;
    if (name == NULL || name[0] == '\0') {
        return PFQ_OK;
    }
    enum pfq_code code = db_intern(db, kind, name, out, err);
    if (code == PFQ_OK && *out >= TALLY_CODES) {
        return pfq_fail(err, PFQ_E_MALFORMED, "more than %d names to count", TALLY_CODES);
    }
    return code;
}

enum pfq_code codes_verdict(struct codes *codes, struct db *db, enum db_code_kind kind, int verdict,
                            uint32_t *out, struct pfq_err *err)
{
    int aspect = kind == DB_CODE_PRESENCE ? 1 : kind == DB_CODE_QUALITY ? 2 : 0;
    const char *name = pfq_enum_name(&pfq__v1__verdict__descriptor, verdict);
    int row = name == NULL || verdict < 0 || verdict >= CODES_VERDICTS ? 0 : verdict;
    uint32_t *number = &codes->verdicts[aspect][row];
    if (*number == 0) {
        name = pfq_enum_name(&pfq__v1__verdict__descriptor, row);
        enum pfq_code code = number_of(db, kind, name, number, err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    *out = *number;
    return PFQ_OK;
}

/* What data can decide has a part in its theme's coverage. */
static enum pfq_code map_theme(struct db *db, const Pfq__V1__CatalogueCheck *from,
                               struct code_map *map, struct check_codes *to, struct pfq_err *err)
{
    uint32_t coverage = 0;
    uint32_t *group = &to->groups[to->group_count];
    const char *theme = pfq_enum_name(&pfq__v1__theme__descriptor, (int)from->theme);
    enum pfq_code code = number_of(db, DB_CODE_THEME, theme, group, err);
    to->group_count += *group != 0;
    if (code == PFQ_OK && *group != 0 && !from->person) {
        code = number_of(db, DB_CODE_UNDECIDED_THEME, theme, &coverage, err);
        map->coverage[*group] = (uint16_t)coverage;
        to->leaves_open = *group;
    }
    return code;
}

static enum pfq_code map_check(struct codes *codes, struct db *db,
                               const Pfq__V1__CatalogueCheck *from, struct code_map *map,
                               struct check_codes *to, struct pfq_err *err)
{
    to->groups = pfq_arena_new(&codes->arena, uint32_t, from->n_reasons + 1);
    enum pfq_code code = number_of(db, DB_CODE_CHECK, from->id, &to->check, err);
    if (code == PFQ_OK && from->has_theme && from->theme != PFQ__V1__THEME__THEME_UNSPECIFIED) {
        code = map_theme(db, from, map, to, err);
    }
    for (size_t i = 0; code == PFQ_OK && i < from->n_reasons; i++) {
        uint32_t *group = &to->groups[to->group_count];
        code = number_of(db, DB_CODE_REASON, from->reasons[i], group, err);
        to->group_count += *group != 0;
    }
    return code;
}

static enum pfq_code map_catalogue(struct codes *codes, struct db *db,
                                   const Pfq__V1__Catalogue *from, struct code_map *map,
                                   struct pfq_err *err)
{
    map->checks = pfq_arena_new(&codes->arena, struct check_codes, from->n_checks + 1);
    map->touched = pfq_arena_new(&codes->arena, uint32_t, TALLY_CODES);
    for (size_t i = 0; i < from->n_checks; i++) {
        enum pfq_code code = map_check(codes, db, from->checks[i], map, &map->checks[i], err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    map->count = from->n_checks;
    return PFQ_OK;
}

static enum pfq_code load(struct codes *codes, struct db *db, int64_t catalogue,
                          struct pfq_arena *scratch, struct code_map *map, struct pfq_err *err)
{
    struct pfq_bytes packed;
    ProtobufCMessage *message = NULL;
    pfq_arena_reset(scratch);
    enum pfq_code code = db_read_catalogue_row(db, catalogue, scratch, &packed, err);
    if (code == PFQ_OK) {
        code = pfq_wire_trusted(&pfq__v1__catalogue__descriptor, packed, scratch, &message, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    map->catalogue = catalogue;
    return map_catalogue(codes, db, (const Pfq__V1__Catalogue *)message, map, err);
}

enum pfq_code codes_of(struct codes *codes, struct db *db, int64_t catalogue,
                       struct pfq_arena *scratch, struct code_map **out, struct pfq_err *err)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (codes->maps[i]->catalogue == catalogue) {
            *out = codes->maps[i];
            return PFQ_OK;
        }
    }
    if (codes->count == CODES_MAPS) {
        codes_forget(codes);
    }
    struct code_map *map = pfq_arena_new(&codes->arena, struct code_map, 1);
    enum pfq_code code = load(codes, db, catalogue, scratch, map, err);
    if (code == PFQ_OK) {
        codes->maps[codes->count++] = map;
        *out = map;
    }
    return code;
}

static int outcome_of(struct pfq_bytes outcomes, size_t check)
{
    if (check / 2 >= outcomes.size) {
        return PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
    }
    uint8_t pair = outcomes.data[check / 2];
    return check % 2 == 0 ? pair & 0x0F : pair >> 4;
}

static size_t mark_group(struct code_map *map, uint32_t group, uint8_t mark, size_t touched)
{
    if (map->marks[group] == 0) {
        map->touched[touched++] = group;
    }
    map->marks[group] |= mark;
    return touched;
}

static bool is_open(int outcome)
{
    return outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON ||
           outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_RUN;
}

/* A group counts a file once, however many of its checks applied. */
static size_t mark_groups(struct code_map *map, const struct check_codes *check, int outcome,
                          size_t touched)
{
    bool fails = outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
    if (is_open(outcome)) {
        return check->leaves_open == 0 ? touched
                                       : mark_group(map, check->leaves_open, MARK_OPEN, touched);
    }
    for (size_t i = 0; i < check->group_count; i++) {
        uint8_t mark = fails ? MARK_APPLIES | MARK_FAILS : MARK_APPLIES;
        touched = mark_group(map, check->groups[i], mark, touched);
    }
    return touched;
}

/* A theme is undecided where a check of it is open and none failed. */
static void count_group(struct code_map *map, uint32_t group, int sign, struct tally *tally)
{
    uint8_t mark = map->marks[group];
    uint32_t coverage = map->coverage[group];
    if ((mark & MARK_APPLIES) != 0) {
        tally_add(tally, group, sign, (mark & MARK_FAILS) != 0 ? sign : 0);
    }
    if (coverage != 0) {
        tally_add(tally, coverage, sign, (mark & (MARK_OPEN | MARK_FAILS)) == MARK_OPEN ? sign : 0);
    }
    map->marks[group] = 0;
}

void codes_count(struct code_map *map, struct pfq_bytes outcomes, int sign, struct tally *tally)
{
    size_t touched = 0;
    for (size_t i = 0; i < map->count; i++) {
        int outcome = outcome_of(outcomes, i);
        bool fails = outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
        bool decided = fails || outcome == PFQ__V1__OUTCOME__OUTCOME_MET;
        if (!decided && !is_open(outcome)) {
            continue;
        }
        if (decided && map->checks[i].check != 0) {
            tally_add(tally, map->checks[i].check, sign, fails ? sign : 0);
        }
        touched = mark_groups(map, &map->checks[i], outcome, touched);
    }
    for (size_t i = 0; i < touched; i++) {
        count_group(map, map->touched[i], sign, tally);
    }
}

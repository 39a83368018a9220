/* replay_json.c - the figures of a replay as JSON, one object a line: see replay.h. */
#include <inttypes.h>
#include <stdio.h>

#include "operator/report.h"
#include "pfq/wire.h"
#include "replay.h"

static void add_number(json_t *object, const char *key, uint64_t value)
{
    (void)json_object_set_new(object, key, json_integer((json_int_t)value));
}

static void add_counts(json_t *object, const struct replay_counts *c)
{
    add_number(object, "newlyFailing", c->failing);
    add_number(object, "noLongerFailing", c->mended);
    add_number(object, "newlyAsking", c->asking);
    add_number(object, "otherwise", c->other);
}

static void add_moved(json_t *list, size_t before, size_t after, uint64_t files)
{
    const ProtobufCEnumDescriptor *names = &pfq__v1__verdict__descriptor;
    if (files == 0) {
        return;
    }
    json_t *one = json_object();
    (void)json_object_set_new(one, "before", json_string(pfq_enum_name(names, (int)before)));
    (void)json_object_set_new(one, "after", json_string(pfq_enum_name(names, (int)after)));
    add_number(one, "files", files);
    (void)json_array_append_new(list, one);
}

static json_t *verdicts_json(const struct replay_tally *t)
{
    json_t *list = json_array();
    for (size_t b = 0; b < REPLAY_VERDICTS; b++) {
        for (size_t a = 0; a < REPLAY_VERDICTS; a++) {
            add_moved(list, b, a, t->verdicts[b][a]);
        }
    }
    return list;
}

static void put_summary(const struct replay_tally *t, const struct rules_book *book,
                        const struct replay_span *span)
{
    json_t *object = json_object();
    json_t *versions = json_array();
    for (size_t i = 0; i < t->version_count; i++) {
        (void)json_array_append_new(versions, json_string(t->versions[i].label));
    }
    (void)json_object_set_new(object, "kind", json_string("summary"));
    (void)json_object_set_new(object, "from", json_string(span->from));
    (void)json_object_set_new(object, "to", json_string(span->to));
    (void)json_object_set_new(object, "catalogueVersion",
                              json_string(pfq_standard_version(book->standard)));
    (void)json_object_set_new(object, "judgedBy", versions);
    add_number(object, "files", t->files);
    add_number(object, "changed", t->changed);
    add_number(object, "refused", t->refused);
    add_number(object, "notCompared", t->unknown);
    add_number(object, "withHistoryAsStored", t->resubmitted);
    (void)json_object_set_new(object, "verdicts", verdicts_json(t));
    report_write(stdout, object);
}

static void put_cell(size_t force, size_t theme, const struct replay_counts *c)
{
    char code[8];
    if (!replay_any(c)) {
        return;
    }
    json_t *object = json_object();
    (void)snprintf(code, sizeof code, "%02u", (unsigned)force % REPLAY_FORCES);
    (void)json_object_set_new(object, "kind", json_string("cell"));
    (void)json_object_set_new(object, "force", json_string(code));
    (void)json_object_set_new(object, "theme",
                              json_string(pfq_enum_name(&pfq__v1__theme__descriptor, (int)theme)));
    add_counts(object, c);
    report_write(stdout, object);
}

static void add_severity(json_t *object, const char *key, Pfq__V1__Severity severity)
{
    (void)json_object_set_new(
        object, key, json_string(pfq_enum_name(&pfq__v1__severity__descriptor, (int)severity)));
}

static void put_check(const struct replay_check *c)
{
    json_t *object = json_object();
    (void)json_object_set_new(object, "kind", json_string("check"));
    (void)json_object_set_new(object, "id", json_string(c->id));
    (void)json_object_set_new(object, "title", json_string(c->title));
    add_counts(object, &c->counts);
    if (c->gone) {
        (void)json_object_set_new(object, "gone", json_true());
    }
    if (c->severity_before != 0) {
        add_severity(object, "severityBefore", c->severity_before);
        add_severity(object, "severityAfter", c->severity);
        add_number(object, "regraded", c->regraded);
    }
    report_write(stdout, object);
}

void replay_report_json(const struct replay_tally *t, const struct rules_book *book,
                        const struct replay_span *span)
{
    put_summary(t, book, span);
    for (size_t f = 0; f < REPLAY_FORCES; f++) {
        for (size_t th = 0; th < REPLAY_THEMES; th++) {
            put_cell(f, th, &t->cells[f][th]);
        }
    }
    for (size_t i = 0; i < t->check_count; i++) {
        if (replay_any(&t->checks[i].counts) || t->checks[i].severity_before != 0) {
            put_check(&t->checks[i]);
        }
    }
    replay_files_write(t);
}

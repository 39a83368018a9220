/* The way in: pfq/wire.h.  Bytes are made by hand or packed, then spoiled. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/wire/text.h"
#include "pfq/wire.h"

enum {
    ARENA = 4 * 1024 * 1024
};

static unsigned char block[ARENA];
static struct pfq_arena arena;
static struct pfq_problems problems;
static struct pfq_problems warnings;
static struct pfq_wire wire;

static void fresh(size_t size)
{
    pfq_arena_init(&arena, block, size);
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
}

static bool take(const void *data, size_t size)
{
    fresh(ARENA);
    bool good = pfq_wire_read((struct pfq_bytes){data, size}, &arena, &problems, &warnings, &wire);
    cr_assert_eq(good, wire.envelope != NULL);
    cr_assert_eq(good, problems.count == 0);
    return good;
}

#define TAKE(text) take(text, sizeof(text) - 1)

/* An envelope with everything that the tests spoil: text, list, submessages, enum, flag. */
static size_t sample(uint8_t out[1024])
{
    Pfq__V1__Witness one = PFQ__V1__WITNESS__INIT;
    one.has_kind = 1;
    one.kind = PFQ__V1__WITNESS_KIND__WITNESS_KIND_POLICE;
    one.has_age_at_submission = 1;
    one.age_at_submission = 300;
    uint32_t refs[] = {1, 2, 70000};
    Pfq__V1__ExhibitRefs exhibits = PFQ__V1__EXHIBIT_REFS__INIT;
    exhibits.n_exhibit = 3;
    exhibits.exhibit = refs;
    one.exhibits_produced = &exhibits;
    Pfq__V1__Witness two = PFQ__V1__WITNESS__INIT;
    Pfq__V1__Witness *list[] = {&one, &two};
    Pfq__V1__Witnesses witnesses = PFQ__V1__WITNESSES__INIT;
    witnesses.n_witness = 2;
    witnesses.witness = list;
    Pfq__V1__Submission s = PFQ__V1__SUBMISSION__INIT;
    s.urn = (char *)"43AA1234526";
    s.has_file_type = 1;
    s.file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP;
    s.witnesses = &witnesses;
    Pfq__V1__Envelope e = PFQ__V1__ENVELOPE__INIT;
    e.id = (char *)"m-1";
    e.source = (char *)"rms";
    e.has_sent_at = 1;
    e.sent_at = -5;
    e.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    e.submission = &s;
    return pfq__v1__envelope__pack(&e, out);
}

Test(wire, a_whole_message_is_read_as_it_was_meant)
{
    uint8_t bytes[1024];
    cr_assert(take(bytes, sample(bytes)));
    cr_assert_str_eq(wire.id, "m-1");
    cr_assert_str_eq(wire.source, "rms");
    cr_assert_eq(wire.envelope->sent_at, -5);
    const Pfq__V1__Submission *s = wire.envelope->submission;
    cr_assert_str_eq(s->urn, "43AA1234526");
    cr_assert_eq(s->witnesses->n_witness, 2);
    cr_assert_eq(s->witnesses->witness[0]->age_at_submission, 300);
    cr_assert_eq(s->witnesses->witness[0]->exhibits_produced->n_exhibit, 3);
    cr_assert_eq(s->witnesses->witness[0]->exhibits_produced->exhibit[2], 70000);
    cr_assert_not(s->witnesses->witness[1]->has_kind);
    cr_assert_not(wire.unknown_fields);
    cr_assert_eq(warnings.count, 0);
}

Test(wire, golden_bytes_mean_what_they_meant_in_the_first_release)
{
    static const char golden[] = "\x0A\x03m-1\x12\x03rms\x20\x01\x28\x02"
                                 "\x52\x11\x0A\x0B"
                                 "43AA1234526\x18\x05\x38\x01";
    cr_assert(TAKE(golden));
    cr_assert_eq(wire.envelope->mode, PFQ__V1__MODE__MODE_TEST);
    cr_assert_eq(wire.envelope->submission->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP);
    cr_assert(wire.envelope->submission->is_resubmission);
    struct pfq_bytes again = pfq_wire_pack(&wire.envelope->base, &arena);
    cr_assert_eq(again.size, sizeof golden - 1);
    cr_assert_arr_eq(again.data, golden, again.size);
}

Test(wire, a_message_cut_off_at_any_byte_is_answered)
{
    uint8_t bytes[1024];
    size_t size = sample(bytes);
    for (size_t cut = 0; cut < size; cut++) {
        uint8_t *exact = malloc(cut + 1); /* its end is where a sanitizer sees it */
        memcpy(exact, bytes, cut);
        cr_assert_not(take(exact, cut), "%zu of %zu bytes", cut, size);
        free(exact);
    }
}

Test(wire, a_message_with_any_bit_flipped_is_answered)
{
    uint8_t bytes[1024];
    size_t size = sample(bytes);
    uint8_t *exact = malloc(size);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        memcpy(exact, bytes, size);
        exact[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        (void)take(exact, size); /* asserts: accepted, or at least one problem */
        cr_assert_lt(arena.used, 64 * 1024);
    }
    free(exact);
}

/* id "i", source "s", and whatever follows. */
#define HEAD "\x0A\x01i\x12\x01s"

Test(wire, every_fault_has_its_code_and_its_place)
{
#define ROW(text, code, path)                                                                      \
    {                                                                                              \
        HEAD text, sizeof(HEAD text) - 1, code, path                                               \
    }

    static const struct {
        const char *bytes;
        size_t size;
        const char *code;
        const char *path;
    } rows[] = {
        ROW("\x52\x05\x0A\x0B", "WIRE_LENGTH", "submission"),
        ROW("\x52\x02\x0A\x0B", "WIRE_LENGTH", "submission.urn"),
        ROW("\x52\x00\x18", "WIRE_CUT", "sent_at"),
        ROW("\x52\x00\x80", "WIRE_CUT", ""),
        ROW("\x52\x02\x18\x80", "WIRE_CUT", "submission.file_type"),
        ROW("\x52\x0C\x18\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "WIRE_VARINT",
            "submission.file_type"),
        ROW("\x52\x0B\x18\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", "WIRE_VARINT",
            "submission.file_type"),
        ROW("\x52\x80\x80\x80\x80\x80\x00", "WIRE_VARINT", "submission"),
        ROW("\x52\x00\x90\x80\x80\x80\x80\x00\x01", "WIRE_VARINT", ""),
        ROW("\x52\x00\x02\x00", "WIRE_TAG", ""),
        ROW("\x52\x00\x07", "WIRE_TAG", ""),
        ROW("\x52\x00\x8E\x01", "WIRE_TAG", "service_status"),
        ROW("\x52\x01\x0B", "WIRE_GROUP", "submission.urn"),
        ROW("\x52\x02\x08\x01", "WIRE_TYPE", "submission.urn"),
        ROW("\x52\x03\x1A\x01x", "WIRE_TYPE", "submission.file_type"),
        ROW("\x50\x01", "WIRE_TYPE", "submission"),
        ROW("\x52\x0B\x1D\x01\x02\x03\x04\x20\x01\x20\x02\x38\x01", "WIRE_TYPE",
            "submission.file_type"),
        ROW("\x52\x07\x18\x80\x80\x80\x80\x80\x01", "WIRE_RANGE", "submission.file_type"),
        ROW("\x52\x08\xA0\x01\x80\x80\x80\x80\x10\x38\x01", "WIRE_RANGE",
            "submission.emergency_rationale_chars"),
        ROW("\x52\x04\x18\x05\x18\x05", "WIRE_TWICE", "submission.file_type"),
        ROW("\x52\x00\x52\x00", "WIRE_TWICE", "submission"),
        ROW("\x52\x00\x82\x01\x00", "WIRE_ONEOF", "status_request"),
        ROW("\x52\x04\x0A\x02\xC3\x28", "WIRE_TEXT", "submission.urn"),
        ROW("\x52\x04\x0A\x02\xC0\x80", "WIRE_TEXT", "submission.urn"),
        ROW("\x52\x05\x0A\x03\xED\xA0\x80", "WIRE_TEXT", "submission.urn"),
        ROW("\x52\x06\x0A\x04\xF4\x90\x80\x80", "WIRE_TEXT", "submission.urn"),
        ROW("\x52\x04\x0A\x02x\xE2", "WIRE_TEXT", "submission.urn"),
        ROW("\x52\x04\x0A\x02x\0", "WIRE_NUL", "submission.urn"),
        ROW("\x52\x07\xF2\x03\x04\x0A\x00\x0A\x0B", "WIRE_LENGTH",
            "submission.witnesses.witness[1]"),
        ROW("\x52\x09\xF2\x03\x06\x0A\x00\x0A\x02\x0A\x00", "WIRE_TYPE",
            "submission.witnesses.witness[1].kind"),
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_not(take(rows[i].bytes, rows[i].size), "row %zu", i);
        cr_expect_str_eq(problems.rows[0]->code, rows[i].code, "row %zu", i);
        cr_expect_str_eq(problems.rows[0]->path, rows[i].path, "row %zu", i);
        cr_expect(strlen(problems.rows[0]->message) > 0 && strlen(problems.rows[0]->fix) > 0);
        cr_expect_str_eq(wire.id, "i");
        cr_expect_str_eq(wire.source, "s");
    }
}

Test(wire, all_faults_are_named_and_a_lost_frame_ends_only_its_own_message)
{
    /* witness 0: kind of another wire type, then cut; witness 1: kind twice; urn: NUL */
    cr_assert_not(TAKE(HEAD "\x52\x13\x0A\x01\x00\xF2\x03\x0D\x0A\x05\x0A\x00\x10\x01\x18"
                            "\x0A\x04\x08\x01\x08\x02"));
    static const char *const places[] = {"submission.urn", "submission.witnesses.witness[0].kind",
                                         "submission.witnesses.witness[0].is_key",
                                         "submission.witnesses.witness[1].kind"};
    cr_assert_eq(problems.count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(problems.rows[i]->path, places[i]);
    }
}

Test(wire, an_envelope_says_who_and_what)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *code;
        const char *id;
        const char *source;
    } rows[] = {
        {"\x12\x01s\x52\x00", 5, "ID_MISSING", "", "s"},
        {"\x0A\x00\x12\x01s\x52\x00", 7, "ID_MISSING", "", "s"},
        {"\x0A\x01i\x52\x00", 5, "SOURCE_MISSING", "i", ""},
        {"\x0A\x01i\x12\x01s", 6, "BODY_MISSING", "i", "s"},
        {"\x0A\x01i\x12\x01\n\x52\x00", 8, "WIRE_CONTROL", "i", ""},
        {"\x0A\x01\x7F\x12\x01s\x52\x00", 8, "WIRE_CONTROL", "", "s"},
        {"\x0A\x01\xFF\x12\x01s\x52\x00", 8, "WIRE_TEXT", "", "s"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_not(take(rows[i].bytes, rows[i].size));
        cr_assert_eq(problems.count, 1, "row %zu", i);
        cr_assert_str_eq(problems.rows[0]->code, rows[i].code, "row %zu", i);
        cr_assert_str_eq(wire.id, rows[i].id);
        cr_assert_str_eq(wire.source, rows[i].source);
    }
    cr_assert_not(TAKE(""));
    cr_assert_eq(problems.count, 3);
}

Test(wire, id_and_source_hold_64_bytes_and_not_65)
{
    for (size_t n = 64; n <= 65; n++) {
        uint8_t bytes[80] = {0x0A, (uint8_t)n};
        memset(bytes + 2, 'x', n);
        memcpy(bytes + 2 + n, "\x12\x01s\x52\x00", 5);
        cr_assert_eq(take(bytes, n + 7), n == 64);
        cr_assert_eq(strlen(wire.id), n == 64 ? 64 : 0);
    }
    cr_assert_str_eq(problems.rows[0]->code, "WIRE_TOO_LONG");
    cr_assert_str_eq(problems.rows[0]->path, "id");
}

Test(wire, what_a_newer_sender_adds_is_passed_over_and_listed)
{
    /* unknown field 1000 of the envelope and 59 (an emitted message) of the submission,
     * unknown file type 99, a newer schema version */
    cr_assert(TAKE(HEAD "\x20\x02\x52\x0A\x18\x63\x38\x01\xDA\x03\x03wer\xC0\x3E\x01"));
    cr_assert(wire.unknown_fields);
    const Pfq__V1__Submission *s = wire.envelope->submission;
    cr_assert_not(s->has_file_type);
    cr_assert(s->is_resubmission);
    cr_assert_eq(s->base.n_unknown_fields, 0);
    cr_assert_eq(wire.envelope->base.n_unknown_fields, 0);
    static const char *const codes[] = {"NEWER_SCHEMA", "UNKNOWN_VALUE", "UNKNOWN_FIELD",
                                        "UNKNOWN_FIELD"};
    static const char *const places[] = {"schema_version", "submission.file_type", "submission",
                                         ""};
    cr_assert_eq(warnings.count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str_eq(warnings.rows[i]->code, codes[i]);
        cr_assert_str_eq(warnings.rows[i]->path, places[i]);
    }
    cr_assert_not_null(strstr(warnings.rows[2]->message, "59"));
    struct pfq_bytes known = pfq_wire_pack(&wire.envelope->base, &arena);
    cr_assert_eq(known.size, sizeof(HEAD "\x20\x02\x52\x02\x38\x01") - 1);
}

Test(wire, a_packed_list_is_the_same_list_and_drops_values_that_we_do_not_know)
{
    cr_assert(TAKE(HEAD "\x52\x0C\xC2\x01\x09\x0A\x03\x01\x7F\x02\x08\x7E\x08\x03"));
    const Pfq__V1__Markers *m = wire.envelope->submission->markers;
    cr_assert_eq(m->n_marker, 3);
    cr_assert_eq(m->marker[0], 1);
    cr_assert_eq(m->marker[1], 2);
    cr_assert_eq(m->marker[2], 3);
    cr_assert_eq(warnings.count, 2);
    cr_assert_str_eq(warnings.rows[0]->path, "submission.markers.marker[1]");
    cr_assert_not(TAKE(HEAD "\x52\x07\xC2\x01\x04\x0A\x02\x01\x80"));
    cr_assert_str_eq(problems.rows[0]->path, "submission.markers.marker[1]");
}

Test(wire, a_list_holds_a_thousand_entries_and_not_one_more)
{
    for (size_t n = 1000; n <= 1001; n++) {
        static uint8_t bytes[4096];
        memcpy(bytes, HEAD, 6);
        size_t at = 6;
        size_t inner = 2 * n;
        const uint8_t open[] = {
            0x52, (uint8_t)((inner + 4) & 0x7F) | 0x80, (uint8_t)((inner + 4) >> 7), 0xF2,
            0x03, (uint8_t)(inner & 0x7F) | 0x80,       (uint8_t)(inner >> 7)};
        memcpy(bytes + at, open, sizeof open);
        at += sizeof open;
        for (size_t i = 0; i < n; i++) {
            bytes[at++] = 0x0A;
            bytes[at++] = 0x00;
        }
        cr_assert_eq(take(bytes, at), n == 1000);
    }
    cr_assert_eq(problems.count, 1);
    cr_assert_str_eq(problems.rows[0]->code, "WIRE_TOO_MANY");
    cr_assert_str_eq(problems.rows[0]->path, "submission.witnesses.witness");
}

Test(wire, text_is_as_long_as_its_row_allows)
{
    enum {
        MOST = 2048
    };

    char text[MOST + 2];
    memset(text, 'x', sizeof text);
    Pfq__V1__Problem p = PFQ__V1__PROBLEM__INIT;
    uint8_t bytes[2 * MOST];
    text[MOST + 1] = '\0';
    p.message = text;
    for (int i = 0; i < 2; i++) {
        fresh(ARENA);
        struct pfq_bytes packed = {bytes, pfq__v1__problem__pack(&p, bytes)};
        void *m =
            pfq_wire_unpack(&pfq__v1__problem__descriptor, packed, &arena, &problems, &warnings);
        cr_assert_eq(m != NULL, i == 1);
        text[MOST] = '\0';
    }
}

/* A digest goes to store and back: a sentence that is too long there would keep it from going out.
 */
Test(wire, a_digest_has_room_for_its_sentences)
{
    static const struct {
        const ProtobufCMessageDescriptor *type;
        const char *field;
        size_t least;
    } rows[] = {
        {&pfq__v1__digest__descriptor, "done", 2048}, /* an action's words, and its figures */
        {&pfq__v1__digest__descriptor, "challenges", 4096},
        {&pfq__v1__digest__descriptor, "muted", 1024},
        {&pfq__v1__restated__descriptor, "what", 256}, /* title of a check */
        {&pfq__v1__theme_line__descriptor, "done", 2048},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_expect_geq(pfq_wire_text_max(rows[i].type, rows[i].field), rows[i].least, "%s.%s",
                      rows[i].type->short_name, rows[i].field);
    }
}

Test(wire, a_frame_that_is_too_large_is_refused_by_id)
{
    static uint8_t bytes[PFQ_FRAME_BYTES + 1];
    memcpy(bytes, HEAD, 6);
    cr_assert_not(take(bytes, sizeof bytes));
    cr_assert_eq(problems.count, 1);
    cr_assert_str_eq(problems.rows[0]->code, "TOO_LARGE");
    cr_assert_str_eq(wire.id, "i");
}

/* As many empty defendants and witnesses as fit: the worst growth that counts allow. */
static size_t bomb(uint8_t *out)
{
    static const uint8_t fields[] = {60, 61, 62, 63, 64};
    size_t at = 6;
    memcpy(out, HEAD, at);
    size_t inner = 2 * 1000;
    size_t outer = sizeof fields * (inner + 4);
    out[at++] = 0x52;
    out[at++] = (uint8_t)(outer & 0x7F) | 0x80;
    out[at++] = (uint8_t)(outer >> 7 & 0x7F);
    for (size_t f = 0; f < sizeof fields; f++) {
        out[at++] = (uint8_t)(fields[f] << 3 & 0x7F) | 0x82;
        out[at++] = (uint8_t)(fields[f] >> 4);
        out[at++] = (uint8_t)(inner & 0x7F) | 0x80;
        out[at++] = (uint8_t)(inner >> 7);
        for (size_t i = 0; i < 1000; i++) {
            out[at++] = 0x0A;
            out[at++] = 0x00;
        }
    }
    return at;
}

Test(wire, an_arena_that_is_too_small_is_a_refusal_and_never_a_crash)
{
    static uint8_t bytes[16384];
    size_t size = bomb(bytes);
    cr_assert(take(bytes, size));
    size_t needed = arena.used;
    cr_assert_gt(needed, 256 * 1024);
    for (size_t room = 16 * 1024; room < needed; room += 9973) {
        fresh(room);
        cr_assert_not(
            pfq_wire_read((struct pfq_bytes){bytes, size}, &arena, &problems, &warnings, &wire));
        cr_assert_str_eq(problems.rows[0]->code, "TOO_LARGE");
        cr_assert_str_eq(wire.id, "i");
    }
}

Test(wire, a_thousand_faults_are_counted_in_bounded_memory)
{
    static uint8_t bytes[PFQ_FRAME_BYTES];
    memcpy(bytes, HEAD, 6);
    for (size_t i = 6; i + 1 < sizeof bytes; i += 2) {
        bytes[i] = i % 4 == 0 ? 0x78 : 0x20; /* an unknown field; schema_version again */
        bytes[i + 1] = 1;
    }
    for (size_t room = 16 * 1024; room <= ARENA; room *= 4) {
        fresh(room);
        cr_assert_not(pfq_wire_read((struct pfq_bytes){bytes, sizeof bytes}, &arena, &problems,
                                    &warnings, &wire));
        pfq_problems_close(&problems);
        pfq_problems_close(&warnings);
        cr_assert_str_eq(problems.rows[problems.count - 1]->code, "MORE");
    }
    cr_assert_eq(problems.count, PFQ_PROBLEMS_MAX + 1);
}

static void digest_of(const void *data, size_t size, uint8_t out[PFQ_DIGEST_BYTES])
{
    cr_assert(take(data, size));
    memcpy(out, wire.content_digest, PFQ_DIGEST_BYTES);
}

Test(wire, the_content_digest_is_of_mode_and_body_alone)
{
    static const struct {
        const char *bytes;
        size_t size;
        bool same;
    } rows[] = {
        {"\x0A\x01i\x12\x01s\x18\x63\x52\x02\x38\x01", 12, true},       /* stamped again */
        {"\x52\x02\x38\x01\x12\x01s\x0A\x01i", 10, true},               /* another order */
        {"\x0A\x01i\x12\x01s\x28\x01\x52\x02\x38\x01", 12, true},       /* LIVE said */
        {"\x0A\x01i\x12\x01s\x28\x00\x52\x02\x38\x01", 12, true},       /* read as LIVE */
        {"\x0A\x01i\x12\x01s\x28\x02\x52\x02\x38\x01", 12, false},      /* TEST */
        {"\x0A\x01i\x12\x01s\x52\x02\x38\x00", 10, false},              /* another body */
        {"\x0A\x01i\x12\x01s\x82\x01\x00", 9, false},                   /* another kind */
        {"\x0A\x01i\x12\x01s\x52\x06\x38\x01\xDA\x03\x01x", 14, false}, /* unknown field */
    };

    uint8_t first[PFQ_DIGEST_BYTES];
    digest_of("\x0A\x01i\x12\x01s\x52\x02\x38\x01", 10, first);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t digest[PFQ_DIGEST_BYTES];
        digest_of(rows[i].bytes, rows[i].size, digest);
        cr_assert_eq(memcmp(first, digest, sizeof digest) == 0, rows[i].same, "row %zu", i);
    }
}

Test(wire, a_refused_message_has_the_digest_of_its_frame)
{
    uint8_t digest[PFQ_DIGEST_BYTES];
    cr_assert_not(TAKE("nonsense"));
    pfq_digest((struct pfq_bytes){(const uint8_t *)"nonsense", 8}, digest);
    cr_assert_arr_eq(wire.content_digest, digest, sizeof digest);
}

/* Events are kept under their names as submissions are (G2). */
Test(wire, what_a_person_did_has_the_digest_of_its_content)
{
    uint8_t first[PFQ_DIGEST_BYTES];
    uint8_t stamped[PFQ_DIGEST_BYTES];
    uint8_t other[PFQ_DIGEST_BYTES];
    digest_of("\x0A\x01i\x12\x01s\x9A\x01\x02\x08\x01", 11, first);
    digest_of("\x0A\x01i\x12\x01s\x18\x63\x9A\x01\x02\x08\x01", 13, stamped);
    digest_of("\x0A\x01i\x12\x01s\x9A\x01\x02\x08\x02", 11, other);
    cr_assert_arr_eq(first, stamped, sizeof first);
    cr_assert_arr_neq(first, other, sizeof first);
}

Test(wire, a_question_names_nothing_and_has_no_digest)
{
    static const uint8_t zeros[PFQ_DIGEST_BYTES];
    uint8_t digest[PFQ_DIGEST_BYTES];
    digest_of("\x0A\x01i\x12\x01s\x82\x01\x00", 9, digest);
    cr_assert_arr_eq(digest, zeros, sizeof digest);
}

Test(wire, text_is_checked_at_every_position)
{
    for (size_t size = 1; size <= 24; size++) {
        for (size_t i = 0; i < size; i++) {
            uint8_t text[24];
            memset(text, 0x7F, sizeof text);
            text[i] = 1;
            cr_assert_eq(text_check(text, size), TEXT_OK);
            text[i] = 0;
            cr_assert_eq(text_check(text, size), TEXT_NUL);
            text[i] = 0x80;
            cr_assert_eq(text_check(text, size), TEXT_NOT_UTF8);
            memcpy(text + i, "\xC3\xA9", i + 1 < size ? 2 : 1);
            cr_assert_eq(text_check(text, size), i + 1 < size ? TEXT_OK : TEXT_NOT_UTF8);
        }
    }
}

Test(wire, no_problem_repeats_a_value_of_the_input)
{
    cr_assert_not(TAKE(HEAD "\x52\x12\x0A\x0EQuillfeather\xFF\xFF\x18\x63"));
    cr_assert_null(strstr(problems.rows[0]->message, "Quill"));
    cr_assert_null(strstr(problems.rows[0]->path, "Quill"));
    cr_assert_null(strstr(problems.rows[0]->fix, "Quill"));
    cr_assert_null(strstr(warnings.rows[0]->message, "99"));
}

Test(wire, trusted_bytes_that_are_damaged_are_an_error_and_not_a_crash)
{
    uint8_t bytes[1024];
    size_t size = sample(bytes);
    ProtobufCMessage *out = NULL;
    struct pfq_err err;
    fresh(ARENA);
    cr_assert_eq(pfq_wire_trusted(&pfq__v1__envelope__descriptor, (struct pfq_bytes){bytes, size},
                                  &arena, &out, &err),
                 PFQ_OK);
    cr_assert_eq(pfq_wire_trusted(&pfq__v1__envelope__descriptor,
                                  (struct pfq_bytes){bytes, size - 1}, &arena, &out, &err),
                 PFQ_E_MALFORMED);
    for (size_t i = 0; i < size * 8; i++) { /* whatever bit is wrong; asan sees what is read */
        uint8_t *damaged = malloc(size);
        memcpy(damaged, bytes, size);
        damaged[i / 8] ^= (uint8_t)(1U << i % 8);
        pfq_arena_reset(&arena);
        enum pfq_code code = pfq_wire_trusted(
            &pfq__v1__envelope__descriptor, (struct pfq_bytes){damaged, size}, &arena, &out, &err);
        cr_assert_eq(code == PFQ_OK, out != NULL, "bit %zu", i);
        free(damaged);
    }
}

Test(wire, a_trusted_field_of_another_wire_type_is_damage)
{
    static const char *const damaged[] = {
        "\x08\x01",             /* id: a number */
        "\x1A\x01\x05",         /* sent_at: bytes */
        "\x50\x01",             /* submission: a number */
        "\x52\x02\x0A\x05",     /* urn: longer than what is left */
        "\x52\x03\xA8\x80\x80", /* a tag that does not end */
    };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        ProtobufCMessage *out = NULL;
        struct pfq_err err;
        fresh(ARENA);
        struct pfq_bytes bytes = {(const uint8_t *)damaged[i], strlen(damaged[i])};
        cr_assert_eq(pfq_wire_trusted(&pfq__v1__envelope__descriptor, bytes, &arena, &out, &err),
                     PFQ_E_MALFORMED, "row %zu", i);
    }
}

Test(wire, names_that_count_up_have_neighbouring_keys_and_no_two_of_them_the_same)
{
    cr_assert_eq(pfq_name_key("rms", "m000124"), pfq_name_key("rms", "m000123") + 1);
    cr_assert_eq(pfq_name_key("rms", "9000002"), pfq_name_key("rms", "9000001") + 1);
    static const char *const names[][2] = {{"rms", "m1"},       {"rms", "m01"},     {"rms", "n1"},
                                           {"rm", "sm1"},       {"rmsm", "1"},      {"rms", "m"},
                                           {"rms", "1"},        {"rms", "m10"},     {"rms", "m1x"},
                                           {"rms", "12345678"}, {"rms", "22345678"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (size_t k = 0; k < i; k++) {
            cr_assert_neq(pfq_name_key(names[i][0], names[i][1]),
                          pfq_name_key(names[k][0], names[k][1]), "%s %s", names[i][1],
                          names[k][1]);
        }
    }
}

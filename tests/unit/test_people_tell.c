/* Who may tell what, and the reason codes. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/people.h"
#include "pfq/standard.h"
#include "pfq/wire.h"

#define WHAT(name) PFQ__V1__EVENT__WHAT_##name
#define TO(name)   PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

/* Operator, Force, CPS system, Prosecutor, Legal manager, Area manager. */
static const struct {
    Pfq__V1__Event__WhatCase what;
    int to; /* of a move; -1: escalated, or opened again */
    const char *who;
    const char *owner; /* these too, when the challenge is theirs */
} table[] = {
    {WHAT(ASSESSMENT), 0, "OCPL", ""},
    {WHAT(WITHDRAWAL), 0, "OCPL", ""},
    {WHAT(RESPONSE), 0, "OFCLA", ""},
    {WHAT(OUTCOME), 0, "OL", ""},
    {WHAT(REVIEW), 0, "OCPLA", ""},
    {WHAT(REMARK), 0, "OCPL", ""},
    {WHAT(CHALLENGE_RAISE), 0, "OCPLA", ""},
    {WHAT(CHALLENGE_MOVE), TO(SENT), "OCPLA", ""},
    {WHAT(CHALLENGE_MOVE), TO(ACKNOWLEDGED), "OFCPLA", ""},
    {WHAT(CHALLENGE_MOVE), TO(DISPUTED), "OFCPLA", ""},
    {WHAT(CHALLENGE_MOVE), TO(REMEDIED), "OFCPLA", ""},
    {WHAT(CHALLENGE_MOVE), TO(MAINTAINED), "OL", "PA"},
    {WHAT(CHALLENGE_MOVE), TO(WITHDRAWN), "OL", "PA"},
    {WHAT(CHALLENGE_MOVE), TO(CLOSED), "OL", "PA"},
    {WHAT(CHALLENGE_MOVE), -1, "OL", "PA"},
    {WHAT(MUTE), 0, "OCLA", ""},
    {WHAT(ACTION), 0, "OFCPLA", ""},
};

enum {
    ROWS = sizeof table / sizeof *table
};

static const char letters[] = "-OFCPLA"; /* by Role */

static Pfq__V1__FileRef file = PFQ__V1__FILE_REF__INIT;
static Pfq__V1__ThemeKey theme = PFQ__V1__THEME_KEY__INIT;
static Pfq__V1__Action action = PFQ__V1__ACTION__INIT;
static Pfq__V1__Mute mute = PFQ__V1__MUTE__INIT;
static Pfq__V1__ChallengeRaise raised = PFQ__V1__CHALLENGE_RAISE__INIT;
static Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;

static Pfq__V1__Event event_of(size_t row, char *force)
{
    static char by[] = "S17";
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    event.by = by;
    event.what_case = table[row].what;
    file.force = theme.force = raised.force = force;
    action.theme = mute.theme = &theme;
    move.has_to = table[row].to > 0;
    move.to = table[row].to > 0 ? (Pfq__V1__ChallengeState)table[row].to : 0;
    switch ((int)table[row].what) {
    case WHAT(ACTION):
        event.action = &action;
        break;
    case WHAT(MUTE):
        event.mute = &mute;
        break;
    case WHAT(CHALLENGE_RAISE):
        event.challenge_raise = &raised;
        break;
    case WHAT(CHALLENGE_MOVE):
        event.challenge_move = &move;
        break;
    default:
        event.file = &file;
    }
    return event;
}

static Pfq__V1__Peer peer_of(int role)
{
    static char own[] = "43";
    static char staff[] = "S17";
    static char area[] = "TC";
    static char *forces[] = {own};
    Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
    bool manager = letters[role] == 'A';
    peer.has_role = true;
    peer.role = (Pfq__V1__Role)role;
    peer.force = letters[role] == 'F' ? own : NULL;
    peer.staff = strchr("PLA", letters[role]) != NULL ? staff : NULL;
    peer.area = manager ? area : NULL;
    peer.forces = forces;
    peer.n_forces = manager;
    return peer;
}

static bool in(const char *list, int role)
{
    return strchr(list, letters[role]) != NULL;
}

/* Of its own force and of another's; a move is of the force that its challenge has. */
Test(people_tell, each_role_tells_what_is_its_own_and_of_its_own_forces)
{
    static char own[] = "43";
    static char other[] = "40";
    for (size_t i = 0; i < ROWS; i++) {
        for (int role = 0; letters[role] != '\0'; role++) {
            Pfq__V1__Peer peer = peer_of(role);
            bool may = in(table[i].who, role);
            bool limited = in("FA", role);
            Pfq__V1__Event event = event_of(i, own);
            cr_expect_eq(pfq_people_refuse(&peer, &event) == NULL, may || in(table[i].owner, role),
                         "row %zu by %c", i, letters[role]);
            cr_expect_eq(pfq_people_refuse_of(&peer, &event, own, "S18") == NULL, may,
                         "row %zu by %c, and it is another's to answer for", i, letters[role]);
            cr_expect_eq(pfq_people_refuse_of(&peer, &event, own, "S17") == NULL,
                         may || in(table[i].owner, role), "row %zu by %c, the owner", i,
                         letters[role]);
            cr_expect_eq(pfq_people_refuse_of(&peer, &event, other, "S18") == NULL, may && !limited,
                         "row %zu by %c of another force", i, letters[role]);
            event = event_of(i, other);
            bool named = table[i].what != WHAT(CHALLENGE_MOVE);
            cr_expect_eq(pfq_people_refuse(&peer, &event) == NULL,
                         (may || in(table[i].owner, role)) && !(named && limited),
                         "row %zu by %c, told of another force", i, letters[role]);
        }
    }
}

Test(people_tell, nobody_marks_a_second_time_what_they_marked_first)
{
    cr_expect_not_null(pfq_people_refuse_second("S17", "S17"));
    cr_expect_null(pfq_people_refuse_second("S17", "S18"));
    cr_expect_null(pfq_people_refuse_second(NULL, "S18"));
    cr_expect_null(pfq_people_refuse_second("S17", NULL));
}

/* Another role would not make somebody another person. */
Test(people_tell, who_speaks_for_another_is_told_their_own_id_and_no_other_role)
{
    static char own[] = "43";
    static char another[] = "S18";
    struct pfq_arena arena;
    Pfq__V1__Peer prosecutor = peer_of(PFQ__V1__ROLE__ROLE_PROSECUTOR);
    pfq_arena_open(&arena);
    for (size_t i = 0; i < ROWS; i++) {
        Pfq__V1__Event event = event_of(i, own);
        bool may = in(table[i].who, PFQ__V1__ROLE__ROLE_PROSECUTOR) ||
                   in(table[i].owner, PFQ__V1__ROLE__ROLE_PROSECUTOR);
        const char *path = NULL;
        cr_expect_null(pfq_people_refuse_fix(&prosecutor, &event, &arena, &path), "row %zu", i);
        event.by = another;
        const char *fix = pfq_people_refuse_fix(&prosecutor, &event, &arena, &path);
        cr_expect_eq(fix != NULL && strstr(fix, "--by S17") != NULL, may, "row %zu", i);
        cr_expect_str_eq(path, may ? "event.by" : "event", "row %zu", i);
    }
    pfq_arena_close(&arena);
}

/* Nor would another role make a force another's. */
Test(people_tell, who_speaks_of_another_force_is_told_their_own_and_no_other_role)
{
    static char other[] = "40";
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 0; i < ROWS; i++) {
        for (int role = 0; letters[role] != '\0'; role++) {
            const char *path = NULL;
            Pfq__V1__Peer peer = peer_of(role);
            Pfq__V1__Event event = event_of(i, other);
            bool may = in(table[i].who, role) || in(table[i].owner, role);
            bool wrong = may && in("FA", role) && table[i].what != WHAT(CHALLENGE_MOVE);
            const char *fix = pfq_people_refuse_fix(&peer, &event, &arena, &path);
            cr_expect_eq(fix != NULL && strstr(fix, "its own: ") != NULL, wrong,
                         "row %zu by %c: %s", i, letters[role], fix);
            cr_expect(!wrong || strcmp(path, "event") == 0, "row %zu by %c", i, letters[role]);
        }
    }
    pfq_arena_close(&arena);
}

Test(people_tell, an_event_says_something_and_of_whom)
{
    Pfq__V1__Event none = PFQ__V1__EVENT__INIT;
    Pfq__V1__Peer all = peer_of(PFQ__V1__ROLE__ROLE_OPERATOR);
    Pfq__V1__Peer force = peer_of(PFQ__V1__ROLE__ROLE_FORCE);
    Pfq__V1__Peer manager = peer_of(PFQ__V1__ROLE__ROLE_AREA_MANAGER);
    cr_expect_not_null(pfq_people_refuse(&all, &none));
    for (size_t i = 0; i < ROWS; i++) {
        Pfq__V1__Event event = event_of(i, NULL);
        bool named = table[i].what != WHAT(CHALLENGE_MOVE);
        cr_expect(!named || pfq_people_refuse(&force, &event) != NULL, "row %zu", i);
        cr_expect(!named || pfq_people_refuse(&manager, &event) != NULL, "row %zu", i);
    }
    force.force = NULL; /* pfq.conf gave none */
    Pfq__V1__Event event = event_of(2, NULL);
    cr_expect_not_null(pfq_people_refuse(&force, &event));
}

Test(people_tell, whoever_has_a_staff_id_speaks_for_themselves)
{
    static char own[] = "43";
    static char other[] = "S18";
    Pfq__V1__Peer peer = peer_of(PFQ__V1__ROLE__ROLE_PROSECUTOR);
    Pfq__V1__Event event = event_of(0, own);
    cr_expect_null(pfq_people_refuse(&peer, &event));
    event.by = other;
    cr_expect_not_null(pfq_people_refuse(&peer, &event));
    event.by = NULL;
    cr_expect_not_null(pfq_people_refuse(&peer, &event));
    peer.staff = NULL; /* pfq.conf gives none */
    cr_expect_null(pfq_people_refuse(&peer, &event));
}

Test(people_tell, the_manager_of_all_areas_speaks_of_every_force)
{
    static char other[] = "40";
    Pfq__V1__Peer manager = peer_of(PFQ__V1__ROLE__ROLE_AREA_MANAGER);
    manager.area = NULL;
    manager.n_forces = 0;
    Pfq__V1__Event event = event_of(2, other);
    cr_expect_null(pfq_people_refuse(&manager, &event));
}

Test(people_tell, reason_codes_belong_to_kinds)
{
    static const struct {
        const char *code;
        bool triage;
        bool nfq;
        bool dga;
    } rows[] = {{"T01", true, true, false},
                {"P01", true, false, false},
                {"D23", false, true, true},
                {"X01", false, false, false},
                {"", false, false, false}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *code = rows[i].code;
        cr_expect_eq(pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE),
                     rows[i].triage);
        cr_expect_eq(pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ),
                     rows[i].nfq);
        cr_expect_eq(pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA),
                     rows[i].dga);
        cr_expect_not(
            pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_UNSPECIFIED));
    }
    cr_expect_null(pfq_people_reason_title(NULL));
    cr_expect_eq(pfq_people_reason_theme("X01"), PFQ__V1__THEME__THEME_UNSPECIFIED);
}

Test(people_tell, there_are_38_codes_in_the_families_of_the_cps)
{
    static const struct {
        const char *family;
        unsigned codes;
    } families[] = {{"ARRIVAL", 13},   {"PRIORITY", 2},    {"BREACH", 1},
                    {"DISCLOSURE", 6}, {"EVIDENTIAL", 13}, {"VICTIM_WITNESS", 3}};

    unsigned all = 0;
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        unsigned codes = 0;
        for (size_t i = 0; pfq_people_reason_at(i) != NULL; i++) {
            codes +=
                strcmp(pfq_people_reason_family(pfq_people_reason_at(i)), families[f].family) == 0;
        }
        cr_expect_eq(codes, families[f].codes, "%s", families[f].family);
        all += codes;
    }
    cr_expect_eq(all, 38);
}

static bool row_says(const Pfq__V1__CatalogueCheck *row, const char *code)
{
    for (size_t i = 0; i < row->n_reasons; i++) {
        if (strcmp(row->reasons[i], code) == 0) {
            return true;
        }
    }
    return false;
}

/* Rows that name the code, and whether one of them is of its theme. */
static void check_theme_of(const Pfq__V1__Catalogue *catalogue, const char *code)
{
    bool named = false;
    bool of_theme = false;
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        bool says = row_says(catalogue->checks[i], code);
        named |= says;
        of_theme |= says && catalogue->checks[i]->theme == pfq_people_reason_theme(code);
    }
    cr_expect(!named || of_theme, "%s is of another theme in the catalogue", code);
    cr_expect_neq(pfq_people_reason_theme(code), PFQ__V1__THEME__THEME_UNSPECIFIED, "%s", code);
}

Test(people_tell, the_theme_of_a_code_is_one_that_the_catalogue_gives_it)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_standard *standard = NULL;
    struct pfq_err err;
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    cr_assert_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_OK);
    for (size_t i = 0; pfq_people_reason_at(i) != NULL; i++) {
        check_theme_of(pfq_standard_texts(standard), pfq_people_reason_at(i));
    }
    pfq_standard_close(standard);
    pfq_arena_close(&arena);
}

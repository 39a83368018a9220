/* The table of a challenge's moves in proto/people.proto is the one that is kept (pfq/people.h). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "pfq/people.h"
#include "pfq/wire.h"

enum {
    LINE = 256,
    LAST = PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_CLOSED,
    LEVEL = 2
};

#define ROLE(name) PFQ__V1__ROLE__ROLE_##name

/* A row: from, the states with by whom, and whether it may escalate and reopen. */
struct row {
    char to[LINE];
    char escalates[8];
    char reopens[8];
};

static const char *name_of(int state)
{
    return pfq_enum_name(&pfq__v1__challenge_state__descriptor, state);
}

/* Two blanks and more part the columns. */
static bool read_row(const char *line, const char *from, struct row *row)
{
    char name[32];
    char rest[LINE];
    if (sscanf(line, "//   %31s %255[^\n]", name, rest) != 2 || strcmp(name, from) != 0) {
        return false;
    }
    char *end = strstr(rest, "  ");
    if (end == NULL) {
        return false;
    }
    *end = '\0';
    (void)snprintf(row->to, sizeof row->to, "%s", rest);
    return sscanf(end + 1, "%7s %7s", row->escalates, row->reopens) == 2;
}

static struct row find_row(const char *from)
{
    char line[LINE];
    struct row row = {0};
    bool found = false;
    FILE *file = fopen("proto/people.proto", "r");
    cr_assert_not_null(file, "run the tests from the top of the project");
    while (!found && fgets(line, sizeof line, file) != NULL) {
        found = read_row(line, from, &row);
    }
    (void)fclose(file);
    cr_assert(found, "no row for %s", from);
    return row;
}

/* By whom the row lets it enter a state: "either", "of", "CPS"; "": nobody. */
static const char *by_whom(const struct row *row, const char *to)
{
    static char who[16];
    const char *at = strstr(row->to, to);
    const char *open = at == NULL ? NULL : strchr(at, '(');
    who[0] = '\0';
    if (open != NULL) {
        cr_assert_eq(sscanf(open, "(%15[^)])", who), 1);
    }
    return who;
}

static bool may(int from, const Pfq__V1__ChallengeMove *move, Pfq__V1__Role role)
{
    Pfq__V1__ChallengeRow row = PFQ__V1__CHALLENGE_ROW__INIT;
    row.has_state = row.has_level = true;
    row.state = (Pfq__V1__ChallengeState)from;
    row.level = 1;
    return pfq_challenge_refuse(&row, move, role) == NULL;
}

/* Who of the CPS it is, is another question: that of the event's sender. */
static bool may_tell(const Pfq__V1__ChallengeMove *move, Pfq__V1__Role role)
{
    Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    peer.has_role = true;
    peer.role = role;
    event.what_case = PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
    event.challenge_move = (Pfq__V1__ChallengeMove *)(uintptr_t)move;
    return pfq_people_refuse_of(&peer, &event, "43", "someone") == NULL;
}

Test(contract_moves, the_table_has_the_states_that_may_be_entered_and_by_whom)
{
    for (int from = 1; from <= LAST; from++) {
        struct row row = find_row(name_of(from));
        for (int to = 1; to <= LAST; to++) {
            Pfq__V1__ChallengeMove move = PFQ__V1__CHALLENGE_MOVE__INIT;
            const char *who = by_whom(&row, name_of(to));
            move.has_to = true;
            move.to = (Pfq__V1__ChallengeState)to;
            cr_expect_eq(may(from, &move, ROLE(LEGAL_MANAGER)), who[0] != '\0', "%s to %s",
                         name_of(from), name_of(to));
            cr_expect_eq(may(from, &move, ROLE(FORCE)), strcmp(who, "either") == 0, "%s to %s",
                         name_of(from), name_of(to));
            if (who[0] != '\0') {
                cr_expect_eq(may_tell(&move, ROLE(PROSECUTOR)), strcmp(who, "of") != 0, "%s to %s",
                             name_of(from), name_of(to));
            }
        }
    }
}

Test(contract_moves, the_table_says_what_escalates_and_what_opens_again)
{
    for (int from = 1; from <= LAST; from++) {
        struct row row = find_row(name_of(from));
        Pfq__V1__ChallengeMove up = PFQ__V1__CHALLENGE_MOVE__INIT;
        Pfq__V1__ChallengeMove again = PFQ__V1__CHALLENGE_MOVE__INIT;
        up.has_level = again.has_reopen = again.reopen = true;
        up.level = LEVEL;
        again.reason = (char *)(uintptr_t) "new facts";
        cr_expect_eq(may(from, &up, ROLE(LEGAL_MANAGER)), strcmp(row.escalates, "of") == 0, "%s",
                     name_of(from));
        cr_expect_eq(may(from, &again, ROLE(LEGAL_MANAGER)), strcmp(row.reopens, "of") == 0, "%s",
                     name_of(from));
    }
}

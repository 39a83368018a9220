/* Who gets which mail: deliver/routes.h; and the mail server's settings: deliver/relay.h. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "feedback/deliver/relay.h"
#include "feedback/deliver/routes.h"

static char path[64];
static struct routes routes;

static enum pfq_code read_routes(const char *text)
{
    struct pfq_err err = {0};
    strcpy(path, "/tmp/pfq-routes-XXXXXX");
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_geq(write(fd, text, strlen(text)), 0);
    (void)close(fd);
    enum pfq_code code = routes_read(path, &routes, &err);
    (void)unlink(path);
    return code;
}

static Pfq__V1__Delivery what(const char *force, const char *unit, Pfq__V1__DigestKind kind,
                              bool inside)
{
    Pfq__V1__Delivery d = PFQ__V1__DELIVERY__INIT;
    d.force = (char *)(uintptr_t)force;
    d.police_unit = (char *)(uintptr_t)unit;
    d.kind = kind;
    d.audience = inside ? PFQ__V1__AUDIENCE__AUDIENCE_INSIDE : PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    return d;
}

#define DAILY   PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY
#define WEEKLY  PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY
#define MONTHLY PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY
#define PACK    PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK

Test(routes, the_most_specific_line_that_wants_it_wins)
{
    static const struct {
        const char *force;
        const char *unit;
        Pfq__V1__DigestKind kind;
        bool inside;
        enum routes_answer answer;
        const char *recipients;
    } rows[] = {
        {"43", "", WEEKLY, false, ROUTES_FOUND, "lead@p.example second@p.example "},
        {"43", "AB", DAILY, false, ROUTES_FOUND, "ab@p.example "},
        {"43", "AB", WEEKLY, false, ROUTES_FOUND, "lead@p.example second@p.example "},
        {"43", "CD", WEEKLY, false, ROUTES_FOUND, "lead@p.example second@p.example "},
        {"43", "", DAILY, false, ROUTES_NOT_WANTED, ""},
        {"43", "", MONTHLY, true, ROUTES_FOUND, "all@cps.example "},
        {"40", "", WEEKLY, false, ROUTES_NONE, ""},
        {"01", "", MONTHLY, false, ROUTES_FOUND, "met@p.example "},
        {"", "Thames and Chiltern", PACK, true, ROUTES_FOUND, "dccp@cps.example "},
        {"", "Mersey", PACK, true, ROUTES_NOT_WANTED, ""},
    };

    cr_assert_eq(read_routes("[common]\nrun = /tmp\n[routes]\n"
                             "43 = Lead@P.example weekly,monthly outside\n"
                             "43 = second@p.example weekly outside\n"
                             "43 AB = ab@p.example daily outside\n"
                             "02 = met@p.example monthly outside\n"
                             "area Thames and Chiltern = dccp@cps.example call_sheet,pack inside\n"
                             "* = all@cps.example monthly inside\n"),
                 PFQ_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found[8];
        char text[256] = "";
        size_t count = 0;
        Pfq__V1__Delivery d = what(rows[i].force, rows[i].unit, rows[i].kind, rows[i].inside);
        cr_expect_eq(routes_find(&routes, &d, found, 8, &count), rows[i].answer, "row %zu", i);
        for (size_t k = 0; k < count; k++) {
            strcat(text, found[k]);
            strcat(text, " ");
        }
        cr_expect_str_eq(text, rows[i].recipients, "row %zu", i);
    }
    routes_close(&routes);
}

/* A level of its own for whoever deals with challenges there; "challenge" is for all of them. */
Test(routes, a_challenge_goes_to_whoever_deals_with_its_level)
{
    static const struct {
        uint32_t level;
        const char *recipients;
    } rows[] = {{0, "all@p.example "},
                {1, "all@p.example "},
                {3, "all@p.example supt@p.example "},
                {4, "all@p.example supt@p.example acc@p.example "}};

    cr_assert_eq(read_routes("[routes]\n43 = all@p.example challenge outside\n"
                             "43 = supt@p.example weekly,challenge_3,challenge_4 outside\n"
                             "43 = acc@p.example challenge_4 outside\n"),
                 PFQ_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found[8];
        char text[256] = "";
        size_t count = 0;
        Pfq__V1__Delivery d = what("43", "", PFQ__V1__DIGEST_KIND__DIGEST_KIND_CHALLENGE, false);
        cr_expect_eq(routes_find_at(&routes, &d, rows[i].level, found, 8, &count), ROUTES_FOUND);
        for (size_t k = 0; k < count; k++) {
            strcat(text, found[k]);
            strcat(text, " ");
        }
        cr_expect_str_eq(text, rows[i].recipients, "row %zu", i);
    }
    routes_close(&routes);
    cr_expect_eq(read_routes("[routes]\n43 = a@p.example challenge_6 outside\n"), PFQ_E_CONFIG);
}

static char *captured_stderr(void)
{
    static char text[8192];
    (void)fflush(stderr);
    FILE *file = cr_get_redirected_stderr();
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    return text;
}

static void redirect(void)
{
    cr_redirect_stderr();
}

static void expect_all(const char *text, const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cr_expect_not_null(strstr(text, parts[i]), "no \"%s\" in:\n%s", parts[i], text);
    }
}

Test(routes, every_fault_is_told_with_its_line, .init = redirect)
{
    static const char *const told[] = {
        ":2: a route is of a force (43)", ":3: the recipient is no plain name@domain",
        ":3: there is no \"hourly\"",     ":3: for whom is it: inside (CPS) or outside (police)?",
        ":4: write three words",          ":6: line 5 says the same of this recipient already",
        ":7: write three words",          ":8: a route's name has at most 48 bytes",
    };
    cr_expect_eq(read_routes("[routes]\n"
                             "4x = a@x.example weekly outside\n"
                             "43 = a..b@x.example weekly,hourly sideways\n"
                             "43 = a@x.example weekly\n"
                             "43 = a@x.example weekly,daily outside\n"
                             "43 = A@x.example daily outside\n"
                             "43 = a@x.example weekly outside twice\n"
                             "area 12345678901234567890123456789012345678901234567890 = "
                             "a@x.example weekly outside\n"),
                 PFQ_E_CONFIG);
    expect_all(captured_stderr(), told, sizeof told / sizeof *told);
}

Test(routes, packs_are_an_areas_and_digests_a_forces, .init = redirect)
{
    static const char *const told[] = {
        ":2: an Area takes call_sheet and pack; daily, weekly, monthly, reminder, challenge and "
        "challenge_1 to challenge_5 go to a force (43), a unit (43 AB) or all (*)",
        ":3: a force, a unit and all (*) take daily, weekly, monthly, reminder, challenge and "
        "challenge_1 to challenge_5; call_sheet and pack are an Area's",
        ":4: a force, a unit and all (*) take ",
        ":5: call_sheet and pack are for the CPS alone",
        ":6: an Area takes call_sheet and pack; daily,",
    };
    cr_expect_eq(read_routes("[routes]\n"
                             "area Wessex = a@x.example weekly inside\n"
                             "43 = a@x.example pack inside\n"
                             "* = a@x.example monthly,call_sheet inside\n"
                             "area Wessex = a@x.example pack outside\n"
                             "area Wessex = a@x.example challenge,reminder inside\n"),
                 PFQ_E_CONFIG);
    expect_all(captured_stderr(), told, sizeof told / sizeof *told);
}

/* --- the server ------------------------------------------------------------------------------ */

static struct relay_texts usual(void)
{
    return (struct relay_texts){.url = "smtp://relay.example:587",
                                .tls = "required",
                                .ca = "",
                                .certificate = "",
                                .key = "",
                                .login = "",
                                .reach = "anywhere",
                                .from = "pfq@cps.example",
                                .reply_to = ""};
}

Test(relay, tls_is_required_but_on_loopback_where_none_is_said)
{
    static const struct {
        const char *url;
        const char *tls;
        bool good;
    } rows[] = {
        {"smtp://relay.example:587", "required", true},
        {"smtps://relay.example", "required", true},
        {"smtp://relay.example", "none", false},
        {"smtp://127.0.0.1:25", "none", true},
        {"smtp://[::1]:25", "none", true},
        {"smtp://localhost", "none", true},
        {"smtp://localhost.example", "none", false},
        {"smtp://127.0.0.1.example", "none", false},
        {"smtp://10.0.0.1", "none", false},
        {"smtps://127.0.0.1", "none", false},
        {"smtp://127.0.0.1", "maybe", false},
        {"http://relay.example", "required", false},
        {"smtp://u:p@relay.example", "required", false},
        {"smtp://", "required", false},
    };

    cr_redirect_stderr();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct relay relay;
        struct pfq_err err = {0};
        struct relay_texts texts = usual();
        texts.url = rows[i].url;
        texts.tls = rows[i].tls;
        cr_expect_eq(relay_read(&texts, &relay, &err) == PFQ_OK, rows[i].good, "%s %s", rows[i].url,
                     rows[i].tls);
    }
}

Test(relay, with_reach_loopback_another_machine_is_no_server)
{
    static const char *const elsewhere[] = {"smtp://relay.example:25", "smtp://10.1.2.3",
                                            "smtps://[2001:db8::1]"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        struct relay relay;
        struct pfq_err err = {0};
        struct relay_texts texts = usual();
        texts.reach = "loopback";
        texts.url = elsewhere[i];
        cr_assert_eq(relay_read(&texts, &relay, &err), PFQ_OK);
        cr_expect_null(relay.url);
        cr_expect(relay.loopback_only);
    }
}

Test(relay, every_fault_is_told_and_secrets_are_closed_to_others, .init = redirect)
{
    static const char *const told[] = {
        "smtp: write smtp://host:port",     "smtp_tls: write required or none",
        "mail_reach: write anywhere or",    "mail_from: write the address",
        "mail_reply_to: write one address", "smtp_ca: there is no file /nowhere",
        "smtp_login: others may read",      "smtp_certificate and smtp_key: set both",
    };
    struct relay relay;
    struct pfq_err err = {0};
    struct relay_texts texts = usual();
    strcpy(path, "/tmp/pfq-login-XXXXXX");
    int fd = mkstemp(path);
    cr_assert_eq(fchmod(fd, 0640), 0);
    (void)close(fd);
    texts.url = "relay";
    texts.tls = texts.reach = "x";
    texts.from = texts.reply_to = "nobody";
    texts.ca = "/nowhere";
    texts.certificate = "/nowhere";
    texts.login = path;
    cr_expect_eq(relay_read(&texts, &relay, &err), PFQ_E_CONFIG);
    expect_all(captured_stderr(), told, sizeof told / sizeof *told);
    (void)unlink(path);
}

Test(relay, a_login_is_two_lines_of_a_closed_file)
{
    struct relay relay;
    struct pfq_err err = {0};
    struct relay_texts texts = usual();
    strcpy(path, "/tmp/pfq-login-XXXXXX");
    int fd = mkstemp(path); /* 0600 */
    cr_assert_eq(write(fd, "cps\nsecret word\n", 16), 16);
    (void)close(fd);
    texts.login = path;
    cr_expect_eq(relay_read(&texts, &relay, &err), PFQ_OK, "%s", err.text);
    cr_expect_str_eq(relay.user, "cps");
    cr_expect_str_eq(relay.password, "secret word");
    (void)unlink(path);
}

Test(routes, a_staff_id_has_one_address)
{
    cr_assert_eq(read_routes("[routes]\n43 = a@p.example weekly outside\n"
                             "[staff]\nS18 = S18@CPS.example\nb.c_d-1 = x@cps.example\n"),
                 PFQ_OK);
    cr_expect_str_eq(routes_staff(&routes, "S18"), "s18@cps.example");
    cr_expect_str_eq(routes_staff(&routes, "b.c_d-1"), "x@cps.example");
    cr_expect_null(routes_staff(&routes, "S19"));
    routes_close(&routes);
}

Test(routes, every_line_of_staff_that_is_wrong_is_named)
{
    char said[2048] = "";
    cr_redirect_stderr();
    cr_expect_eq(read_routes("[staff]\nS18 = nowhere\nS 19 = a@cps.example\nS20 = b@cps.example\n"
                             "S20 = c@cps.example\n"),
                 PFQ_E_CONFIG);
    (void)fflush(stderr);
    size_t size = fread(said, 1, sizeof said - 1, cr_get_redirected_stderr());
    said[size] = '\0';
    static const char *const wanted[] = {":2: the recipient is no plain name@domain",
                                         ":3: a staff id is 1 to 32", ":5: S20 has an address"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect_not_null(strstr(said, wanted[i]), "%s", said);
    }
}

/* Whether a service is there, and where it was looked for: operator/reach.h, places.h. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "operator/places.h"
#include "operator/reach.h"
#include "support/command.h"

static int listen_at(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    (void)snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
    cr_assert_eq(bind(fd, (const struct sockaddr *)&at, sizeof at), 0);
    cr_assert_eq(listen(fd, 1), 0);
    return fd;
}

Test(operator_reach, why_nobody_is_there_is_said_in_words)
{
    char endpoint[64];
    struct reach reach = {.command = "test", .endpoint = endpoint, .tried = ""};
    (void)snprintf(endpoint, sizeof endpoint, "ipc:///tmp/pfq-reach-%d.sock", (int)getpid());
    cr_assert_str_eq(reach_why_not(&reach), "there is no such socket");
    int fd = listen_at(reach_path(&reach));
    cr_assert_null(reach_why_not(&reach));
    for (int i = 0; i < 5; i++) { /* also when more wait than it takes */
        cr_assert_null(reach_why_not(&reach));
    }
    (void)close(fd);
    cr_assert_str_eq(reach_why_not(&reach), "the socket is there, but nobody listens at it");
    (void)unlink(reach_path(&reach));
}

Test(operator_reach, what_is_not_a_local_socket_is_left_to_the_connection)
{
    struct reach reach = {.command = "test", .endpoint = "tcp://127.0.0.1:1", .tried = ""};
    cr_assert_null(reach_why_not(&reach));
}

Test(operator_reach, waiting_ends_with_its_time)
{
    struct reach reach = {.command = "test", .endpoint = "ipc:///nonexistent/a.sock", .tried = ""};
    cr_assert_not(reach_wait(&reach, 100));
    cr_assert_not(reach.said);
}

Test(operator_reach, where_nothing_said_where_to_look_that_is_said)
{
    char dir[] = "/tmp/pfq-reach-XXXXXX";
    cr_assert_not_null(mkdtemp(dir));
    cr_assert_eq(chdir(dir), 0);
    (void)unsetenv("PFQ_RUN");
    cr_assert_not_null(strstr(place_tried(NULL), "no ./var/run here"));
    cr_assert_str_empty(place_tried("/run/other"));
    cr_assert_eq(setenv("PFQ_RUN", "/run/other", 1), 0);
    cr_assert_str_empty(place_tried(NULL));
    cr_assert_eq(rmdir(dir), 0);
}

Test(operator_reach, a_question_to_nobody_says_so_before_its_time_is_over)
{
    const char *const argv[] = {"pfq", "case", "40AA1234526", "--run", "/nonexistent", NULL};
    struct command ran = command_run(argv, NULL);
    cr_assert_eq(ran.code, 3);
    cr_assert_not_null(strstr(ran.err, "/nonexistent/feedback.sock yet"), "%s", ran.err);
    cr_assert_not_null(strstr(ran.err, "feedback.sock: there is no such socket\n"), "%s", ran.err);
    command_free(&ran);
}

/* Simulated intake through the three services: taken whole, and known when it comes again. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/command.h"
#include "support/rig.h"

static struct command simulate(const char *run)
{
    const char *const argv[] = {"pfq",    "simulate", "--months", "2026-03", "--files",  "400",
                                "--late", "10",       "--run",    run,       "--submit", NULL};
    return command_run(argv, NULL);
}

Test(p_simulate, everything_is_accepted_once_and_known_the_second_time)
{
    struct rig rig = {0};
    char run[80];
    rig_begin(&rig);
    rig_start_all(&rig);
    (void)snprintf(run, sizeof run, "%s/run", rig.dir);
    struct command first = simulate(run);
    struct command again = simulate(run);
    cr_expect_eq(first.code, 0, "%s", first.err);
    cr_expect_not_null(strstr(first.err, "0 in conflict, 0 refused, 0 not answered"), "%s",
                       first.err);
    cr_expect_eq(again.code, 0, "%s", again.err);
    cr_expect_not_null(strstr(again.err, ": 0 accepted, "), "%s", again.err);
    command_free(&first);
    command_free(&again);
    rig_end(&rig);
}

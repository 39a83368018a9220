/* The .proto files are enough: a client in another language, with its own libraries. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/rig.h"

Test(g_foreign_client, a_client_that_knows_only_the_contract_does_the_main_job, .timeout = 60)
{
    static struct rig rig;
    char command[512];
    rig_begin(&rig);
    rig_start_all(&rig);
    (void)snprintf(command, sizeof command,
                   "/usr/bin/python3 tests/support/foreign_client.py proto "
                   "ipc://%s/run/intake.sock ipc://%s/run/feedback.sock",
                   rig.dir, rig.dir);
    cr_assert_eq(system(command), 0);
    rig_end(&rig);
}

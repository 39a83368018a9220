#include "rules.h"

int rules_diff(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return 2;
}

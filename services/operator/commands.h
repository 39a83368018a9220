/* commands.h - the subcommands' entry points, one for each row of commands.def.
 *
 * Each takes what follows "pfq" on the command line, with argv[0] = "pfq <name>", and
 * returns an enum pfq_exit.
 *
 * Layer 4 (operator).
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#define COMMAND(name, text) int command_##name(int argc, char **argv);
#include "commands.def"
#undef COMMAND

#endif

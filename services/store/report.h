/* report.h - what the database says when no service runs.
 *
 * Read-only; a ServiceStatus as one line of canonical protobuf JSON on standard output.
 * Exit status: 0 told, 2 wrong usage, 4 cannot tell (the reason is on standard error).
 *
 * Layer 4 (store).
 */
#ifndef REPORT_H
#define REPORT_H

/* argv after "--report": [--config=FILE] [-o NAME=VALUE]... */
int report_main(int argc, char **argv);

#endif

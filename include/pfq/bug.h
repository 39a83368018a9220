/* pfq/bug.h - promises of our own code, kept in every build.
 *
 * PFQ_ASSERT is for bugs alone.  Whatever comes from outside (bytes, files, peers,
 * the disk) is handled, never asserted on.
 *
 * Layer 0: includes nothing of ours.
 */
#ifndef PFQ_BUG_H
#define PFQ_BUG_H

_Noreturn void pfq_bug(const char *file, int line, const char *claim);

#define PFQ_ASSERT(claim) ((claim) ? (void)0 : pfq_bug(__FILE__, __LINE__, #claim))

#endif

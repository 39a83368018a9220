/* facts.h - what a simulated file is: drawn first, written down afterwards.
 *
 * Private to services/simulate.
 */
#ifndef FACTS_H
#define FACTS_H

#include "dice.h"
#include "world.h"

/* What a file has or is.  Failings ask for some of them. */
#define TRAITS(T)                                                                                  \
    T(CUSTODY)                                                                                     \
    T(BAIL)        /* unconditional */                                                             \
    T(CONDITIONAL) /* bail */                                                                      \
    T(DA)                                                                                          \
    T(HATE)                                                                                        \
    T(YOUTH)                                                                                       \
    T(RASSO)                                                                                       \
    T(TWO)       /* defendants; of a not guilty file with one plea each way */                     \
    T(VICTIM)    /* a person */                                                                    \
    T(SHOP)      /* the victim is a body */                                                        \
    T(BYSTANDER) /* a civilian on a not guilty file without such a victim */                       \
    T(CPS)       /* decided to charge */                                                           \
    T(NOT_GUILTY)                                                                                  \
    T(PLEA_FREE) /* police may charge it whatever the plea */                                      \
    T(INTERVIEWED)                                                                                 \
    T(NOT_INTERVIEWED)                                                                             \
    T(NO_COMMENT)                                                                                  \
    T(ANSWERED)                                                                                    \
    T(INTERPRETER)                                                                                 \
    T(PRECONS)                                                                                     \
    T(FOREIGN)                                                                                     \
    T(TIC)                                                                                         \
    T(BAD_CHARACTER)                                                                               \
    T(CCTV)                                                                                        \
    T(BWV)                                                                                         \
    T(CALL_999)                                                                                    \
    T(MEDIA) /* any of the three */                                                                \
    T(EXHIBIT)                                                                                     \
    T(PHOTOS)                                                                                      \
    T(FORENSIC)                                                                                    \
    T(DEVICES)                                                                                     \
    T(MEDICAL)                                                                                     \
    T(DRUGS)                                                                                       \
    T(DRINK)                                                                                       \
    T(MOTORING)                                                                                    \
    T(LOSS) /* or injury: the report must state it */                                              \
    T(BREACH)                                                                                      \
    T(SPECIAL_MEASURES)                                                                            \
    T(OLDER)                                                                                       \
    T(VPS_MADE)                                                                                    \
    T(COMPENSATION)                                                                                \
    T(SENSITIVE)                                                                                   \
    T(NO_SENSITIVE)                                                                                \
    T(UNDERMINING)                                                                                 \
    T(THIRD_PARTY)                                                                                 \
    T(MANAGED) /* needs a disclosure management document */                                        \
    T(LINKED)                                                                                      \
    T(ORDERS)                                                                                      \
    T(CONTESTED) /* the forensic result */                                                         \
    T(MG3)                                                                                         \
    T(REDACTION)                                                                                   \
    T(RESUBMITTED)                                                                                 \
    T(ORDINARY) /* not in the days around Christmas, when little time is working time */           \
    T(NIGHT)                                                                                       \
    T(AS_GAP) /* a Crown Court file under the name of a guilty plea file */

enum trait_bit {
#define TRAIT(name) BIT_##name,
    TRAITS(TRAIT)
#undef TRAIT
    TRAIT_COUNT
};

_Static_assert(TRAIT_COUNT <= 64, "traits are the bits of one number");

#define HAS(name) (UINT64_C(1) << BIT_##name)

struct offence {
    const char *code;
    Pfq__V1__OffenceCategory category;
    Pfq__V1__OffenceGroup group;
    Pfq__V1__InjuryLevel injury;
};

struct facts {
    uint64_t index; /* of the first submission in the run */
    unsigned ordinal;
    int force;
    int unit;
    uint32_t number; /* of the URN */
    int year;        /* of the URN */
    int32_t origin;  /* date of the first submission */
    int32_t date;    /* of this one */
    int64_t sent_at;
    Pfq__V1__FileType stage; /* what the file is made as; see AS_GAP */
    const struct offence *offence;
    uint64_t traits;
    uint32_t age;    /* of the first defendant */
    uint32_t victim; /* age */
};

static inline bool has(const struct facts *facts, uint64_t traits)
{
    return (facts->traits & traits) == traits;
}

/* Stage, offence and traits of a file whose index, ordinal, date and place are set. */
void facts_draw(struct facts *facts, uint64_t seed);

#define STAGE(name) (1U << (unsigned)PFQ__V1__FILE_TYPE__FILE_TYPE_##name)

static inline bool stage_in(const struct facts *facts, unsigned stages)
{
    return (1U << (unsigned)facts->stage & stages) != 0;
}

#define STAGES_ALL        (~0U)
#define STAGES_OFFENCE    (~STAGE(BOB))
#define STAGES_REFERRED   (STAGE(PCD_GAP) | STAGE(PCD_FCT) | STAGE(PCD_TT))
#define STAGES_PCD        (STAGE(PCD_EA) | STAGES_REFERRED)
#define STAGES_NOT_GUILTY (STAGE(FH_NGAP) | STAGE(FH_CC))
#define STAGES_FH         (STAGE(FH_GAP) | STAGES_NOT_GUILTY)
#define STAGES_UPG        (STAGE(UPG_MC) | STAGE(UPG_CC))
#define STAGES_LISTED     (STAGES_NOT_GUILTY | STAGES_UPG) /* witness lists */
#define STAGES_SCHEDULES  (STAGES_LISTED | STAGE(PCD_FCT))
#define STAGES_EVIDENCE   (STAGES_SCHEDULES | STAGE(PCD_TT))
#define STAGES_MEDIA      (STAGES_EVIDENCE | STAGE(FH_GAP))
#define STAGES_MATERIAL   (STAGES_NOT_GUILTY | STAGE(PCD_FCT))
#define STAGES_DA         (STAGES_REFERRED | STAGE(FH_GAP) | STAGE(FH_NGAP))

#endif

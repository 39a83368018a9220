/* facts.c - the facts of a file are drawn: see facts.h. */
#include "facts.h"

enum brings {
    PERSON = 1, /* a victim who may be a partner or picked out by hostility */
    HOUSEHOLDER,
    SHOP,
    NOBODY,
    BREACH,
    SEXUAL,
    PAPER
};

enum kind {
    KIND_GUILTY,
    KIND_NOT_GUILTY,
    KIND_CROWN
};

static const struct offence_row {
    struct offence offence;
    uint8_t often[3]; /* by kind */
    uint8_t brings;
} offences[] = {

#define OFFENCE(code, category, group, injury, guilty, not_guilty, crown, brings)                  \
    {{#code, PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_##category,                               \
      PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_##group,                                               \
      PFQ__V1__INJURY_LEVEL__INJURY_LEVEL_##injury},                                               \
     {guilty, not_guilty, crown},                                                                  \
     brings},
#include "simulate/offences.def"
#undef OFFENCE
};

enum {
    OFFENCES = sizeof offences / sizeof offences[0]
};

struct share {
    uint32_t ppm;
    Pfq__V1__FileType stage;
};

#define SHARE(name)                                                                                \
    {                                                                                              \
        P_MIX_##name, PFQ__V1__FILE_TYPE__FILE_TYPE_##name                                         \
    }

static Pfq__V1__FileType draw_stage(const struct facts *facts, struct dice *dice)
{
    static const struct share after[] = {{P_MIX_GAP, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP},
                                         {P_MIX_NGAP, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP},
                                         {P_MIX_CC, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC},
                                         SHARE(BOB),
                                         SHARE(UPG_MC),
                                         SHARE(UPG_CC),
                                         SHARE(REMAND),
                                         SHARE(SJP)};
    static const struct share before[] = {SHARE(PCD_FCT), SHARE(PCD_GAP), SHARE(PCD_TT),
                                          SHARE(PCD_EA)};
    const struct share *row =
        dice_ppm(dice, volume_before_charge(month_of(facts->origin))) ? before : after;
    uint32_t left = dice_below(dice, MILLION);
    while (left >= row->ppm) {
        left -= row->ppm;
        row++;
    }
    return row->stage;
}

static enum kind kind_of(Pfq__V1__FileType stage)
{
    switch ((unsigned)stage) {
    case PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP:
    case PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_GAP:
        return KIND_GUILTY;
    case PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC:
    case PFQ__V1__FILE_TYPE__FILE_TYPE_UPG_CC:
    case PFQ__V1__FILE_TYPE__FILE_TYPE_REMAND:
        return KIND_CROWN;
    default:
        return KIND_NOT_GUILTY;
    }
}

/* An offence of the kind, of those that bring what is asked. */
static const struct offence_row *draw_offence(enum kind kind, unsigned brings, struct dice *dice)
{
    uint32_t whole = 0;
    for (size_t i = 0; i < OFFENCES; i++) {
        whole += (brings >> offences[i].brings & 1U) != 0 ? offences[i].often[kind] : 0;
    }
    uint32_t left = dice_below(dice, whole);
    for (size_t i = 0;; i++) {
        uint32_t often = (brings >> offences[i].brings & 1U) != 0 ? offences[i].often[kind] : 0;
        if (left < often) {
            return &offences[i];
        }
        left -= often;
    }
}

static const struct offence_row *named(unsigned brings, unsigned which)
{
    size_t i = 0;
    while (offences[i].brings != brings || which-- > 0) {
        i++;
    }
    return &offences[i];
}

/* What the case is about decides the offence, and not the other way round: so that there is
 * as much domestic abuse as was published. */
static const struct offence_row *draw_case(struct facts *f, struct dice *dice)
{
    enum kind kind = kind_of(f->stage);
    uint32_t rasso = stage_in(f, STAGE(FH_CC) | STAGE(UPG_CC))     ? P_RASSO_CC
                     : stage_in(f, STAGE(PCD_FCT) | STAGE(PCD_EA)) ? P_RASSO_PCD
                                                                   : 0;
    if (stage_in(f, STAGE(SJP))) {
        return named(PAPER, 0);
    }
    if (dice_ppm(dice, rasso)) {
        f->traits |= HAS(RASSO);
        return named(SEXUAL, dice_below(dice, 2));
    }
    if (stage_in(f, STAGES_PCD | STAGES_FH) && dice_ppm(dice, P_DOMESTIC_ABUSE)) {
        f->traits |= HAS(DA);
        return draw_offence(kind, 1U << PERSON | 1U << BREACH, dice);
    }
    if (stage_in(f, STAGES_PCD | STAGES_FH) && dice_ppm(dice, P_HATE)) {
        f->traits |= HAS(HATE);
        return draw_offence(kind, 1U << PERSON, dice);
    }
    return draw_offence(kind, 1U << PERSON | 1U << HOUSEHOLDER | 1U << SHOP | 1U << NOBODY, dice);
}

static void set_offence(struct facts *f, const struct offence_row *row)
{
    const struct offence *o = &row->offence;
    uint64_t t = 0;
    f->offence = o;
    t |= row->brings == SHOP ? HAS(SHOP) : 0;
    t |= row->brings != SHOP && row->brings != NOBODY && row->brings != PAPER ? HAS(VICTIM) : 0;
    t |= row->brings == BREACH ? HAS(BREACH) : 0;
    t |= o->injury >= PFQ__V1__INJURY_LEVEL__INJURY_LEVEL_ABH ? HAS(MEDICAL) : 0;
    t |= o->group == PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_DRUGS ? HAS(DRUGS) : 0;
    t |= o->group == PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_DRINK_DRIVE ? HAS(DRINK) : 0;
    t |= o->category == PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_SUMMARY_MOTORING ? HAS(MOTORING)
                                                                                     : 0;
    t |= o->group == PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_VIOLENCE ||
                 (o->group >= PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_THEFT &&
                  o->group <= PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_FRAUD)
             ? HAS(LOSS)
             : 0;
    if (row->brings == SHOP ||
        o->category <= PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_SUMMARY_MOTORING) {
        t |= HAS(PLEA_FREE);
    }
    f->traits |= t;
}

/* Traits that come by chance alone. */
static const struct {
    uint64_t trait;
    uint64_t needs;
    uint32_t ppm;
    unsigned stages; /* 0: all but BOB and SJP */
} chances[] = {
    {HAS(PRECONS), 0, 550000, 0},
    {HAS(FOREIGN), 0, 90000, 0},
    {HAS(INTERPRETER), 0, 40000, 0},
    {HAS(CCTV), 0, 350000, 0},
    {HAS(BWV), 0, 500000, 0},
    {HAS(CALL_999), HAS(VICTIM), 250000, 0},
    {HAS(EXHIBIT), 0, 600000, 0},
    {HAS(PHOTOS), HAS(VICTIM), 250000, 0},
    {HAS(VPS_MADE), HAS(VICTIM), 400000, 0},
    {HAS(OLDER), HAS(VICTIM), 90000, 0},
    {HAS(COMPENSATION), HAS(VICTIM), 200000, STAGES_FH},
    {HAS(ORDERS), 0, 150000, STAGES_FH},
    {HAS(TIC), 0, 20000, STAGES_FH},
    {HAS(REDACTION), 0, 400000, 0},
    {HAS(LINKED), 0, 60000, 0},
    {HAS(FORENSIC), HAS(NOT_GUILTY), 150000, 0},
    {HAS(CONTESTED), HAS(FORENSIC), 500000, STAGE(UPG_MC) | STAGE(UPG_CC)},
    {HAS(DEVICES), HAS(NOT_GUILTY), 200000, 0},
    {HAS(BAD_CHARACTER), HAS(PRECONS) | HAS(NOT_GUILTY), 300000, 0},
    {HAS(SPECIAL_MEASURES), HAS(VICTIM) | HAS(NOT_GUILTY), 250000, 0},
    {HAS(SENSITIVE), HAS(NOT_GUILTY), 300000, 0},
    {HAS(UNDERMINING), HAS(NOT_GUILTY), 300000, 0},
    {HAS(THIRD_PARTY), HAS(NOT_GUILTY), 150000, 0},
    {HAS(TWO), HAS(NOT_GUILTY), P_TWO_DEFENDANTS, STAGE(FH_NGAP) | STAGE(FH_CC)},
    {HAS(AS_GAP), 0, P_SPECIAL_INDICTABLE, STAGE(FH_CC)},
};

static void draw_chances(struct facts *f, struct dice *dice)
{
    unsigned most = ~(STAGE(BOB) | STAGE(SJP));
    for (size_t i = 0; i < sizeof chances / sizeof chances[0]; i++) {
        unsigned stages = chances[i].stages != 0 ? chances[i].stages : most;
        if (dice_ppm(dice, chances[i].ppm) && has(f, chances[i].needs) && stage_in(f, stages)) {
            f->traits |= chances[i].trait;
        }
    }
}

static void draw_remand(struct facts *f, struct dice *dice)
{
    bool always = stage_in(f, STAGE(PCD_TT) | STAGE(REMAND) | STAGE(BOB));
    if (always || (stage_in(f, STAGES_FH) && dice_ppm(dice, P_CUSTODY))) {
        f->traits |= HAS(CUSTODY);
    } else if (stage_in(f, STAGES_FH | STAGE(UPG_MC) | STAGE(UPG_CC))) {
        f->traits |= dice_below(dice, 2) == 0 ? HAS(CONDITIONAL) : HAS(BAIL);
    }
}

static void draw_interview(struct facts *f, struct dice *dice)
{
    bool held = !stage_in(f, STAGE(SJP)) && !dice_ppm(dice, 120000);
    f->traits |= held ? HAS(INTERVIEWED) : HAS(NOT_INTERVIEWED);
    if (held) {
        bool silent = has(f, HAS(NOT_GUILTY)) && dice_ppm(dice, 350000);
        f->traits |= silent ? HAS(NO_COMMENT) : HAS(ANSWERED);
    }
}

static void draw_people(struct facts *f, struct dice *dice)
{
    bool youth = dice_ppm(dice, P_YOUTH) && !stage_in(f, STAGE(SJP) | STAGE(BOB));
    f->age = youth ? 15 + dice_below(dice, 3) : 18 + dice_below(dice, 45);
    f->traits |= youth ? HAS(YOUTH) : 0;
    f->victim = has(f, HAS(OLDER)) ? 60 + dice_below(dice, 30) : 18 + dice_below(dice, 42);
}

/* What follows from the rest. */
static void derive(struct facts *f)
{
    uint64_t t = f->traits;
    bool indictable =
        f->offence->category == PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_INDICTABLE_ONLY;
    if (!indictable) {
        t &= ~HAS(AS_GAP);
    }
    t |= (t & (HAS(CCTV) | HAS(BWV) | HAS(CALL_999))) != 0 ? HAS(MEDIA) : 0;
    t |= stage_in(f, STAGES_NOT_GUILTY) && (t & HAS(VICTIM)) == 0 ? HAS(BYSTANDER) : 0;
    t |= (t & HAS(SENSITIVE)) == 0 ? HAS(NO_SENSITIVE) : 0;
    bool crown = stage_in(f, STAGE(FH_CC) | STAGE(UPG_CC));
    t |= (t & HAS(RASSO)) != 0 || (crown && (t & HAS(DEVICES)) != 0) ? HAS(MANAGED) : 0;
    if (!has(f, HAS(PLEA_FREE)) && has(f, HAS(NOT_GUILTY))) {
        t |= HAS(CPS);
    }
    t |= (t & (HAS(DA) | HAS(HATE) | HAS(RASSO))) != 0 ? HAS(CPS) : 0;
    t |= stage_in(f, STAGE(FH_CC) | STAGE(UPG_CC) | STAGE(REMAND)) ? HAS(CPS) : 0;
    bool reported = stage_in(f, STAGES_PCD) || ((t & HAS(CPS)) != 0 && stage_in(f, STAGES_FH));
    t |= reported ? HAS(MG3) : 0;
    f->traits = t;
}

void facts_draw(struct facts *f, uint64_t seed)
{
    struct dice dice = dice_named(seed, 1, f->index);
    f->traits = f->date % 10000 < 1215 ? HAS(ORDINARY) : 0;
    f->stage = draw_stage(f, &dice);
    f->traits |= kind_of(f->stage) == KIND_GUILTY || stage_in(f, STAGE(BOB) | STAGE(SJP))
                     ? 0
                     : HAS(NOT_GUILTY);
    set_offence(f, draw_case(f, &dice));
    draw_chances(f, &dice);
    draw_remand(f, &dice);
    draw_interview(f, &dice);
    draw_people(f, &dice);
    f->traits |= dice_ppm(&dice, P_SPECIAL_NIGHT) ? HAS(NIGHT) : 0;
    f->traits |= f->ordinal > 1 && !dice_ppm(&dice, P_UNANNOUNCED) ? HAS(RESUBMITTED) : 0;
    derive(f);
}

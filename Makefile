# pfq: police file quality feedback.  `make help` lists the targets.
#
# One tree a profile: build/{release,debug,asan,fuzz,cov}; CC=clang builds beside, in
# build/<profile>-clang.  Everything but the four main.c goes into one archive, from
# which each program links what it uses; `make layers` keeps who may include whom.

PROFILE ?= release
PREFIX  ?= /usr/local
DESTDIR ?=

ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc) # make -j1 is heard all the same
endif

ifeq ($(origin CC),default)
CC := gcc
endif
CC_NAME := $(notdir $(firstword $(CC)))
TREE    := build/$(PROFILE)$(if $(filter clang%,$(CC_NAME)),-clang)
GEN     := $(TREE)/gen
OBJ     := $(TREE)/obj
BIN     := $(TREE)/bin
SHARE   := $(TREE)/share/pfq

VERSION := $(shell cat deploy/VERSION)

# --- flags ---------------------------------------------------------------------

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow \
        -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wformat=2 \
        -Wundef -Wvla -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference \
        -Wframe-larger-than=8192 -Werror
ifneq ($(filter gcc%,$(CC_NAME)),)
WARN += -Wduplicated-cond -Wlogical-op
endif
ifeq ($(PROFILE),cov)
WARN := $(filter-out -Wframe-larger-than=%,$(WARN)) # without optimisation a frame is all its temporaries
endif
# Criterion's macros are not clean under every warning above.
TEST_WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wno-missing-field-initializers -Werror

HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
ifneq ($(filter gcc%,$(CC_NAME)),)
HARDEN += -ftrivial-auto-var-init=zero # clang 14 has it only behind another flag
endif
OPT_release := -O2 -g1 $(HARDEN)
OPT_debug   := -Og -g3 -DPFQ_DEBUG
OPT_asan    := -O1 -g -DPFQ_DEBUG -fno-omit-frame-pointer \
               -fsanitize=address,undefined -fno-sanitize-recover=all
OPT_fuzz    := $(OPT_asan) -fsanitize=fuzzer-no-link
OPT_cov     := -O0 -g --coverage
OPT := $(OPT_$(PROFILE))
ifeq ($(OPT),)
$(error PROFILE=$(PROFILE): choose release, debug, asan, fuzz or cov)
endif

LIBS     := libzmq libprotobuf-c sqlite3 libfyaml inih jansson libsodium cairo xlsxwriter \
            gmime-3.0 libcurl
CPPFLAGS := -D_POSIX_C_SOURCE=200809L -Iinclude -Iservices -I$(GEN) -DPFQ_VERSION='"$(VERSION)"' $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(LIBS)))
CFLAGS   := -std=c17 -fPIE -pthread $(OPT)
LDFLAGS  := -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed $(filter -fsanitize=address%,$(OPT)) \
            $(filter --coverage,$(OPT))
LDLIBS   := $(shell pkg-config --libs $(LIBS)) -lm

# --- what there is -------------------------------------------------------------

PROTO   := $(wildcard proto/*.proto)
PB_C    := $(PROTO:proto/%.proto=$(GEN)/%.pb-c.c)
PB_H    := $(PB_C:.c=.h)
SQL     := $(sort $(wildcard services/store/sql/*.sql services/store/sql/*/*.sql))
SQL_C   := $(if $(SQL),$(GEN)/sql.c)
SQL_H   := $(if $(SQL),$(GEN)/sql.h)

SOURCES := $(wildcard services/*/*.c services/*/*/*.c)
MAINS   := $(wildcard services/*/main.c)
TRANSLATE := services/standard/translate/main.c
PARTS   := $(filter-out $(MAINS) $(TRANSLATE),$(SOURCES))
PARTS_O := $(PARTS:%.c=$(OBJ)/%.o) $(PB_C:$(GEN)/%.c=$(OBJ)/gen/%.o) $(SQL_C:$(GEN)/%.c=$(OBJ)/gen/%.o)

PROGRAMS := $(patsubst services/%/main.c,$(BIN)/pfq-%,$(filter-out services/operator/%,$(MAINS))) \
            $(if $(filter services/operator/%,$(MAINS)),$(BIN)/pfq)

TIERS      := $(filter $(patsubst tests/%/,%,$(wildcard tests/*/)),unit component fault system)
TEST_PARTS := $(wildcard tests/support/*.c)
FUZZERS    := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

.PHONY: all help demo test test-asan bench lint format format-check layers tidy fuzz replay no-allocation by-hand browser install clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAMS) $(SHARE)/.linked

help:
	@echo "make            build the programs into $(BIN)"
	@echo "make demo       install what is missing, build, and show the main job in a minute"
	@echo "make test       all tests: unit, component, fault, system, fuzz corpus"
	@echo "make browser    the pages in headless Chromium, with axe-core (part of make test)"
	@echo "make test-asan  the same under AddressSanitizer and UBSan (PROFILE=asan)"
	@echo "make bench      measure, and print ratios"
	@echo "make lint       formatting, layers, both compilers, clang-tidy, cppcheck"
	@echo "make format     rewrite the sources in the project's format"
	@echo "make layers     who includes whom"
	@echo "make fuzz       fuzz each door for FUZZ_SECONDS (60)"
	@echo "make install    DESTDIR=, PREFIX=$(PREFIX)"
	@echo "make clean      remove build/"

# --- generated -----------------------------------------------------------------

$(GEN)/%.pb-c.c $(GEN)/%.pb-c.h: proto/%.proto
	@mkdir -p $(GEN)
	@echo "  PROTO $@"
	@protoc-c -Iproto --c_out=$(GEN) $<

$(GEN)/sql.c $(GEN)/sql.h &: services/store/sql/sql2c.awk $(SQL)
	@mkdir -p $(GEN)
	@echo "  SQL   $@"
	@awk -v header=$(GEN)/sql.h -f services/store/sql/sql2c.awk $(SQL) > $(GEN)/sql.c

# The conditions of the catalogue as C, for the compiler to make fast.  `translate` is a
# program of the build alone: it links all parts but not the native.c that it writes, which
# the programs link beside them.  A catalogue that is changed after the build still works,
# slower; see services/standard/README.md, "How it is fast".
CATALOGUE := $(wildcard services/standard/catalogue/*.yaml services/standard/reference/*.csv)
$(TREE)/translate: $(TRANSLATE:%.c=$(OBJ)/%.o) $(TREE)/libparts.a
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Written anew only where it differs, so that most changes compile it no second time.
$(GEN)/native.checked: $(TREE)/translate $(CATALOGUE)
	@echo "  RULES $(GEN)/native.c"
	@$(TREE)/translate services/standard/catalogue services/standard/reference > $(GEN)/native.new
	@cmp -s $(GEN)/native.new $(GEN)/native.c || mv $(GEN)/native.new $(GEN)/native.c
	@touch $@

$(GEN)/native.c: $(GEN)/native.checked ;

# --- compile and link ----------------------------------------------------------

$(OBJ)/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -w -MMD -MP -c -o $@ $<

$(OBJ)/services/%.o: services/%.c | $(PB_H) $(SQL_H)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

$(OBJ)/tests/%.o: tests/%.c | $(PB_H) $(SQL_H)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	@$(CC) $(CPPFLAGS) -D_GNU_SOURCE -I. -Itests -Iservices -DPFQ_TREE='"$(TREE)"' $(CFLAGS) $(TEST_WARN) -MMD -MP -c -o $@ $<

$(TREE)/libparts.a: $(PARTS_O)
	@rm -f $@
	@echo "  AR    $@"
	@ar rcs $@ $^
	@nm -A --defined-only $@ | awk -f tests/support/symbols.awk

LINKED := $(OBJ)/gen/native.o $(TREE)/libparts.a

$(BIN)/pfq-%: $(OBJ)/services/%/main.o $(LINKED)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BIN)/pfq: $(OBJ)/services/operator/main.o $(LINKED)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Programs find their data beside themselves: <bin>/../share/pfq.
$(SHARE)/.linked:
	@mkdir -p $(SHARE)
	@ln -sfn $(CURDIR)/services/standard/catalogue $(SHARE)/catalogue
	@ln -sfn $(CURDIR)/services/standard/reference $(SHARE)/reference
	@touch $@

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

# --- tests ---------------------------------------------------------------------

define tier
$(TREE)/tests/$(1): $(patsubst %.c,$(OBJ)/%.o,$(wildcard tests/$(1)/*.c) $(TEST_PARTS)) $(LINKED)
	@mkdir -p $$(@D)
	@echo "  LD    $$@"
	@$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcriterion $$(LDLIBS)
endef
$(foreach t,$(TIERS),$(eval $(call tier,$(t))))

TEST_SECONDS ?= 600
test: all $(TIERS:%=$(TREE)/tests/%) replay no-allocation by-hand
	@tests/support/run.sh $(TEST_SECONDS) $(TIERS:%=$(TREE)/tests/%)
	@$(MAKE) --no-print-directory browser

test-asan:
	$(MAKE) PROFILE=asan test

# The corpus of every fuzz target, through a plain main().
$(TREE)/fuzz/replay-%: $(OBJ)/tests/fuzz/fuzz_%.o $(OBJ)/tests/fuzz/replay.o $(LINKED)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

replay: $(FUZZERS:%=$(TREE)/fuzz/replay-%)
	@for f in $(FUZZERS); do $(TREE)/fuzz/replay-$$f tests/fuzz/corpus/$$f || exit 1; done

# Judging takes nothing from the heap.
no-allocation: $(TREE)/bench/no_allocation
	@$<

# Thirty rows come to what they come to by hand; the figures are for `make bench`.
by-hand: $(TREE)/bench/bench_by_hand $(SHARE)/.linked
	@$< $(SHARE)/catalogue $(SHARE)/reference tests/golden/*.json > $(TREE)/by_hand.txt

# Pages in a real browser: tests/browser/README.md.
$(TREE)/browser/sample: $(OBJ)/tests/browser/sample.o $(OBJ)/tests/support/sample_document.o $(OBJ)/tests/support/digest_kit.o \
                         $(OBJ)/tests/support/compliance_kit.o $(LINKED)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

browser: $(TREE)/browser/sample
	@tests/browser/run.sh $(TREE)/browser

FUZZ_SECONDS ?= 60
$(TREE)/fuzz/run-%: $(OBJ)/tests/fuzz/fuzz_%.o $(LINKED)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

fuzz-run: $(FUZZERS:%=$(TREE)/fuzz/run-%)
	@for f in $(FUZZERS); do \
	    mkdir -p $(TREE)/fuzz/found/$$f; \
	    $(TREE)/fuzz/run-$$f -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -timeout=5 \
	        -rss_limit_mb=1024 -artifact_prefix=$(TREE)/fuzz/ $(TREE)/fuzz/found/$$f tests/fuzz/corpus/$$f || exit 1; done

fuzz:
	$(MAKE) PROFILE=fuzz CC=clang fuzz-run

bench: all $(patsubst tests/bench/%.c,$(TREE)/bench/%,$(wildcard tests/bench/*.c))
	@tests/bench/run.sh $(TREE)

$(TREE)/bench/%: $(OBJ)/tests/bench/%.o $(patsubst %,$(OBJ)/tests/support/%.o,bench_kit rig nation themes_slow long_history) $(LINKED)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

demo:
	@deploy/install-deps.sh
	@$(MAKE) --no-print-directory -s all
	@deploy/demo.sh $(BIN)

# --- keeping the house ----------------------------------------------------------

OURS := $(shell find services include tests -name '*.[ch]' -not -path '*/build/*' 2>/dev/null)

format:
	@clang-format -i $(OURS)

format-check:
	@clang-format --dry-run -Werror $(OURS)

layers:
	@awk -f tests/support/layers.awk $$(find services include/pfq -name '*.[ch]')

lint: format-check layers
	$(MAKE) CC=gcc all
	$(MAKE) CC=clang all
	$(MAKE) tidy
	@cppcheck -q --enable=warning,portability --inline-suppr --error-exitcode=1 \
	    --suppress=missingIncludeSystem --std=c11 -j2 -Iinclude $(SOURCES)

TIDY_O := $(SOURCES:%.c=$(TREE)/tidy/%.ok)
tidy: $(TIDY_O)

$(TREE)/tidy/%.ok: %.c .clang-tidy | $(PB_H) $(SQL_H)
	@mkdir -p $(@D)
	@echo "  TIDY  $@"
	@clang-tidy --quiet --warnings-as-errors='*' $< -- $(CPPFLAGS) -std=c17 2>/dev/null
	@touch $@

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/pfq $(DESTDIR)$(PREFIX)/share/man/man1
	install -m755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	cp -r services/standard/catalogue services/standard/reference $(DESTDIR)$(PREFIX)/share/pfq/
	install -d $(DESTDIR)$(PREFIX)/share/pfq/proto
	install -m644 $(PROTO) $(DESTDIR)$(PREFIX)/share/pfq/proto
	install -m644 deploy/pfq.conf $(DESTDIR)$(PREFIX)/share/pfq/pfq.conf.example
	install -m644 deploy/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1

clean:
	rm -rf build

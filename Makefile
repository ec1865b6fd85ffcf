# tapedeck: make all | demo | check | clang | valgrind | install | uninstall | deb | clean | format | lint | fuzz |
# bench | screenshots | docs | translate | deps
# V=1 shows the commands, SANITIZE=1 builds with ASan and UBSan into a folder of its own. CC and BUILD choose another
# compiler and another folder, DEMO_ARGS are options for the server of `make demo`.

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
CC      ?= cc

ifeq ($(SANITIZE),1)
BUILD ?= build/sanitize
else
BUILD ?= build
endif

ifneq ($(V),1)
Q := @
endif

# In the order in which their symbols are looked up at a start: those with the most of them first.
PACKAGES      := sqlite3 ncursesw libuv libcjson inih
# Loaded when they are needed (net/base/shared_library.h): the program uses their headers only.
LOADED_PACKAGES := libcurl libmpg123 libcrypto libzip zlib
TEST_PACKAGES := cmocka vterm libmpg123 zlib
DEMO_PACKAGES := libmicrohttpd lame

# pkg-config is asked when a command needs the answer, so that `make deps` can run before it exists.
PKG_CFLAGS  = $(shell pkg-config --cflags $(1))
PKG_LIBS    = $(shell pkg-config --libs $(1))

WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wformat=2 -Wvla -Wundef -Wwrite-strings

# The tests have lines, but no variables, for a debugger, which is half the size: OPTIMIZE="-O0 -g" has both. They are
# compiled in half the time that -O2 takes; the warnings that need it for their judgement are left to the build without.
ifeq ($(SANITIZE),1)
OPTIMIZE ?= -Og -g1
ifeq ($(findstring clang,$(CC)),)
LENIENT := -Wno-maybe-uninitialized -Wno-format-truncation -Wno-format-overflow -Wno-stringop-truncation
endif
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# What tells the sanitizers where variables lie is a third of each test otherwise. The units' tests share one copy of what
# they test: with one in each the build is twice as large.
ifeq ($(shell uname -s),Linux)
PACKED := -Wl,-z,pack-relative-relocs -Wl,--compress-debug-sections=zlib
SHARED := -fPIC
endif
else
OPTIMIZE ?= -O2 -g
HARDENING  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
endif

ALL_CFLAGS = -std=gnu11 -I. -D_GNU_SOURCE -DTAPEDECK_VERSION='"$(VERSION)"' -pthread \
             $(OPTIMIZE) $(WARNINGS) $(LENIENT) $(HARDENING) $(SANITIZERS) $(SHARED) $(CFLAGS)
ALL_LDFLAGS = -pthread $(SANITIZERS) $(PACKED) $(LDFLAGS)

# Two compilations at a time in what a target starts by itself, unless the caller has chosen.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j2)
SUBMAKE = $(MAKE) --no-print-directory $(JOBS)

# sources FOLDER: all of it and of the folders in it.
sources = $(sort $(shell find $(1) -name '*.c'))
NET_SOURCES    := $(call sources,net)
MODEL_SOURCES  := $(call sources,model)
TUI_SOURCES    := $(call sources,tui)
SERVER_SOURCES := $(call sources,tests/server)
UNIT_SOURCES   := $(filter %_test.c,$(call sources,tests/unit))
UNIT_SHARED    := $(filter-out $(UNIT_SOURCES),$(call sources,tests/unit))
E2E_SOURCES    := $(wildcard tests/e2e/*_test.c)
E2E_SHARED     := $(filter-out $(E2E_SOURCES),$(wildcard tests/e2e/*.c)) tests/unit/model/recording/workbook.c
FUZZ_SOURCES   := $(wildcard tests/fuzz/*_fuzz.c)
FUZZ_SHARED    := $(filter-out $(FUZZ_SOURCES),$(wildcard tests/fuzz/*.c)) tests/unit/model/filter/filter_matching.c
BENCH_SOURCES  := $(wildcard tests/bench/*_bench.c)
BENCH_SHARED   := $(filter-out $(BENCH_SOURCES),$(wildcard tests/bench/*.c))
BARE_SOURCES   := $(wildcard tests/bench/bare/*.c)
PICTURE_SOURCES := $(wildcard tests/screenshots/*.c)
SOURCES := $(sort $(NET_SOURCES) $(MODEL_SOURCES) $(TUI_SOURCES) $(SERVER_SOURCES) $(UNIT_SOURCES) $(UNIT_SHARED) \
           $(E2E_SOURCES) $(E2E_SHARED) $(FUZZ_SOURCES) $(FUZZ_SHARED) $(BENCH_SOURCES) $(BENCH_SHARED) \
           $(BARE_SOURCES) \
           $(PICTURE_SOURCES))
HEADERS := $(sort $(shell find net model tui tests -name '*.h'))

object = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
# Of an archive the linker takes only what a program needs.
LIBRARY      := $(BUILD)/libtapedeck.a
UNIT_PATH     = -Wl,-rpath,$(abspath $(BUILD))
TESTED       := $(if $(SHARED),$(BUILD)/libtapedeck.so,$(LIBRARY))
UNIT_LIBRARY := $(BUILD)/libunit.a
E2E_LIBRARY  := $(BUILD)/libe2e.a
UNIT_PROGRAMS   := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(UNIT_SOURCES))
E2E_PROGRAMS    := $(patsubst tests/e2e/%.c,$(BUILD)/tests/e2e/%,$(E2E_SOURCES))
FUZZ_PROGRAMS   := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(FUZZ_SOURCES))
BENCH_PROGRAMS  := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(BENCH_SOURCES))
BARE_PROGRAMS   := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(BARE_SOURCES))

MANUALS := $(BUILD)/tapedeck.1 $(BUILD)/tapedeck-config.5

# Beside the program, which looks for them there (net/base/translate.c).
LANGUAGES  := $(patsubst tui/words/%.po,%,$(wildcard tui/words/*.po))
CATALOGUES := $(patsubst %,$(BUILD)/locale/%/LC_MESSAGES/tapedeck.mo,$(LANGUAGES))
TRANSLATED_MANUALS := $(foreach language,$(LANGUAGES),$(BUILD)/man/$(language)/tapedeck.1 $(BUILD)/man/$(language)/tapedeck-config.5)

TEST_PROGRAMS   := $(UNIT_PROGRAMS) $(FUZZ_PROGRAMS) $(E2E_PROGRAMS)

# The tests are always built with sanitizers, beside what was built without.
ifeq ($(SANITIZE),1)
CHECK_BUILD := $(BUILD)
else
CHECK_BUILD := $(BUILD)/sanitize
endif

.PHONY: all programs deps demo docs check clang run-tests valgrind install uninstall deb clean format lint tidy fuzz bench
.PHONY: screenshots translate
.PHONY: FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/tapedeck

programs: all $(MANUALS) $(TRANSLATED_MANUALS) $(TEST_PROGRAMS) $(if $(SERVER_SOURCES),$(BUILD)/demo-server)

deps:
	$(Q).ci/deps build test demo

demo:
	$(Q).ci/deps build demo
	+$(Q)$(SUBMAKE) all $(BUILD)/demo-server
	$(Q).ci/demo $(BUILD) $(DEMO_ARGS)

check:
	$(Q).ci/deps build test demo
	+$(Q)$(SUBMAKE) SANITIZE=1 BUILD=$(CHECK_BUILD) programs
	+$(Q)$(MAKE) --no-print-directory SANITIZE=1 BUILD=$(CHECK_BUILD) run-tests

# Runs the tests as they were built; the last line is "N passed, N failed".
run-tests:
	$(Q)tests/run $(TEST_PROGRAMS)

valgrind:
	$(Q).ci/deps build test demo lint
	+$(Q)$(SUBMAKE) programs
	$(Q).ci/valgrind $(BUILD) $(UNIT_PROGRAMS) $(E2E_PROGRAMS)

# Everything by the other compiler, which refuses what this one takes: two minutes before a push.
clang:
	+$(Q)$(SUBMAKE) SANITIZE= CC=clang BUILD=$(BUILD)/clang programs

# Only what has changed since the last time is looked at again by clang-tidy.
lint:
	$(Q).ci/deps build test demo lint
	+$(Q)$(SUBMAKE) clang
	+$(Q)$(SUBMAKE) tidy
	$(Q).ci/lint

tidy: $(patsubst %.c,$(BUILD)/tidy/%.done,$(SOURCES))

$(BUILD)/tidy/%.done: $(BUILD)/obj/%.o .clang-tidy
	@echo "  TIDY  $*.c"
	@mkdir -p $(@D)
	$(Q)clang-tidy --quiet $*.c -- $(filter-out $(SANITIZERS) $(LENIENT),$(ALL_CFLAGS)) $(call MODULE_CFLAGS,$*.c) \
		>$@.log 2>&1 || { grep -v 'warnings generated' $@.log; exit 1; }
	@touch $@

format:
	$(Q)clang-format -i $(SOURCES) $(HEADERS)

# The fuzzers again, each for FUZZ_SECONDS and with sanitizers. They speak TAP as all tests do.
FUZZ_SECONDS ?= 60
fuzz:
	+$(Q)$(SUBMAKE) SANITIZE=1 BUILD=$(CHECK_BUILD) $(patsubst $(BUILD)/%,$(CHECK_BUILD)/%,$(FUZZ_PROGRAMS))
	$(Q)for program in $(patsubst $(BUILD)/%,$(CHECK_BUILD)/%,$(FUZZ_PROGRAMS)); do \
		echo "  FUZZ  $$program"; FUZZ_SECONDS=$(FUZZ_SECONDS) $$program || exit 1; done

# Figures of the program as it is built for use; BENCH_ARGS are the sizes of the histories.
bench:
	$(if $(filter 1,$(SANITIZE)),$(error bench measures the optimised build: leave SANITIZE=1 out))
	$(Q).ci/deps build test demo
	+$(Q)$(SUBMAKE) $(BUILD)/tapedeck $(BUILD)/demo-server $(BENCH_PROGRAMS) $(BARE_PROGRAMS)
	$(Q)for program in $(BENCH_PROGRAMS); do echo "  BENCH $$program"; $$program $(BENCH_ARGS) || exit 1; done

screenshots:
	+$(Q)$(SUBMAKE) all $(BUILD)/demo-server $(BUILD)/tests/screenshots/take
	$(Q)$(BUILD)/tests/screenshots/take $(BUILD)/tapedeck $(BUILD)/demo-server screenshots

# Where the shells look for what completes the words behind "tapedeck".
SHARE = $(DESTDIR)$(PREFIX)/share
ZSH_FOLDER ?= zsh/site-functions
COMPLETIONS = bash:bash-completion/completions/tapedeck zsh:$(ZSH_FOLDER)/_tapedeck \
              fish:fish/vendor_completions.d/tapedeck.fish

install: $(BUILD)/tapedeck $(MANUALS) $(TRANSLATED_MANUALS) $(CATALOGUES)
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/man/man5
	$(Q)set -e; for file in $(COMPLETIONS); do \
		install -d $(SHARE)/$$(dirname $${file#*:}); \
		LANGUAGE=en $(BUILD)/tapedeck completion $${file%%:*} >$(SHARE)/$${file#*:}; \
		chmod 644 $(SHARE)/$${file#*:}; done
	$(Q)install -m 755 $(BUILD)/tapedeck $(DESTDIR)$(PREFIX)/bin/tapedeck
	$(Q)install -m 644 $(BUILD)/tapedeck.1 $(SHARE)/man/man1/tapedeck.1
	$(Q)install -m 644 $(BUILD)/tapedeck-config.5 $(SHARE)/man/man5/tapedeck-config.5
	$(Q)set -e; for language in $(LANGUAGES); do \
		install -d $(SHARE)/locale/$$language/LC_MESSAGES $(SHARE)/man/$$language/man1 $(SHARE)/man/$$language/man5; \
		install -m 644 $(BUILD)/man/$$language/tapedeck.1 $(SHARE)/man/$$language/man1; \
		install -m 644 $(BUILD)/man/$$language/tapedeck-config.5 $(SHARE)/man/$$language/man5; \
		install -m 644 $(BUILD)/locale/$$language/LC_MESSAGES/tapedeck.mo $(SHARE)/locale/$$language/LC_MESSAGES; done

uninstall:
	$(Q)rm -f $(DESTDIR)$(PREFIX)/bin/tapedeck $(SHARE)/man/man1/tapedeck.1 $(SHARE)/man/man5/tapedeck-config.5
	$(Q)rm -f $(foreach file,$(COMPLETIONS),$(SHARE)/$(lastword $(subst :, ,$(file))))
	$(Q)rm -f $(LANGUAGES:%=$(SHARE)/locale/%/LC_MESSAGES/tapedeck.mo) \
		$(LANGUAGES:%=$(SHARE)/man/%/man1/tapedeck.1) $(LANGUAGES:%=$(SHARE)/man/%/man5/tapedeck-config.5)

# A package of Debian from what is committed, in BUILD/package; .ci/package/try installs it in bare systems.
deb:
	$(Q).ci/deps build package
	$(Q).ci/package/build $(BUILD) $(VERSION)

clean:
	$(Q)rm -rf $(BUILD)

$(BUILD)/tapedeck.1: tui/command/manual.in
$(BUILD)/tapedeck-config.5: tui/command/manual_config.in
$(MANUALS): $(BUILD)/tapedeck
	@echo "  MAN   $@"
	$(Q)LANGUAGE=en $(BUILD)/tapedeck --fill $(filter %.in,$^) >$@

# In another language: its own text, and the tables through the catalogue.
$(BUILD)/man/%/tapedeck.1: tui/command/manual.%.in $(BUILD)/tapedeck $(CATALOGUES)
	@echo "  MAN   $@"
	@mkdir -p $(@D)
	$(Q)LC_ALL=C.UTF-8 LANGUAGE=$* $(BUILD)/tapedeck --fill $< >$@

$(BUILD)/man/%/tapedeck-config.5: tui/command/manual_config.%.in $(BUILD)/tapedeck $(CATALOGUES)
	@echo "  MAN   $@"
	@mkdir -p $(@D)
	$(Q)LC_ALL=C.UTF-8 LANGUAGE=$* $(BUILD)/tapedeck --fill $< >$@

$(CATALOGUES): $(BUILD)/locale/%/LC_MESSAGES/tapedeck.mo: tui/words/%.po
	@echo "  MO    $@"
	@mkdir -p $(@D)
	$(Q)msgfmt --check --output-file=$@ $<

# Brings the sentences of the sources into the translations; what is new there is empty and has to be written.
translate:
	$(Q).ci/translated --update

# The manual, and the parts of the README that come from the tables of the program.
docs: $(MANUALS)
	$(Q)LANGUAGE=en $(BUILD)/tapedeck --fill README.md >$(BUILD)/README.md
	$(Q)cmp -s $(BUILD)/README.md README.md || cp $(BUILD)/README.md README.md

$(BUILD)/tapedeck: $(call object,tui/main.c) $(LIBRARY) | $(CATALOGUES)
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES)) -lm

$(LIBRARY): $(call object,$(NET_SOURCES) $(MODEL_SOURCES) $(filter-out tui/main.c,$(TUI_SOURCES)))
$(UNIT_LIBRARY): $(call object,$(UNIT_SHARED))
$(E2E_LIBRARY): $(call object,$(E2E_SHARED))
$(LIBRARY) $(UNIT_LIBRARY) $(E2E_LIBRARY):
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) qcs $@ $^

$(BUILD)/libtapedeck.so: $(LIBRARY)
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -shared -Wl,-soname,$(@F) -o $@ -Wl,--whole-archive $^ -Wl,--no-whole-archive \
		$(call PKG_LIBS,$(PACKAGES)) -lm

$(BUILD)/demo-server: $(call object,$(SERVER_SOURCES))
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(DEMO_PACKAGES)) -lm

$(UNIT_PROGRAMS): $(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(UNIT_LIBRARY) $(TESTED)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(UNIT_PATH) -o $@ $^ \
		$(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lm

$(E2E_PROGRAMS): $(BUILD)/tests/e2e/%: $(BUILD)/obj/tests/e2e/%.o $(E2E_LIBRARY)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lutil -lm

$(FUZZ_PROGRAMS): $(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(call object,$(FUZZ_SHARED)) $(LIBRARY)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(FUZZ_FLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES)) -lm

# The yardsticks: linked against what they need, and nothing of ours.
$(BUILD)/tests/bench/bare/rows: BARE_LIBS = $(call PKG_LIBS,ncursesw sqlite3)
$(BUILD)/tests/bench/bare/ingest: BARE_LIBS = $(shell pkg-config --libs libcurl libcjson sqlite3)
$(BARE_PROGRAMS): $(BUILD)/tests/bench/bare/%: $(BUILD)/obj/tests/bench/bare/%.o
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(BARE_LIBS)

$(BENCH_PROGRAMS): $(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o $(call object,$(BENCH_SHARED)) $(E2E_LIBRARY) $(LIBRARY)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lutil -lm

$(BUILD)/tests/screenshots/take: $(call object,$(PICTURE_SOURCES)) $(E2E_LIBRARY)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lutil -lm

# What a source may include besides the project: the libraries of the program, of the server or of the tests. Each is
# asked for once, at the first source that wants it.
once = $(or $($(1)),$(eval $(1) := $(call PKG_CFLAGS,$(2)))$($(1)))
MODULE_CFLAGS = $(call once,PROGRAM_CFLAGS,$(PACKAGES) $(LOADED_PACKAGES)) \
    $(if $(filter tests/server/%,$(1)),$(call once,DEMO_CFLAGS,$(DEMO_PACKAGES)),\
    $(if $(filter tests/%,$(1)),$(call once,TEST_CFLAGS,$(TEST_PACKAGES))))

$(BUILD)/obj/%.o: %.c Makefile $(BUILD)/flags
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP $(call MODULE_CFLAGS,$<) -c -o $@ $<

# Changes when the compiler or its options do, so that everything is compiled again.
FLAGS_TEXT = $(subst ','\'',$(CC) $(ALL_CFLAGS))
$(BUILD)/flags: FORCE
	@pkg-config --exists $(PACKAGES) $(LOADED_PACKAGES) 2>/dev/null || { echo "Libraries are missing; run: make deps" >&2; exit 1; }
	@mkdir -p $(@D)
	@printf '%s\n' '$(FLAGS_TEXT)' | cmp -s - $@ || printf '%s\n' '$(FLAGS_TEXT)' >$@

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

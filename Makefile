# tapedeck: make demo | check | install | clean | format | lint | bench | screenshots | deps
# V=1 shows the commands, SANITIZE=1 builds with ASan and UBSan into a folder of its own.

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

PACKAGES      := libuv libcurl libcjson ncursesw sqlite3 inih
TEST_PACKAGES := cmocka vterm
DEMO_PACKAGES := libmicrohttpd

# pkg-config is asked when a command needs the answer, so that `make deps` can run before it exists.
PKG_CFLAGS  = $(shell pkg-config --cflags $(1))
PKG_LIBS    = $(shell pkg-config --libs $(1))

OPTIMIZE ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wformat=2 -Wvla -Wundef -Wwrite-strings
ifeq ($(SANITIZE),1)
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else
HARDENING  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
endif

ALL_CFLAGS = -std=gnu11 -I. -D_GNU_SOURCE -DTAPEDECK_VERSION='"$(VERSION)"' -pthread -MMD -MP \
             $(OPTIMIZE) $(WARNINGS) $(HARDENING) $(SANITIZERS) $(CFLAGS)
ALL_LDFLAGS = -pthread $(SANITIZERS) $(LDFLAGS)

NET_SOURCES    := $(wildcard net/*.c)
MODEL_SOURCES  := $(wildcard model/*.c)
TUI_SOURCES    := $(wildcard tui/*.c)
SERVER_SOURCES := $(wildcard tests/server/*.c)
UNIT_SOURCES   := $(wildcard tests/unit/*_test.c)
E2E_SOURCES    := $(wildcard tests/e2e/*_test.c)
E2E_SHARED     := $(filter-out $(E2E_SOURCES),$(wildcard tests/e2e/*.c))
FUZZ_SOURCES   := $(wildcard tests/fuzz/*_fuzz.c)
BENCH_SOURCES  := $(wildcard tests/bench/*.c)

object = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIBRARY_OBJECTS := $(call object,$(NET_SOURCES) $(MODEL_SOURCES) $(filter-out tui/main.c,$(TUI_SOURCES)))
UNIT_PROGRAMS   := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(UNIT_SOURCES))
E2E_PROGRAMS    := $(patsubst tests/e2e/%.c,$(BUILD)/tests/e2e/%,$(E2E_SOURCES))
FUZZ_PROGRAMS   := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(FUZZ_SOURCES))
BENCH_PROGRAMS  := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(BENCH_SOURCES))

.PHONY: all deps demo check run-tests valgrind install uninstall clean format lint bench screenshots
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/tapedeck

$(BUILD)/tapedeck: $(call object,tui/main.c) $(LIBRARY_OBJECTS)
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES)) -lm

$(BUILD)/demo-server: $(call object,$(SERVER_SOURCES))
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(DEMO_PACKAGES)) -lm

$(UNIT_PROGRAMS): $(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(LIBRARY_OBJECTS)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lm

$(E2E_PROGRAMS): $(BUILD)/tests/e2e/%: $(BUILD)/obj/tests/e2e/%.o $(call object,$(E2E_SHARED))
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lutil -lm

$(FUZZ_PROGRAMS): $(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIBRARY_OBJECTS)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(FUZZ_FLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES)) -lm

$(BENCH_PROGRAMS): $(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o $(call object,$(E2E_SHARED)) $(LIBRARY_OBJECTS)
	@echo "  LINK  $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(call PKG_LIBS,$(PACKAGES) $(TEST_PACKAGES)) -lutil -lm

$(BUILD)/obj/%.o: %.c Makefile
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(call PKG_CFLAGS,$(PACKAGES)) -c -o $@ $<

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

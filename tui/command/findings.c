#include "tui/command/findings.h"

#include "model/recording/record_writer.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_style.h"
#include "tui/draw/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_COLUMNS = 14, STATE_COLUMNS = 15, FIELDS = 4 };

static const char *const state_names[] = {N_("ok"), N_("warning"), N_("error"), N_("could not check")};

static struct finding *add(struct findings *findings, const char *name, enum finding_state state)
{
    findings->rows =
        memory_grow(findings->rows, &findings->capacity, findings->count + 1, sizeof *findings->rows);
    struct finding *row = &findings->rows[findings->count++];
    *row = (struct finding){.name = name, .state = state, .status = COMMAND_FAILED};
    return row;
}

void findings_add(struct findings *findings, const char *name, enum finding_state state, const char *remedy,
                  const char *format, ...)
{
    struct finding *row = add(findings, name, state);
    va_list arguments;
    va_start(arguments, format);
    row->what = memory_format_list(format, arguments);
    va_end(arguments);
    row->remedy = memory_text(remedy);
}

void findings_add_failure(struct findings *findings, const char *name, const struct failure *failure)
{
    bool is_known = failure->kind != FAILURE_CANCELLED;
    struct finding *row = add(findings, name, is_known ? FINDING_ERROR : FINDING_UNCHECKED);
    row->what = memory_text(failure->what);
    row->remedy = memory_text(failure->advice);
    row->status = command_failure_status(failure);
}

static void put_text(const char *text)
{
    char *escaped = text_escaped(text);
    puts(escaped);
    free(escaped);
}

static void put_column(const char *text, unsigned columns)
{
    unsigned width = text_width(text);
    printf("%s%*s  ", text, width < columns ? (int)(columns - width) : 0, "");
}

static void print_lines(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *row = &findings->rows[i];
        put_column(tr(row->name), NAME_COLUMNS);
        put_column(tr(state_names[row->state]), STATE_COLUMNS);
        put_text(row->what);
        if (!row->remedy[0])
            continue;
        printf("%*s", NAME_COLUMNS + STATE_COLUMNS + 4, "");
        fputs(text_is_unicode() ? "→ " : "-> ", stdout);
        put_text(row->remedy);
    }
}

static void print_records(const struct findings *findings, const struct options *options)
{
    struct record_style style = command_record_style(options);
    struct record_writer writer;
    struct record_value fields[FIELDS] = {
        {.name = "Check"}, {.name = "State"}, {.name = "Found"}, {.name = "Remedy"}};
    record_begin(&writer, stdout, &style, fields, FIELDS);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *row = &findings->rows[i];
        fields[0].text = row->name;
        fields[1].text = state_names[row->state];
        fields[2].text = row->what;
        fields[3].text = row->remedy[0] ? row->remedy : NULL;
        record_write(&writer, fields, FIELDS);
    }
    record_end(&writer);
}

void findings_print(const struct findings *findings, const struct options *options)
{
    if (options->format == OPTIONS_TABLE)
        print_lines(findings);
    else
        print_records(findings, options);
}

int findings_status(const struct findings *findings)
{
    int status = COMMAND_DONE;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *row = &findings->rows[i];
        if (row->state == FINDING_ERROR)
            return row->status;
        if (row->state != FINDING_OK)
            status = COMMAND_PARTIAL;
    }
    return status;
}

void findings_clear(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->rows[i].what);
        free(findings->rows[i].remedy);
    }
    free(findings->rows);
    *findings = (struct findings){.count = 0};
}

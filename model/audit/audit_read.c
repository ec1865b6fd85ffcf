#include "model/audit/audit_read.h"

#include "model/audit/audit_file.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct audit_period audit_always = {INT64_MIN, INT64_MAX};

struct reading {
    const struct audit_period *period;
    bool is_in; /* the last line with a time was within the period */
    void (*take)(void *context, const struct audit_event *event);
    void *context;
};

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

/* Whether audit_event.what leaves a field out: it has a member of its own, or is of the chain only. */
static bool is_apart(const char *name)
{
    static const char *const apart[] = {"n", "time", "user", "action", "before"};
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (strcmp(name, apart[i]) == 0)
            return true;
    return false;
}

/* The fields of a line as text, see audit_event.what. The caller frees. */
static char *join(const cJSON *object)
{
    char *text = NULL;
    size_t size = 0;
    bool is_first = true;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        die("out of memory");
    for (const cJSON *item = object->child; item; item = item->next) {
        if (is_apart(item->string) || (!cJSON_IsString(item) && !cJSON_IsNumber(item)))
            continue;
        fprintf(stream, "%s%s ", is_first ? "" : " ", item->string);
        if (cJSON_IsString(item))
            fputs(item->valuestring, stream);
        else
            fprintf(stream, "%.0f", item->valuedouble);
        is_first = false;
    }
    if (fclose(stream) != 0)
        die("out of memory");
    return text;
}

static bool show_line(void *context, const struct audit_line *line)
{
    struct reading *reading = context;
    char *text = memory_text_part(line->text, line->length);
    struct audit_event event = {.line = text};
    cJSON *object = audit_file_number(line->text, line->length) ? cJSON_Parse(text) : NULL;
    char *what = object ? join(object) : NULL;
    if (object) {
        event.is_whole = true;
        const char *time = text_of(object, "time");
        event.time = timestamp_parse(time, strlen(time));
        reading->is_in = event.time >= reading->period->begin && event.time < reading->period->end;
        event.user = text_of(object, "user");
        event.action = text_of(object, "action");
        event.what = what;
    }
    if (reading->is_in)
        reading->take(reading->context, &event);
    free(what);
    cJSON_Delete(object);
    free(text);
    return true;
}

bool audit_read(const char *folder, const struct audit_period *period,
                void (*take)(void *context, const struct audit_event *event), void *context,
                struct failure *failure)
{
    char month[TIMESTAMP_TEXT_SIZE];
    bool has_begin = period->begin != INT64_MIN;
    struct reading reading = {period, !has_begin, take, context};
    timestamp_utc_text(month, has_begin ? period->begin : 0);
    month[sizeof "2024-05" - 1] = '\0';
    return audit_file_read(folder, has_begin ? month : NULL, show_line, &reading, failure);
}

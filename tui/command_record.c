#include "tui/command_record.h"

#include "model/utf8.h"
#include "net/memory.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* cJSON escapes what JSON demands; DEL and the controls U+0080 to U+009F would still act on a terminal. */
static void put_json(FILE *stream, const char *json)
{
    for (const unsigned char *byte = (const unsigned char *)json; *byte; byte++) {
        if (*byte == 0x7f)
            fputs("\\u007f", stream);
        else if (*byte == 0xc2 && byte[1] >= 0x80 && byte[1] < 0xa0)
            fprintf(stream, "\\u%04x", (unsigned)*++byte);
        else
            fputc(*byte, stream);
    }
}

static cJSON *value_of(const struct command_field *field)
{
    cJSON *value;
    if (field->number) {
        value = cJSON_CreateRaw(field->number);
    } else if (field->text) {
        char *repaired = utf8_repaired(field->text);
        value = cJSON_CreateString(repaired);
        free(repaired);
    } else {
        value = cJSON_CreateNull();
    }
    return value;
}

static void put_object(FILE *stream, const struct command_field *fields, size_t count)
{
    cJSON *object = cJSON_CreateObject();
    for (size_t i = 0; i < count; i++)
        if (!cJSON_AddItemToObject(object, fields[i].name, value_of(&fields[i])))
            die("out of memory (writing JSON)");
    char *json = cJSON_PrintUnformatted(object);
    if (!json)
        die("out of memory (writing JSON)");
    put_json(stream, json);
    cJSON_free(json);
    cJSON_Delete(object);
}

/* Always quoted; what a spreadsheet would take for a formula gets a leading '. Controls become U+FFFD. */
static void put_csv_text(FILE *stream, const char *text)
{
    char *repaired = utf8_repaired(text);
    fputc('"', stream);
    if (*repaired && strchr("=+-@\t\r\n", *repaired))
        fputc('\'', stream);
    for (const unsigned char *byte = (const unsigned char *)repaired; *byte; byte++) {
        bool high = *byte == 0xc2 && byte[1] >= 0x80 && byte[1] < 0xa0;
        if (high || *byte == 0x7f || (*byte < 0x20 && !strchr("\t\r\n", *byte)))
            fputs(UTF8_REPLACEMENT, stream);
        else
            fprintf(stream, *byte == '"' ? "\"\"" : "%c", *byte);
        byte += high;
    }
    fputc('"', stream);
    free(repaired);
}

static void put_csv_row(FILE *stream, const struct command_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc(',', stream);
        if (fields[i].number)
            fputs(fields[i].number, stream);
        else if (fields[i].text)
            put_csv_text(stream, fields[i].text);
    }
    fputs("\r\n", stream);
}

static void put_csv_head(FILE *stream, const struct command_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%s", i ? "," : "", fields[i].name);
    fputs("\r\n", stream);
}

void command_record_write(FILE *stream, enum options_format format, size_t index,
                          const struct command_field *fields, size_t count)
{
    if (format == OPTIONS_CSV) {
        if (index == 0)
            put_csv_head(stream, fields, count);
        put_csv_row(stream, fields, count);
        return;
    }
    if (format == OPTIONS_JSON)
        fputs(index ? ",\n" : "[\n", stream);
    put_object(stream, fields, count);
    if (format == OPTIONS_JSONL)
        fputc('\n', stream);
}

void command_record_end(FILE *stream, enum options_format format, size_t written)
{
    if (format == OPTIONS_JSON)
        fputs(written ? "\n]\n" : "[]\n", stream);
}

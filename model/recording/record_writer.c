#include "model/recording/record_writer.h"

#include "model/recording/record_csv.h"
#include "model/recording/record_json.h"
#include "model/recording/xlsx_writer.h"
#include "model/recording/zlib_library.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"
#include "net/base/translate.h"

#include <errno.h>

struct record_style record_style_plain(enum record_format format)
{
    return (struct record_style){
        .format = format,
        .times = format == RECORD_XLSX ? RECORD_UTC_AND_LOCAL : RECORD_UTC,
        .separator = ',',
        .decimal = '.',
    };
}

bool record_format_is_there(enum record_format format, struct failure *failure)
{
    if (format != RECORD_XLSX || zlib_library())
        return true;
    return failure_set(failure, FAILURE_USAGE, tr("install zlib, or write CSV"),
                       tr("workbooks cannot be written: zlib is missing"));
}

static void begin_json(struct record_writer *writer, const struct record_value *values, size_t count)
{
    (void)values;
    (void)count;
    fputc('[', writer->stream);
}

static void write_json(struct record_writer *writer, const struct record_value *values, size_t count)
{
    fputs(writer->written ? ",\n" : "\n", writer->stream);
    record_json_put(writer->stream, values, count);
}

static void end_json(struct record_writer *writer)
{
    fputs("\n]\n", writer->stream);
}

static void write_jsonl(struct record_writer *writer, const struct record_value *values, size_t count)
{
    record_json_put(writer->stream, values, count);
    fputc('\n', writer->stream);
}

static void begin_csv(struct record_writer *writer, const struct record_value *values, size_t count)
{
    record_csv_put_names(writer->stream, &writer->style, values, count);
}

static void write_csv(struct record_writer *writer, const struct record_value *values, size_t count)
{
    record_csv_put(writer->stream, &writer->style, values, count);
}

static void begin_xlsx(struct record_writer *writer, const struct record_value *values, size_t count)
{
    writer->xlsx = xlsx_writer_open(writer->stream, values, count);
}

static void write_xlsx(struct record_writer *writer, const struct record_value *values, size_t count)
{
    xlsx_writer_add(writer->xlsx, values, count);
}

static void end_xlsx(struct record_writer *writer)
{
    xlsx_writer_finish(writer->xlsx);
}

/* How a format is written. Of `begin` and `end` either may be NULL. */
static const struct form {
    void (*begin)(struct record_writer *writer, const struct record_value *values, size_t count);
    void (*write)(struct record_writer *writer, const struct record_value *values, size_t count);
    void (*end)(struct record_writer *writer);
} forms[] = {
    [RECORD_JSON] = {begin_json, write_json, end_json},
    [RECORD_JSONL] = {NULL, write_jsonl, NULL},
    [RECORD_CSV] = {begin_csv, write_csv, NULL},
    [RECORD_XLSX] = {begin_xlsx, write_xlsx, end_xlsx},
};

/* Keeps why the first write that failed did so. */
static void note_error(struct record_writer *writer)
{
    if (writer->error)
        return;
    if (writer->xlsx && xlsx_writer_error(writer->xlsx))
        writer->error = xlsx_writer_error(writer->xlsx);
    else if (ferror(writer->stream))
        writer->error = errno ? errno : EIO;
}

void record_begin(struct record_writer *writer, FILE *stream, const struct record_style *style,
                  const struct record_value *values, size_t count)
{
    *writer = (struct record_writer){.stream = stream, .style = *style};
    if (forms[style->format].begin)
        forms[style->format].begin(writer, values, count);
    note_error(writer);
}

void record_write(struct record_writer *writer, const struct record_value *values, size_t count)
{
    forms[writer->style.format].write(writer, values, count);
    writer->written++;
    note_error(writer);
}

void record_notes(struct record_writer *writer, const struct name_list *lines)
{
    for (size_t i = 0; writer->xlsx && i + 1 < lines->count; i += 2)
        xlsx_writer_note(writer->xlsx, lines->names[i], lines->names[i + 1]);
}

size_t record_cut(const struct record_writer *writer)
{
    return writer->xlsx ? xlsx_writer_cut(writer->xlsx) : 0;
}

bool record_end(struct record_writer *writer)
{
    if (forms[writer->style.format].end)
        forms[writer->style.format].end(writer);
    note_error(writer);
    if (fflush(writer->stream) != 0)
        note_error(writer);
    record_drop(writer);
    if (writer->error)
        errno = writer->error;
    return writer->error == 0;
}

void record_drop(struct record_writer *writer)
{
    xlsx_writer_free(&writer->xlsx);
}

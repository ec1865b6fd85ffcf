#include "model/recording/xlsx_writer.h"

#include "model/recording/xlsx_text.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"
#include "net/base/translate.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DIGITS = 15, /* that a number, a double, keeps */
    LEAST_WIDTH = 10, /* and what the button of the filter takes of a header */
    BUTTON_WIDTH = 4,
    NAME_WIDTH = 24,
    NOTE_WIDTH = 100,
    NAME_SIZE = 40,
    FORMAT_SIZE = 600,
};

/* Styles of cells: indices into cellXfs below. */
enum style { STYLE_NUMBER, STYLE_TEXT, STYLE_TIME, STYLE_HEADER, STYLE_NOTE };

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define SPREADSHEET "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONSHIPS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TYPE_OF_SHEETS "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char root_relationships[] =
    DECLARATION "<Relationships xmlns=\"" RELATIONSHIPS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

/* Cells of text are formatted as text (49), so that they stay it when they are edited. */
static const char styles[] = DECLARATION
    "<styleSheet xmlns=\"" SPREADSHEET "\">"
    "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"5\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyFont=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
    "builtinId=\"0\"/></cellStyles></styleSheet>";

struct xlsx_writer {
    struct xlsx_text text; /* the sheet that is being written */
    struct record_value *columns;
    size_t column_count;
    unsigned sheets; /* of records, so far */
    unsigned row;    /* the last of the sheet, from 1 on */
    size_t cut;
    struct name_list names; /* of entries: "xl/worksheets/sheet1.xml" */
    struct name_list notes; /* a name and a text in turn */
};

static void put(struct xlsx_writer *xlsx, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct xlsx_writer *xlsx, const char *format, ...)
{
    char text[FORMAT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    xlsx_text_put(&xlsx->text, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

static void begin_entry(struct xlsx_writer *xlsx, const char *name)
{
    name_list_add(&xlsx->names, name);
    xlsx_text_entry(&xlsx->text, xlsx->names.names[xlsx->names.count - 1]);
}

static void put_entry(struct xlsx_writer *xlsx, const char *name, const char *text)
{
    begin_entry(xlsx, name);
    xlsx_text_put(&xlsx->text, text, strlen(text));
}

static void put_text(struct xlsx_writer *xlsx, size_t column, enum style style, const char *text)
{
    xlsx_text_cell(&xlsx->text, column, (unsigned)style);
    xlsx->cut += !xlsx_text_string(&xlsx->text, text, XLSX_MOST_UNITS);
}

static void begin_row(struct xlsx_writer *xlsx)
{
    xlsx->row++;
    xlsx_text_row(&xlsx->text, xlsx->row);
}

static void end_row(struct xlsx_writer *xlsx)
{
    xlsx_text_put(&xlsx->text, "</row>", strlen("</row>"));
}

static void put_column(struct xlsx_writer *xlsx, size_t column, unsigned width)
{
    put(xlsx, "<col min=\"%zu\" max=\"%zu\" width=\"%u\" customWidth=\"1\"/>", column + 1, column + 1, width);
}

static unsigned width_of(const struct record_value *column)
{
    unsigned width = (unsigned)strlen(column->name) + BUTTON_WIDTH;
    if (width < LEAST_WIDTH)
        width = LEAST_WIDTH;
    return width > column->width ? width : column->width;
}

static void begin_sheet(struct xlsx_writer *xlsx)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "xl/worksheets/sheet%u.xml", ++xlsx->sheets);
    put_entry(xlsx, name, DECLARATION "<worksheet xmlns=\"" SPREADSHEET "\"><sheetViews><sheetView ");
    put(xlsx,
        "%sworkbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
        "state=\"frozen\"/></sheetView></sheetViews><cols>",
        xlsx->sheets == 1 ? "tabSelected=\"1\" " : "");
    for (size_t i = 0; i < xlsx->column_count; i++)
        put_column(xlsx, i, width_of(&xlsx->columns[i]));
    put(xlsx, "</cols><sheetData>");
    xlsx->row = 0;
    begin_row(xlsx);
    for (size_t i = 0; i < xlsx->column_count; i++)
        put_text(xlsx, i, STYLE_HEADER, xlsx->columns[i].name);
    end_row(xlsx);
}

/* Numbers that are texts here, those of callers, are meant. */
static void end_sheet(struct xlsx_writer *xlsx)
{
    char end[XLSX_COLUMN_SIZE];
    xlsx_column_name(end, xlsx->column_count - 1);
    put(xlsx, "</sheetData><autoFilter ref=\"A1:%s%u\"/>", end, xlsx->row);
    put(xlsx,
        "<ignoredErrors><ignoredError sqref=\"A1:%s%u\" "
        "numberStoredAsText=\"1\"/></ignoredErrors></worksheet>",
        end, xlsx->row);
}

struct xlsx_writer *xlsx_writer_open(FILE *stream, const struct record_value *values, size_t count)
{
    struct xlsx_writer *xlsx = memory_new(sizeof *xlsx);
    xlsx->columns = memory_array(count, sizeof *values);
    memcpy(xlsx->columns, values, count * sizeof *values);
    xlsx->column_count = count;
    xlsx_text_open(&xlsx->text, stream);
    put_entry(xlsx, "_rels/.rels", root_relationships);
    put_entry(xlsx, "xl/styles.xml", styles);
    begin_sheet(xlsx);
    return xlsx;
}

/* Whether a double holds it as it is written. */
static bool is_number(const char *text)
{
    size_t digits = 0;
    for (const char *at = text; *at; at++)
        digits += digits > 0 ? *at != '.' : *at != '0' && *at != '.' && *at != '-';
    return text[strspn(text, "-.0123456789")] == '\0' && digits <= MOST_DIGITS;
}

static void put_value(struct xlsx_writer *xlsx, size_t column, const struct record_value *value)
{
    if (value->text) {
        put_text(xlsx, column, STYLE_TEXT, value->text);
    } else if (value->time) {
        xlsx_text_cell(&xlsx->text, column, STYLE_TIME);
        xlsx_text_time(&xlsx->text, value->is_local ? timestamp_local(value->time) : value->time);
    } else if (value->plain && !value->is_quoted && is_number(value->plain)) {
        xlsx_text_cell(&xlsx->text, column, STYLE_NUMBER);
        xlsx_text_number(&xlsx->text, value->plain);
    } else if (value->plain) {
        put_text(xlsx, column, STYLE_TEXT, value->plain);
    }
}

void xlsx_writer_add(struct xlsx_writer *xlsx, const struct record_value *values, size_t count)
{
    if (xlsx->row == XLSX_MOST_ROWS) {
        end_sheet(xlsx);
        begin_sheet(xlsx);
    }
    begin_row(xlsx);
    for (size_t i = 0; i < count; i++)
        put_value(xlsx, i, &values[i]);
    end_row(xlsx);
}

void xlsx_writer_note(struct xlsx_writer *xlsx, const char *name, const char *text)
{
    name_list_add(&xlsx->notes, name);
    name_list_add(&xlsx->notes, text);
}

size_t xlsx_writer_cut(const struct xlsx_writer *xlsx)
{
    return xlsx->cut;
}

static void put_notes(struct xlsx_writer *xlsx)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "xl/worksheets/sheet%u.xml", xlsx->sheets + 1);
    put_entry(xlsx, name, DECLARATION "<worksheet xmlns=\"" SPREADSHEET "\"><cols>");
    put_column(xlsx, 0, NAME_WIDTH);
    put_column(xlsx, 1, NOTE_WIDTH);
    put(xlsx, "</cols><sheetData>");
    xlsx->row = 0;
    for (size_t i = 0; i + 1 < xlsx->notes.count; i += 2) {
        begin_row(xlsx);
        put_text(xlsx, 0, STYLE_HEADER, xlsx->notes.names[i]);
        put_text(xlsx, 1, STYLE_NOTE, xlsx->notes.names[i + 1]);
        end_row(xlsx);
    }
    put(xlsx, "</sheetData></worksheet>");
}

static const char *sheet_name(char name[NAME_SIZE], unsigned sheet)
{
    if (sheet == 1)
        snprintf(name, NAME_SIZE, "List");
    else
        snprintf(name, NAME_SIZE, "List %u", sheet);
    return name;
}

static void put_sheet(struct xlsx_writer *xlsx, const char *name, unsigned sheet)
{
    put(xlsx, "<sheet name=\"%s\" sheetId=\"%u\" r:id=\"rId%u\"/>", name, sheet, sheet);
}

/* What the sheets are called, and the ranges of their filters, which some programs look for by this name. */
static void put_workbook(struct xlsx_writer *xlsx, bool has_notes, unsigned last_row)
{
    char end[XLSX_COLUMN_SIZE], name[NAME_SIZE];
    xlsx_column_name(end, xlsx->column_count - 1);
    put_entry(xlsx, "xl/workbook.xml",
              DECLARATION "<workbook xmlns=\"" SPREADSHEET "\" xmlns:r=\"" OFFICE
                          "\"><bookViews><workbookView/></bookViews><sheets>");
    for (unsigned i = 1; i <= xlsx->sheets; i++)
        put_sheet(xlsx, sheet_name(name, i), i);
    if (has_notes)
        put_sheet(xlsx, "About", xlsx->sheets + 1);
    put(xlsx, "</sheets><definedNames>");
    for (unsigned i = 1; i <= xlsx->sheets; i++)
        put(xlsx,
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%u\" hidden=\"1\">'%s'!$A$1:$%s$%u"
            "</definedName>",
            i - 1, sheet_name(name, i), end, i == xlsx->sheets ? last_row : XLSX_MOST_ROWS);
    put(xlsx, "</definedNames></workbook>");
}

static void put_relationships(struct xlsx_writer *xlsx, unsigned sheets)
{
    put_entry(xlsx, "xl/_rels/workbook.xml.rels", DECLARATION "<Relationships xmlns=\"" RELATIONSHIPS "\">");
    for (unsigned i = 1; i <= sheets; i++)
        put(xlsx,
            "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet%u.xml\"/>", i,
            i);
    put(xlsx, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>",
        sheets + 1);
}

static void put_types(struct xlsx_writer *xlsx, unsigned sheets)
{
    put_entry(xlsx, "[Content_Types].xml",
              DECLARATION
              "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
              "<Default Extension=\"rels\" "
              "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
              "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
              "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE_OF_SHEETS "sheet.main+xml\"/>"
              "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE_OF_SHEETS "styles+xml\"/>");
    for (unsigned i = 1; i <= sheets; i++)
        put(xlsx,
            "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"" TYPE_OF_SHEETS
            "worksheet+xml\"/>",
            i);
    put(xlsx, "</Types>");
}

void xlsx_writer_finish(struct xlsx_writer *xlsx)
{
    unsigned last_row = xlsx->row;
    char cut[FORMAT_SIZE];
    snprintf(cut, sizeof cut,
             tr("texts that are longer than the %d characters that a cell can hold, and end there: %zu"),
             XLSX_MOST_UNITS, xlsx->cut);
    if (xlsx->cut > 0)
        xlsx_writer_note(xlsx, "Cut", cut);
    bool has_notes = xlsx->notes.count > 0;
    end_sheet(xlsx);
    if (has_notes)
        put_notes(xlsx);
    put_workbook(xlsx, has_notes, last_row);
    put_relationships(xlsx, xlsx->sheets + has_notes);
    put_types(xlsx, xlsx->sheets + has_notes);
    xlsx_text_finish(&xlsx->text);
}

int xlsx_writer_error(const struct xlsx_writer *xlsx)
{
    return xlsx_text_error(&xlsx->text);
}

void xlsx_writer_free(struct xlsx_writer **xlsx_pointer)
{
    struct xlsx_writer *xlsx = *xlsx_pointer;
    *xlsx_pointer = NULL;
    if (!xlsx)
        return;
    xlsx_text_close(&xlsx->text);
    name_list_clear(&xlsx->names);
    name_list_clear(&xlsx->notes);
    free(xlsx->columns);
    free(xlsx);
}

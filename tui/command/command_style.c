#include "tui/command/command_style.h"

#include "model/recording/spreadsheet.h"

#include <string.h>

struct record_style command_record_style(const struct options *options)
{
    enum record_format format = options->format == OPTIONS_CSV     ? RECORD_CSV
                                : options->format == OPTIONS_JSONL ? RECORD_JSONL
                                                                   : RECORD_JSON;
    struct record_style style =
        options->csv && strcmp(options->csv, "excel") == 0 ? spreadsheet_style() : record_style_plain(format);
    style.is_safe = options->excel_safe;
    return style;
}

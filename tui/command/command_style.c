#include "tui/command/command_style.h"

#include "model/keep/list_export.h"
#include "model/recording/spreadsheet.h"

#include <string.h>

struct record_style command_record_style(const struct options *options)
{
    static const enum record_format formats[] = {[OPTIONS_JSON] = RECORD_JSON,
                                                 [OPTIONS_JSONL] = RECORD_JSONL,
                                                 [OPTIONS_CSV] = RECORD_CSV,
                                                 [OPTIONS_XLSX] = RECORD_XLSX};
    enum record_format format = formats[options->format];
    struct record_style style =
        options->csv && strcmp(options->csv, "excel") == 0 ? spreadsheet_style() : record_style_plain(format);
    if (options->takes_style)
        list_export_style(options->output, &style);
    style.is_safe = options->excel_safe;
    return style;
}

/* How spreadsheet programs of the user's place want CSV: they part cells by a semicolon where numbers have a
 * decimal comma, and know UTF-8 by a byte order mark. */
#ifndef MODEL_RECORDING_SPREADSHEET_H
#define MODEL_RECORDING_SPREADSHEET_H

#include "model/recording/record_writer.h"

/* For the locale of numbers that the environment names (LC_ALL, LC_NUMERIC, LANG), installed or not. */
struct record_style spreadsheet_style(void);

#endif

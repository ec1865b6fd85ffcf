#include "tui/screen/message_log.h"

#include "net/base/translate.h"
#include "tui/draw/text.h"
#include "tui/words/moment.h"

#include <stdio.h>

enum { STAMP_COLUMNS = 20 };

static void put_message(const struct app *app, struct lines *lines, const struct message *message)
{
    char day[MOMENT_SIZE], clock[MOMENT_SIZE], stamp[2 * MOMENT_SIZE], text[LINES_VALUE_SIZE];
    const char *level = message->level == ACCOUNT_ERROR     ? tr("error: %s")
                        : message->level == ACCOUNT_WARNING ? tr("warning: %s")
                                                            : "%s";
    snprintf(stamp, sizeof(stamp), "%s %s", moment_day(day, message->at, app->utc),
             moment_clock(clock, message->at, app->utc));
    text_form(text, sizeof(text), level, message->text);
    lines_put(lines, message->level == ACCOUNT_ERROR ? ROLE_ERROR : ROLE_TEXT, stamp, text);
}

static void put(const struct app *app, struct lines *lines)
{
    lines->label_role = ROLE_DIM;
    if (app->messages.count == 0)
        lines_put(lines, ROLE_FOCUS, "", tr("No messages so far."));
    lines->label_columns = STAMP_COLUMNS;
    for (size_t i = 0; i < app->messages.count; i++)
        put_message(app, lines, messages_at(&app->messages, i));
}

const struct sheet_text message_log_sheet = {.title = N_("Messages"), .is_read_from_end = true, .put = put};

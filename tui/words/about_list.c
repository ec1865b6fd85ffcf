#include "tui/words/about_list.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"

#include <stdio.h>

enum { LINE_SIZE = 200 };

static void add(struct name_list *lines, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    name_list_add(lines, name);
    name_list_add(lines, text);
}

/* "2024-05-03 14:02:11 (+02:00)": whoever reads it does so on another day, and elsewhere. */
static const char *moment_text(char line[LINE_SIZE], int64_t ticks, bool utc)
{
    char time[TIMESTAMP_TEXT_SIZE], offset[TIMESTAMP_TEXT_SIZE] = "UTC";
    if (!utc)
        timestamp_offset_text(offset, ticks);
    snprintf(line, LINE_SIZE, "%s (%s)", timestamp_short_text(time, ticks, utc), offset);
    return line;
}

static void add_written(struct name_list *lines, bool utc)
{
    char line[2 * LINE_SIZE], moment[LINE_SIZE];
    snprintf(line, sizeof line, tr("%s, by tapedeck %s"), moment_text(moment, timestamp_now(), utc),
             TAPEDECK_VERSION);
    add(lines, tr("Written"), line);
}

void about_list(struct name_list *lines, const struct about_list *about)
{
    char line[LINE_SIZE];
    add(lines, tr("Recordings of"), about->agents != NULL ? about->agents : tr("all agents"));
    add(lines, tr("Filter"), about->filter[0] != '\0' ? about->filter : tr("none"));
    add(lines, tr("Since"), about->since);
    add(lines, tr("Until"), about->until);
    add(lines, tr("At most"), about->limit);
    if (about->is_sorted && !about->is_whole)
        snprintf(line, sizeof line, tr("%s, of what is here"), about->order);
    else
        snprintf(line, sizeof line, "%s", about->order);
    add(lines, tr("Order"), line);
    add(lines, tr("Complete"), about->is_whole ? tr("yes") : tr("no: some had not been fetched"));
    add(lines, tr("Coverage"), about->coverage);
    if (about->as_of != TIMESTAMP_NONE)
        add(lines, tr("As of"), moment_text(line, about->as_of, about->utc));
    add(lines, tr("Times"), tr("columns that end in Utc are in UTC, the others in local time"));
    add_written(lines, about->utc);
}

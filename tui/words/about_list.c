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

static void add_written(struct name_list *lines, bool utc)
{
    char line[LINE_SIZE], time[TIMESTAMP_TEXT_SIZE], offset[TIMESTAMP_TEXT_SIZE] = "UTC";
    const int64_t now = timestamp_now();
    if (!utc)
        timestamp_offset_text(offset, now);
    snprintf(line, sizeof line, tr("%s (%s), by tapedeck %s"), timestamp_short_text(time, now, utc), offset,
             TAPEDECK_VERSION);
    add(lines, tr("Written"), line);
}

void about_list(struct name_list *lines, const struct about_list *about)
{
    add(lines, tr("Recordings of"), about->agents != NULL ? about->agents : tr("all agents"));
    add(lines, tr("Filter"), about->filter[0] != '\0' ? about->filter : tr("none"));
    add(lines, tr("Since"), about->since);
    add(lines, tr("Until"), about->until);
    add(lines, tr("At most"), about->limit);
    add(lines, tr("Order"), about->is_oldest_first ? tr("oldest first") : tr("newest first"));
    add(lines, tr("Complete"), about->is_whole ? tr("yes") : tr("no: some had not been fetched"));
    add(lines, tr("Coverage"), about->coverage);
    add(lines, tr("Times"), tr("columns that end in Utc are in UTC, the others in local time"));
    add_written(lines, about->utc);
}

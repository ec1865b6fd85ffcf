#include "tui/words/caller_history.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <stdio.h>

#define MINUTE INT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define YEAR (365 * DAY)

/* The nearest recording before a row, of those in the page, that is of the same call: another call of the caller may
 * have started between them. NULL if there is none. */
static const struct listed_recording *part_before(const struct page *page, size_t row, bool oldest_first)
{
    const struct listed_recording *this = &page->rows[row], *found = NULL;
    size_t left = oldest_first ? row : page->count - 1 - row;
    if (this->recording.queue_call_id == RECORDING_NO_NUMBER)
        return NULL;
    for (size_t i = 1; i <= left && !found; i++) {
        const struct listed_recording *before = oldest_first ? this - i : this + i;
        found = before->recording.queue_call_id == this->recording.queue_call_id ? before : NULL;
    }
    return found;
}

static enum caller_history_link link_of(const struct listed_recording *row,
                                        const struct listed_recording *part, int64_t since)
{
    if (part)
        return row->agent == part->agent ? CALLER_HISTORY_PART : CALLER_HISTORY_TRANSFER;
    bool is_near =
        since != TIMESTAMP_NONE && since < DAY * TIMESTAMP_SECOND && since > -DAY * TIMESTAMP_SECOND;
    return is_near ? CALLER_HISTORY_REPEAT : CALLER_HISTORY_CALL;
}

struct caller_history_step caller_history_step(const struct page *page, size_t row, bool oldest_first)
{
    struct caller_history_step step = {CALLER_HISTORY_FIRST, TIMESTAMP_NONE};
    bool is_last = oldest_first ? row == 0 : row + 1 >= page->count;
    if (is_last) {
        if (oldest_first ? page->more_above : page->more_below)
            step.link = CALLER_HISTORY_UNREAD;
        return step;
    }
    const struct listed_recording *this = &page->rows[row],
                                  *before = &page->rows[oldest_first ? row - 1 : row + 1];
    int64_t started = this->recording.started, earlier = before->recording.started;
    if (started != TIMESTAMP_NONE && earlier != TIMESTAMP_NONE)
        step.since = started - earlier;
    step.link = link_of(this, part_before(page, row, oldest_first), step.since);
    return step;
}

/* "12 min later" */
static const char *span_text(char *buffer, size_t size, int64_t ticks)
{
    static const struct {
        int64_t seconds;
        const char *later, *earlier;
    } units[] = {{2 * YEAR, N_("%s y later"), N_("%s y earlier")},
                 {DAY, N_("%s d later"), N_("%s d earlier")},
                 {HOUR, N_("%s h later"), N_("%s h earlier")},
                 {MINUTE, N_("%s min later"), N_("%s min earlier")},
                 {1, N_("%s s later"), N_("%s s earlier")}};
    if (ticks == TIMESTAMP_NONE) {
        snprintf(buffer, size, "–");
        return buffer;
    }
    int64_t seconds = (ticks < 0 ? -ticks : ticks) / TIMESTAMP_SECOND;
    size_t unit = 0; /* years from the second on, for what one of them says little of */
    while (units[unit].seconds > 1 && seconds < units[unit].seconds)
        unit++;
    return text_form_number(buffer, size,
                            tr(seconds == 0 ? N_("same time")
                               : ticks < 0  ? units[unit].earlier
                                            : units[unit].later),
                            (uint64_t)(seconds / (unit == 0 ? YEAR : units[unit].seconds)));
}

const char *caller_history_text(char buffer[CALLER_HISTORY_SIZE], const struct caller_history_step *step,
                                bool in_full)
{
    static const char *const forms[] = {[CALLER_HISTORY_CALL] = "%s",
                                        [CALLER_HISTORY_REPEAT] = N_("%s, repeat"),
                                        [CALLER_HISTORY_TRANSFER] = N_("%s, transfer"),
                                        [CALLER_HISTORY_PART] = N_("%s, same call")};
    static const char *const signs[] = {[CALLER_HISTORY_CALL] = " ",
                                        [CALLER_HISTORY_REPEAT] = N_("R"),
                                        [CALLER_HISTORY_TRANSFER] = N_("T"),
                                        [CALLER_HISTORY_PART] = "="};
    char span[CALLER_HISTORY_SIZE / 2];
    if (step->link == CALLER_HISTORY_UNREAD)
        snprintf(buffer, CALLER_HISTORY_SIZE, "…");
    else if (step->link == CALLER_HISTORY_FIRST)
        snprintf(buffer, CALLER_HISTORY_SIZE, "%s%s", in_full ? "" : "  ", tr("first known"));
    else if (in_full)
        text_form(buffer, CALLER_HISTORY_SIZE, tr(forms[step->link]),
                  span_text(span, sizeof span, step->since));
    else
        snprintf(buffer, CALLER_HISTORY_SIZE, "%s %s", tr(signs[step->link]),
                 span_text(span, sizeof span, step->since));
    return buffer;
}

const char *caller_history_sentence(char buffer[CALLER_HISTORY_SIZE], const struct caller_history_step *step)
{
    static const char *const forms[] = {
        [CALLER_HISTORY_CALL] = N_("%s than the call before"),
        [CALLER_HISTORY_REPEAT] = N_("%s than the call before: repeat within a day"),
        [CALLER_HISTORY_TRANSFER] = N_("%s: likely a transfer, same call, other agent"),
        [CALLER_HISTORY_PART] = N_("%s: the same call, another recording")};
    char span[CALLER_HISTORY_SIZE / 2];
    if (step->link == CALLER_HISTORY_UNREAD)
        snprintf(buffer, CALLER_HISTORY_SIZE, "…");
    else if (step->link == CALLER_HISTORY_FIRST)
        snprintf(buffer, CALLER_HISTORY_SIZE, "%s", tr("the first known call of this caller"));
    else
        text_form(buffer, CALLER_HISTORY_SIZE, tr(forms[step->link]),
                  span_text(span, sizeof span, step->since));
    return buffer;
}

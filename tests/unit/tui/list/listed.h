/* A list of recordings on an archive of plain ids, whose questions wait until the test answers them. */
#ifndef TESTS_UNIT_TUI_LIST_LISTED_H
#define TESTS_UNIT_TUI_LIST_LISTED_H

#include "tui/list/recording_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

enum {
    LISTED_HEIGHT = 10,
    LISTED_MOST = 5000,
    LISTED_LATER = 60 /* ms: longer than the list waits between two readings */
};

/* An archive of ids, ascending, and a list on it. Ids are times, too. Questions wait until they are answered.
 */
struct archive {
    uv_loop_t loop;
    uv_timer_t pace;
    struct recording_list list;
    int64_t ids[LISTED_MOST];
    size_t count;
    struct page_request request;
    query_page_done *page_done; /* NULL when nothing is asked */
    query_count_done *count_done;
    struct list_query counted;
    uint64_t matches; /* that pages come with; 0: none */
    void *context;
    unsigned asked;
    unsigned changes;
    int64_t a_day;   /* so many ids to a day, and times are ticks; 0: ids are times */
    int64_t gap;     /* before this one recordings may be missing */
    int64_t undated; /* each of which the id is a multiple of it has no start; 0: none */
};

/* cmocka's set-up and tear-down: an empty archive that nothing has been asked of. */
int listed_open(void **state);
int listed_close(void **state);

/* An archive with so many recordings; the list stands at its newest. */
void listed_open_on(struct archive *archive, size_t count);
void listed_append(struct archive *archive, size_t count);
void listed_show(struct archive *archive, const char *filter, enum list_place place);

void listed_answer(struct archive *archive);
void listed_rest(struct archive *archive); /* time passes and everything that is asked is answered */

/* With a_day: the day of an id, from 1 on. */
int64_t listed_day(const struct archive *archive, int64_t id);

int64_t listed_selected(const struct archive *archive);
size_t listed_line(const struct archive *archive); /* on which the selection stands on the screen */

#endif

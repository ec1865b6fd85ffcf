#include "model/query/list_time.h"

#include "model/query/row_columns.h"

/* Sets the key from the cursor's row if that matches and has a start: the place of a row without one is only derived
 * from its neighbours. */
static bool take_row(const struct row_filter *filter, const struct row_cursor *cursor,
                     struct recording_key *key)
{
    char buffer[FILE_KEY_NAME_SIZE];
    sqlite3_stmt *row = cursor->statement;
    if (sqlite3_column_type(row, ROW_STARTED) != SQLITE_INTEGER ||
        !row_filter_matches(filter, cursor->agent, row))
        return false;
    const struct listed_recording found = {.agent = cursor->agent,
                                           .place = sqlite3_column_int64(row, ROW_PLACE),
                                           .recording = {.queue_call_id = sqlite3_column_int64(row, ROW_CALL),
                                                         .file_name = file_key_column(row, ROW_FILE, buffer),
                                                         .distinction = file_key_distinction(row, ROW_FILE)}};
    recording_key_set(key, &found);
    return true;
}

bool list_time_find(struct row_merge *merge, int64_t time, struct recording_key *key, bool *found,
                    struct failure *failure)
{
    const struct recording_key from = {.agent = INT64_MAX, .queue_call_id = INT64_MAX, .place = time};
    const struct row_place place = row_place_make(&from, true, false);
    const struct row_cursor *cursor;
    *found = false;
    if (!row_merge_begin(merge, &place, failure))
        return false;
    while (!*found && (cursor = row_merge_row(merge))) {
        *found = take_row(merge->filter, cursor, key);
        row_merge_advance(merge);
    }
    return row_merge_end(merge, failure);
}

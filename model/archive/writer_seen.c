#include "model/archive/writer_seen.h"

#include "model/archive/file_key.h"
#include "model/archive/writer_state.h"
#include "net/base/sorted.h"

#include <stddef.h>
#include <stdlib.h>

static int compare_seen(const void *left, const void *right)
{
    const struct seen_key *a = left;
    const struct seen_key *b = right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->file < b->file ? -1 : a->file > b->file;
}

void writer_seen_sort(struct response_ingest *answer)
{
    if (answer->seen_sorted || !answer->seen_count)
        return;
    qsort(answer->seen, answer->seen_count, sizeof *answer->seen, compare_seen);
    size_t kept = 1;
    for (size_t i = 1; i < answer->seen_count; i++) {
        if (compare_seen(&answer->seen[i], &answer->seen[kept - 1]) != 0)
            answer->seen[kept++] = answer->seen[i];
        else if (answer->seen[i].is_unheard_of)
            answer->seen[kept - 1].is_unheard_of = true;
    }
    answer->seen_count = kept;
    answer->seen_sorted = true;
}

size_t writer_seen_up_to(const struct response_ingest *answer, int64_t last)
{
    const struct sorted ids = {answer->seen, answer->seen_count, sizeof(struct seen_key),
                               offsetof(struct seen_key, id)};
    return sorted_up_to(&ids, last);
}

static bool was_seen(const struct response_ingest *answer, int64_t id, uint64_t file)
{
    struct seen_key key = {id, file >> 1, false}; /* 63 bits */
    return answer->seen_count &&
           bsearch(&key, answer->seen, answer->seen_count, sizeof *answer->seen, compare_seen) != NULL;
}

bool writer_seen_lacks(const struct response_ingest *answer, sqlite3_stmt *row)
{
    char buffer[FILE_KEY_NAME_SIZE];
    struct file_key key;
    file_key_make(&key, file_key_column(row, 1, buffer));
    key.distinction = file_key_distinction(row, 1);
    return !was_seen(answer, sqlite3_column_int64(row, 0), file_key_hash(&key));
}

#include "tests/server/journal.h"

#include "tests/server/must.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINES 100000

struct line {
    uint64_t number;
    char method[10];
    char *uri;
    char range[48]; /* empty, or a blank and the header */
    enum journal_secret secret;
    enum journal_end end;
    unsigned status;
    size_t rows;
    uint64_t bytes;
    int64_t began; /* ms */
    int64_t noted;
};

struct journal {
    pthread_mutex_t lock;
    uint64_t next;
    uint64_t first; /* the oldest that is still shown */
    struct line lines[LINES];
};

static int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

struct journal *journal_new(void)
{
    struct journal *journal = must_alloc(1, sizeof *journal);

    pthread_mutex_init(&journal->lock, NULL);
    journal->next = 1;
    journal->first = 1;
    return journal;
}

void journal_free(struct journal **journal)
{
    if (*journal == NULL)
        return;
    for (size_t i = 0; i < LINES; i++)
        free((*journal)->lines[i].uri);
    pthread_mutex_destroy(&(*journal)->lock);
    free(*journal);
    *journal = NULL;
}

uint64_t journal_begin(struct journal *journal, const char *method, const char *uri,
                       enum journal_secret secret, const char *range)
{
    pthread_mutex_lock(&journal->lock);
    uint64_t number = journal->next++;
    struct line *line = &journal->lines[number % LINES];
    free(line->uri);
    *line = (struct line){.number = number, .uri = must_copy(uri), .secret = secret, .began = monotonic_ms()};
    line->noted = line->began;
    snprintf(line->method, sizeof line->method, "%s", method);
    if (range != NULL)
        snprintf(line->range, sizeof line->range, " %s", range);
    if (number - journal->first >= LINES)
        journal->first = number - LINES + 1;
    pthread_mutex_unlock(&journal->lock);
    return number;
}

void journal_note(struct journal *journal, uint64_t number, unsigned status, size_t rows, uint64_t bytes,
                  enum journal_end end)
{
    pthread_mutex_lock(&journal->lock);
    struct line *line = &journal->lines[number % LINES];
    if (line->number == number) {
        line->status = status;
        line->rows = rows;
        line->bytes = bytes;
        line->end = end;
        line->noted = monotonic_ms();
    }
    pthread_mutex_unlock(&journal->lock);
}

void journal_clear(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    journal->first = journal->next;
    pthread_mutex_unlock(&journal->lock);
}

void journal_list(struct journal *journal, uint64_t after, struct text *text)
{
    static const char *const secrets[] = {"no-secret", "wrong-secret", "secret"};
    static const char *const ends[] = {"active", "finished", "cut", "aborted-by-client"};

    pthread_mutex_lock(&journal->lock);
    uint64_t number = after >= journal->first ? after + 1 : journal->first;
    for (; number < journal->next; number++) {
        const struct line *line = &journal->lines[number % LINES];

        text_format(text, "%llu %s %s %u %zu %llu %s %s %lld%s\n", (unsigned long long)line->number,
                    line->method, line->uri, line->status, line->rows, (unsigned long long)line->bytes,
                    secrets[line->secret], ends[line->end], (long long)(line->noted - line->began),
                    line->range);
    }
    pthread_mutex_unlock(&journal->lock);
}

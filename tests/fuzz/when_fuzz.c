/* Reads written dates, of what was and of what is to come: whatever is typed, a period is never empty and lies within the years that are known, a
 * refusal says why, and neither case nor blanks around the text change the answer. */
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "model/time/when_coming.h"
#include "net/base/memory.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PREFIX = 5 };

static void check_refusal(const struct failure *failure)
{
    check(failure->kind == FAILURE_USAGE && failure->advice[0]);
    check(strnlen(failure->what, sizeof failure->what) < sizeof failure->what - 1);
    check(failure->what[0] == '"' && strstr(failure->what, "\": "));
}

static bool read_text(struct when *when, const char *text, int64_t now, bool utc)
{
    struct failure failure = {0}, failure_of_period = {0};
    *when = (struct when){0};
    bool read = when_parse(when, text, now, utc, &failure);
    struct when period = {0};
    bool reads_period = when_parse_period(&period, text, now, utc, &failure_of_period);
    check(read ? reads_period : reads_period || failure_of_period.kind == FAILURE_USAGE);
    check(!reads_period || period.begin < period.end);
    if (read) {
        check(period.begin == when->begin && period.end == when->end);
        check(when->begin < when->end);
        check(when->begin >= INT64_C(31536000) * TIMESTAMP_SECOND);
        check(when->end <= INT64_C(7258118400) * TIMESTAMP_SECOND);
        check(failure.kind == FAILURE_NONE);
    } else {
        check_refusal(&failure);
    }
    return read;
}

/* The same of what is to come. */
static bool read_coming(struct when *when, const char *text, int64_t now, bool utc)
{
    struct failure failure = {0};
    *when = (struct when){0};
    bool read = when_parse_coming(when, text, now, utc, &failure);
    check(!read || (when->begin < when->end && failure.kind == FAILURE_NONE));
    if (!read)
        check_refusal(&failure);
    return read;
}

/* Four bytes say when it is now, mostly within the years that are known, and one the zone; the rest is the
 * text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const zones[] = {"CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3<-02>,M10.3.0/0,M2.3.0/0",
                                        "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01", "UTC0"};
    if (size < PREFIX)
        return 0;
    uint32_t seconds = 0;
    memcpy(&seconds, data, sizeof seconds);
    uint8_t choice = data[4];
    int64_t now = seconds * INT64_C(2) * TIMESTAMP_SECOND;
    if (choice >> 3 == 0)
        now = INT64_MIN + seconds;
    setenv("TZ", zones[choice % 4], 1);
    tzset();
    char *text = memory_text_part((const char *)data + PREFIX, size - PREFIX);
    char *other = memory_array(strlen(text) + 3, 1);
    snprintf(other, strlen(text) + 3, " %s ", text);
    for (char *letter = other; *letter; letter++)
        *letter = *letter >= 'a' && *letter <= 'z' ? (char)(*letter - 'a' + 'A') : *letter;
    struct when when;
    struct when again;
    bool read = read_text(&when, text, now, choice & 4);
    check(read == read_text(&again, other, now, choice & 4));
    check(when.begin == again.begin && when.end == again.end);
    read = read_coming(&when, text, now, choice & 4);
    check(read == read_coming(&again, other, now, choice & 4));
    check(when.begin == again.begin && when.end == again.end);
    free(other);
    free(text);
    return 0;
}

static const char *const seeds[] = {
    "2024-05-03T14:00:05.1696606+02:00",
    "2024-02-29 23:59Z",
    "03-05 14:00",
    "fra 1. maj til 3. maj 2024",
    "1/5-3/5-24",
    "3/5 14:00-15:30",
    ("mandag\xe2\x80\x93"
     "fredag"),
    "..3/5",
    "since 1 May",
    "uge 18-20",
    "Fri 3 May 2024 2 pm",
    "sidste 7 dage",
    "1. kvartal 2024",
    "03-05-2024",
    "uge 18 2024",
    "2024-W18",
    "last month",
    "2199-12",
    "3/5/2024",
    "3.5. kl. 14.30",
    "14.30 i g\xc3\xa5r",
    "3. maj 2024 kl 1430",
    "okt",
    "May 3rd, 2024",
    "l\xc3\xb8rdag 02:30",
    "-36h",
    "-90min",
    "for 2 m\xc3\xa5neder siden",
    "999999999y ago",
    "29 feb",
    "om 2 uger",
    "n\xc3\xa6ste fredag",
    "+3 months",
    "i overmorgen kl 9",
    "now",
};

const struct mutation_plan mutation_plan = {
    .name = "when: dates read to periods or refused with reasons",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "0123456789-+:./,TZ dwmyhi\xc3\xa5",
    .prefix = PREFIX,
};

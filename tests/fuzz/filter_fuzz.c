/* Reads filters: whatever is typed, what is complained of lies within the text and has words, a filter with
 * nothing wrong in it is not changed by blanks around it, and what is marked in a caller is matched there. */
#include "model/filter/filter_number.h"
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/fuzz/fuzzed.h"
#include "tests/fuzz/mutation.h"
#include "tests/unit/model/filter/filter_matching.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NOW (INT64_C(1714816800) * TIMESTAMP_SECOND)

static const char *const callers[] = {"+4583123456",
                                      "0045 83 12 00 12",
                                      "+44 (0)20 7946 0123",
                                      "anonymous",
                                      "",
                                      "sip:83123470@10.0.0.7:5060;user=phone",
                                      "\"Ida 2\" <tel:+45-83>;ext=9",
                                      "TDC-INFO 1881"};

static enum filter_verdict read_text(struct filter *filter, const char *text)
{
    struct filter_error error;
    enum filter_verdict verdict = filter_parse(filter, text, NOW, true, &error);
    check(verdict == error.verdict);
    check((error.what[0] == '\0') == (verdict == FILTER_GOOD));
    check(strnlen(error.what, sizeof error.what) < sizeof error.what);
    check(error.begin <= error.end && error.end <= strlen(text));
    check(verdict == FILTER_GOOD || error.begin < error.end);
    check(filter->value_count <= FILTER_VALUES && filter->number_count <= FILTER_NUMBERS);
    check(filter->letter_count <= sizeof filter->letters / sizeof *filter->letters);
    check(filter->word_count <= FILTER_TERMS && filter->term_count <= FILTER_TERMS);
    return verdict;
}

static void check_marks(const struct filter *filter, const char *caller)
{
    size_t begin[FILTER_NUMBERS], end[FILTER_NUMBERS];
    size_t count = filter_mark_caller(filter, caller, begin, end);
    check(count <= FILTER_NUMBERS);
    for (size_t i = 0; i < count; i++) {
        check(begin[i] < end[i] && end[i] <= strlen(caller));
        check(caller[begin[i]] >= '0' && caller[begin[i]] <= '9');
    }
}

static bool matches(const struct filter *filter, const char *caller)
{
    const struct recording recording = {.queue_id = 12,
                                        .agent_id = 103,
                                        .started = NOW - 7200 * TIMESTAMP_SECOND,
                                        .ended = NOW - 7100 * TIMESTAMP_SECOND,
                                        .queue_name = "Sales - North",
                                        .type = "QueueCall",
                                        .agent_name = "Ida Holm",
                                        .caller = caller,
                                        .queue_call_id = 47610,
                                        .file_name = "0a1b.mp3"};
    return filter_matches(filter, &recording, NULL, RECORDING_NO_NUMBER);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct filter filter, again;
    char *text = memory_text_part((const char *)data, size);
    char *other = memory_format(" \t%s ", text);
    bool compares = read_text(&filter, text) == FILTER_GOOD;
    for (const char *at = text; *at && compares; at++) /* the blank behind would be part of an open one */
        compares = filter_quote(at) == 0;
    compares = compares && read_text(&again, other) == FILTER_GOOD;
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        check_marks(&filter, callers[i]);
        bool does = matches(&filter, callers[i]);
        check(!compares || does == matches(&again, callers[i]));
    }
    free(other);
    free(text);
    return 0;
}

static const char *const seeds[] = {
    "8312 +45 83 12 34 56 (020) 7946",
    "holm \"ida holm\" -sales !8312",
    "agent:103 agent:\"ida holm\" queue:sales",
    "after:2024-05-03 before:yesterday on:may",
    "after:\"3 May 14:00\" after:2024-05-03T14:00:00+02:00",
    "longer:1h30m shorter:1:02:03 longer:90",
    "type:callback caller:none caller:+45 -caller:anonymous",
    "s\xc3\xb8ren foo:bar after: longer:x",
    ("sip:83123470@10.0.0.7:5060 tel:+45 83 Tlf. 83\xc2\xa0"
     "12 sips:%2B45"),
    "agent:ida,lars queue:\"a b\", c,7 type:q,c call:47610,1 file:.mp3,x",
    "weekday:mon-fri,s\xc3\xb8n hour:8-10,22:00-3 -weekday:tue weekday:mon - fri",
    "on:1/5..3/5 on:3 may 2024 >10 min on:w18 longer:2 min",
    "\xe2\x80\x9cida holm\xe2\x80\x9d \xe2\x80\x93sales \xc2\xbbx\xc2\xab 12345678901234x",
};

const struct mutation_plan mutation_plan = {
    .name = "filter: typed filters read, what is wrong in them told",
    .seeds = seeds,
    .seed_count = sizeof seeds / sizeof *seeds,
    .bytes = "0123456789 \"-!+():,.aeglqnu\t\xc3\xb8",
};

/* Dates, times and periods as people type them, in Danish and English, and what each means on Wednesday 15 May
 * 2024 at 10:30:20. Worked out by hand from the calendar. */
#ifndef TESTS_UNIT_MODEL_TIME_WHEN_CASES_H
#define TESTS_UNIT_MODEL_TIME_WHEN_CASES_H

#include <stddef.h>

#define WHEN_CASES_NOW "2024-05-15T10:30:20.5"

/* `means`: a day "2024-05-03", a minute "2024-05-03 14:00", days or moments "first..last" (days included, times of
 * the day not), of which one end may be open; or "!" and a part of why it is refused. */
struct when_case {
    const char *means;
    const char *texts[30];
};

extern const struct when_case when_cases_days[];
extern const struct when_case when_cases_words[];
extern const struct when_case when_cases_spans[];
extern const size_t when_cases_day_count, when_cases_word_count, when_cases_span_count;

#endif

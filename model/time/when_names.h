/* The names of months, weekdays, units and days in English and Danish, as model/time/when_tokens.h gives words.
 * For model/time/when.c and its parts only. */
#ifndef MODEL_TIME_WHEN_NAMES_H
#define MODEL_TIME_WHEN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { WHEN_LEAST_NAME = 3 }; /* letters of a name that stands for a day or a month */

enum when_unit { WHEN_MINUTES, WHEN_HOURS, WHEN_DAYS, WHEN_WEEKS, WHEN_MONTHS, WHEN_QUARTERS, WHEN_YEARS };

/* 1 to 12 for a name or a beginning of it of three letters or more, 0 for another word. */
int when_month(const char *word);
const char *when_month_name(int month); /* in English */

/* 0 (Sunday) to 6, likewise of at least so many letters, 2 or 3; -1 for another word. */
int when_weekday(const char *word, size_t least);

/* The same of one that says "last Monday" in Danish, "mandags". */
int when_last_weekday(const char *word);

bool when_unit(const char *word, enum when_unit *unit);

/* "one", "en" to "three", "tre"; 0 for another word. */
int when_number(const char *word);

/* "this", "last": whether a word says which week, month or year is meant, with the next one for "i år";
 * *count: how many before this one. */
bool when_which(const char *word, const char *next, int *count);

/* "yesterday", "i går": how many `unit`s it is back. Returns how many words were taken, 1 or 2, 0 for others.
 * `next` is "" if no word follows. */
int when_relative_day(const char *word, const char *next, int *count, enum when_unit *unit);

#endif

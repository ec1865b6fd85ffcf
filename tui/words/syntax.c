#include "tui/words/syntax.h"

#include "net/base/translate.h"

#include <stddef.h>

const struct syntax_row syntax_of_filter[] = {
    {"8312, 0045-8312", N_("these digits anywhere in the caller's number; also +45 83 12 34 56, (020) 7946")},
    {N_("holm, \"ida holm\""),
     N_("agents and queues by name, and callers that give a name and no number (TDC-INFO)")},
    {"-, !", N_("before a word, number or term: leaves out what it matches")},
    {NULL, NULL},
};

const struct syntax_row syntax_of_dates[] = {
    {N_("2024-05-03, 3 May"),
     N_("a day; also 03-05-2024, 3/5, 3/5-24, fredag den 3. maj, 20240503: the day comes first")},
    {N_("May 2024, Q1, 2023"), N_("a month, a quarter, a year; also 05/2024")},
    {N_("week 18, w18"), N_("a week; also uge 18, 2024-W18")},
    {N_("yesterday, monday"), N_("from now on back; also today, this month, last 7 days")},
    {"-2w, -36h", N_("so long ago; also -3d, -6m (months), -90min")},
    {"14:00, 2 pm", N_("a time of the day, or of a date: 2024-05-03 14:00, 2024-05-03T12:00Z")},
    {"1/5..3/5, 1.-3. maj", N_("a period, of on: only; also 1 May to 3 May, since monday")},
    {NULL, NULL},
};

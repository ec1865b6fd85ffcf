/* Dates in numbers and with the names of months. */
#include "tests/unit/model/time/when_cases.h"

const struct when_case when_cases_days[] = {
    /* a day with its year, in all orders and with all separators */
    {"2024-05-03", {"2024-05-03", "2024-5-3",   "2024/05/03",   "2024/5/3", "2024.05.03",  "2024.5.3",
                    "20240503",   "03052024",   "03-05-2024",   "3-5-2024", "03/05/2024",  "3/5/2024",
                    "03.05.2024", "3.5.2024",   "3/5-2024",     "3.5-2024", "03-05/2024",  "3/5 2024",
                    "3-5 2024",   "3. 5. 2024", "3 / 5 / 2024", "3–5–2024", "d. 3/5 2024", "den 3/5 2024"}},
    {"2024-05-03",
     {"3/5/24", "03/05/24", "3-5-24", "03-05-24", "3.5.24", "03.05.24", "3/5-24", "d. 3/5-24", "3.5-24",
      "den 3.5.24"}},
    {"2023-12-24",
     {"24/12/2023", "24-12-2023", "24.12.2023", "24/12-23", "24-12-23", "24.12.23", "2023-12-24",
      "2023/12/24", "20231224", "24122023", "24. december 2023", "24 dec 2023", "Dec 24, 2023",
      "december 24 2023", "24. dec. 2023", "24.12 2023"}},
    {"2020-02-29",
     {"29/2/2020", "29-02-2020", "29.2.2020", "2020-02-29", "29. februar 2020", "Feb 29, 2020", "29/2-20",
      "29. feb. 2020"}},
    {"2021-11-10",
     {"10-11-2021", "10/11/2021", "10.11.2021", "10-11-21", "10/11-21", "10.11.21", "2021-11-10",
      "10. november 2021", "10 Nov 2021", "November 10th, 2021", "the 10th of November 2021"}},
    {"2012-11-10", {"10-11-12", "10/11/12", "10.11.12"}}, /* the day first, whatever else it could be */
    {"2019-01-01",
     {"1/1/2019", "01-01-2019", "1.1.2019", "1. januar 2019", "1 jan 2019", "Jan 1, 2019", "01-01-19",
      "1st January 2019", "den 1. januar 2019", "2019-1-1"}},
    {"2022-08-31",
     {"31/8/2022", "31-08-22", "31. august 2022", "31 aug. 2022", "August 31, 2022", "2022-08-31",
      "Aug 31st 2022"}},

    /* without its year the last one, or today */
    {"2024-05-03",
     {"3/5", "03/05", "3-5", "03-05", "3.5", "3.5.", "03.05.", "3 / 5", "d. 3/5", "den 3/5", "den 3.5.",
      "3–5"}},
    {"2024-05-15", {"15/5", "15-05", "15.5.", "15. maj", "May 15"}},
    {"2023-05-16", {"16/5", "16-05", "16.5", "16. maj", "16 May", "May 16"}},
    {"2023-12-31",
     {"31/12", "31-12", "31.12.", "31.12", "31. december", "31 dec", "Dec 31", "December 31st"}},
    {"2024-01-01", {"1/1", "01-01", "1.1.", "1. januar", "1 jan", "Jan 1"}},
    {"2024-02-29", {"29/2", "29-02", "29.2.", "29. februar", "Feb 29", "29 feb."}},
    {"2023-10-12", {"12/10", "12-10", "12.10.", "12. oktober", "12 okt", "12 Oct", "October 12", "12. okt."}},

    /* the name of the month */
    {"2024-05-03",
     {"3 May", "3. maj", "3 maj", "3.maj", "3maj", "3 MAJ", "May 3", "may 3rd", "3rd may", "3rd of May",
      "the 3rd of May", "den 3. maj", "d. 3. maj", "3. maj.", "May 3.", "3. Maj", "d 3 maj"}},
    {"2024-05-03",
     {"3 May 2024", "3. maj 2024", "3.maj 2024", "3maj2024", "May 3, 2024", "May 3 2024", "may 3rd 2024",
      "3rd May 2024", "3rd of May, 2024", "den 3. maj 2024", "d. 3. maj 2024", "3. maj, 2024", "3 May, 2024",
      "3. maj 24", "3 May 24"}},
    {"2024-03-07",
     {"7. marts", "7 marts", "7 mar", "7 March", "March 7", "7/3", "7. mar.", "mar 7", "7th March"}},
    {"2024-02-02",
     {"2. februar", "2 feb", "2. feb.", "Feb 2", "2nd February", "February 2nd", "2/2", "2.2."}},
    {"2023-06-21", {"21. juni", "21 June", "21 jun", "June 21", "21st of June", "21/6", "21.6."}},
    {"2023-07-04", {"4. juli", "4 July", "4 jul", "July 4th", "4/7", "4-7", "4.7."}},
    {"2023-09-30", {"30. september", "30 sep", "30. sept.", "Sept 30", "30/9", "30-09"}},
    {"2023-08-08", {"8. august", "8 aug", "Aug 8", "8/8", "8.8."}},
    {"2024-04-01", {"1. april", "1 apr", "April 1", "1/4", "1st of April"}},
    {"2023-11-05", {"5. november", "5 nov", "Nov. 5", "5/11", "5.11."}},

    /* the weekday beside it */
    {"2024-05-03",
     {"Fri 3 May 2024", "Fri 2024-05-03", "fredag 3. maj 2024", "fredag den 3. maj", "fredag d. 3/5",
      "fre 3/5", "Friday, May 3", "friday 3/5/2024", "fre. 3.5.2024", "Friday the 3rd of May",
      "fredag den 03.05.2024", "3 May 2024, Friday", "3/5 fredag"}},
    {"!3 May 2024 is a Friday", {"Mon 3 May 2024", "lørdag den 3. maj 2024", "Thu 2024-05-03"}},

    /* months, quarters, years */
    {"2024-05-01..2024-05-31",
     {"May", "maj", "may 2024", "maj 2024", "2024-05", "2024/5", "05/2024", "5-2024", "05.2024", "5/2024",
      "i maj", "in May", "i maj 2024"}},
    {"2023-06-01..2023-06-30",
     {"June", "juni", "jun", "Jun.", "juni 2023", "June 2023", "2023-06", "6/2023", "i juni"}},
    {"2024-02-01..2024-02-29", {"february", "februar", "feb", "feb. 2024", "2024-02", "02-2024", "02/2024"}},
    {"2023-12-01..2023-12-31",
     {"december", "dec", "Dec.", "december 2023", "12/2023", "2023-12", "i december"}},
    {"2022-10-01..2022-10-31", {"oktober 2022", "October 2022", "okt 2022", "10.2022", "2022/10"}},
    {"2024-01-01..2024-03-31", {"q1", "Q1 2024", "2024-Q1", "1. kvartal", "1. kvartal 2024", "kvartal 1"}},
    {"2023-07-01..2023-09-30",
     {"q3", "Q3 2023", "2023-Q3", "3. kvartal", "3. kvartal 2023", "3 kvartal 2023"}},
    {"2024-04-01..2024-06-30", {"q2", "Q2", "this quarter", "dette kvartal"}},
    {"2023-01-01..2023-12-31", {"2023", "last year", "sidste år", "sidste aar", "i 2023", "in 2023"}},
    {"2024-01-01..2024-12-31", {"2024", "this year", "i år", "i aar", "dette år"}},

    /* refused: what there is not, and what could be two things */
    {"!there is no month 13; the day comes first", {"05-13-2024", "5/13/2024", "5/13"}},
    {"!there is no month 31; the day comes first", {"12/31", "12-31", "12/31/2023"}},
    {"!February 2023 has 28 days", {"29/2/2023", "2023-02-29", "29. februar 2023", "Feb 29, 2023"}},
    {"!April has at most 30 days", {"31/4", "31. april", "April 31"}},
    {"!write 10/12 for the day 10 December, 10:12 for the time", {"10.12", "fredag 10.12"}},
    {"!write the year with four digits", {"3/5/99", "03-05-98", "3.5.31", "24-05-03", "3/5-45"}},
    {"!not a date or a time",
     {"3/", "/5", "3/5/", "mai", "32", "5. x", "3 ma", "240503", "i morgen", "tomorrow", "next week",
      "næste uge", "om 2 uger", "in 2 weeks", "kommende mandag", "påske", "den", "3 may 14"}},
};

const size_t when_cases_day_count = sizeof when_cases_days / sizeof *when_cases_days;

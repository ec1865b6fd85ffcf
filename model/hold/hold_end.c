#include "model/hold/hold_end.h"

#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/base/translate.h"

bool hold_end_parse(int64_t *until, const char *text, int64_t now, bool utc, struct failure *failure)
{
    struct when when;
    *until = TIMESTAMP_NONE;
    if (!*text)
        return true;
    if (!when_parse(&when, text, now, utc, failure))
        return false;
    if (when.end <= now) {
        failure_set(failure, FAILURE_USAGE, tr("give a day to come with its year, such as 2027-01-31"),
                    tr("the end of a hold lies before now"));
        return false;
    }
    *until = when.end;
    return true;
}

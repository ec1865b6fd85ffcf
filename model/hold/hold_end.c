#include "model/hold/hold_end.h"

#include "model/time/timestamp.h"
#include "model/time/when_coming.h"
#include "net/base/translate.h"

#include <stdio.h>

bool hold_end_parse(int64_t *until, const char *text, int64_t now, bool utc, struct failure *failure)
{
    struct when when;
    const char *advice = tr("write 31 Jan, 2027-01-31, next friday, 3 months or 90d");
    *until = TIMESTAMP_NONE;
    if (!*text)
        return true;
    if (!when_parse_coming(&when, text, now, utc, failure)) {
        snprintf(failure->advice, sizeof failure->advice, "%s", advice);
        return false;
    }
    if (when.end <= now)
        return failure_set(failure, FAILURE_USAGE, advice, tr("the end of a hold lies before now"));
    *until = when.end;
    return true;
}

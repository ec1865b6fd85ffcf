#include "model/account/report.h"

#include "net/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void report_open(struct report *report, uv_loop_t *loop, uv_timer_cb run)
{
    report->run = run;
    uv_timer_init(loop, &report->turn);
}

void report_changed(struct report *report, unsigned changes)
{
    if (!report->is_closed)
        report->listener.changed(report->listener.context, changes);
}

/* A timer, as others' uv_prepare may call for it after ours would have run. */
void report_due(struct report *report, unsigned changes)
{
    report->changes |= changes;
    if (!report->is_closed)
        uv_timer_start(&report->turn, report->run, 0, 0);
}

bool report_is_due(const struct report *report)
{
    return uv_is_active((const uv_handle_t *)&report->turn) != 0;
}

void report_say(struct report *report, enum account_level level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char text[512];
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_line("%s", text);
    if (!report->is_closed)
        report->listener.message(report->listener.context, level, text);
}

void report_say_failure(struct report *report, const struct failure *failure)
{
    if (strcmp(report->said.what, failure->what) == 0)
        return;
    report->said = *failure;
    report_say(report, ACCOUNT_ERROR, "%s: %s", failure->what, failure->advice);
}

void report_forget(struct report *report)
{
    memset(&report->said, 0, sizeof report->said);
}

void report_say_loss(struct report *report, const struct failure *failure)
{
    bool is_closed = report->is_closed;
    report->is_closed = false;
    if (is_closed)
        report->said.what[0] = '\0';
    report_say_failure(report, failure);
    report->is_closed = is_closed;
}

#include "tui/command/doctor_machine.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/draw/encoding.h"
#include "tui/draw/layout.h"
#include "tui/draw/text.h"
#include "tui/terminal/terminal.h"

#include <fcntl.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void doctor_locale(struct doctor *doctor)
{
    static const char remedy[] = N_("set LANG to a locale with UTF-8 that is installed, such as C.UTF-8");
    struct findings *findings = &doctor->findings;
    if (encoding_note()[0])
        findings_add(findings, N_("locale"), FINDING_WARNING, tr(remedy), "%s", encoding_note());
    else if (!text_is_unicode())
        findings_add(findings, N_("locale"), FINDING_WARNING, tr(remedy),
                     tr("%s: letters beyond ASCII are not shown"), nl_langinfo(CODESET));
    else
        findings_add(findings, N_("locale"), FINDING_OK, "", "%s", nl_langinfo(CODESET));
}

static void add_size(struct findings *findings, const char *type, const struct winsize *size)
{
    bool fits = size->ws_row >= LAYOUT_LEAST_ROWS && size->ws_col >= LAYOUT_LEAST_COLUMNS;
    findings_add(findings, N_("terminal"), fits ? FINDING_OK : FINDING_WARNING,
                 fits ? "" : tr("make the window larger"),
                 fits ? tr("%s, %u columns, %u rows")
                      : tr("%s, %u columns, %u rows: too small for the screen"),
                 type, size->ws_col, size->ws_row);
}

void doctor_terminal(struct doctor *doctor)
{
    struct winsize size = {0};
    struct failure failure;
    const char *type = getenv("TERM");
    int file = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (file < 0 || ioctl(file, TIOCGWINSZ, &size) != 0)
        findings_add(&doctor->findings, N_("terminal"), FINDING_UNCHECKED, tr("run it in a terminal"),
                     tr("there is none here"));
    else if (!terminal_knows_type(type, file, &failure))
        findings_add_failure(&doctor->findings, N_("terminal"), &failure);
    else
        add_size(&doctor->findings, type, &size);
    if (file >= 0)
        close(file);
}

/* Where a program is that is started by its name. The caller frees; NULL if it is nowhere. */
static char *find_program(const char *name)
{
    const char *folder = getenv("PATH");
    for (; folder && *folder; folder += *folder == ':') {
        size_t length = strcspn(folder, ":");
        char *path = memory_format("%.*s/%s", (int)length, folder, name);
        if (length > 0 && access(path, X_OK) == 0)
            return path;
        free(path);
        folder += length;
    }
    return NULL;
}

/* What the configuration has in place of mpv. */
static void add_player(struct doctor *doctor)
{
    struct failure failure;
    if (config_may_run(&doctor->config, "player", &failure))
        findings_add(&doctor->findings, N_("player"), FINDING_OK, "",
                     tr("a command of the configuration, not mpv"));
    else
        findings_add(&doctor->findings, N_("player"), FINDING_WARNING, failure.advice, "%s", failure.what);
}

void doctor_player(struct doctor *doctor)
{
    if (doctor->has_config && doctor->config.audio_player) {
        add_player(doctor);
        return;
    }
    char *path = find_program("mpv");
    if (path)
        findings_add(&doctor->findings, N_("mpv"), FINDING_OK, "", "%s", path);
    else
        findings_add(&doctor->findings, N_("mpv"), FINDING_WARNING, tr("install mpv"),
                     tr("not found: recordings cannot be played here"));
    free(path);
}

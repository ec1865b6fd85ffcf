#include "tui/command/command_manual.h"

#include "model/config/config_settings.h"
#include "model/filter/filter.h"
#include "tui/command/options.h"
#include "tui/input/actions.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Text in which man sees no requests and changes no dashes. */
static void put(FILE *stream, const char *text)
{
    bool line_begins = true;
    for (; *text; text++) {
        if (line_begins && (*text == '.' || *text == '\''))
            fputs("\\&", stream);
        if (*text == '-')
            fputs("\\-", stream);
        else if (*text == '\\')
            fputs("\\e", stream);
        else
            fputc(*text, stream);
        line_begins = *text == '\n';
    }
}

static void put_section(FILE *stream, const char *title, const char *text)
{
    fprintf(stream, ".SH %s\n", title);
    put(stream, text);
    fputc('\n', stream);
}

static void put_head(FILE *stream)
{
    fputs(".TH TAPEDECK 1 \"\" \"tapedeck " TAPEDECK_VERSION "\" \"User Commands\"\n", stream);
    put_section(stream, "NAME", "tapedeck - browse the call recordings of a contact centre in a terminal");
    fputs(".SH SYNOPSIS\n"
          ".B tapedeck\n[\\fB\\-\\-url\\fR \\fIURL\\fR] [\\fIOPTION\\fR]...\n.br\n"
          ".B tapedeck agents\n[\\fIOPTION\\fR]...\n.br\n"
          ".B tapedeck sync\n[\\fB\\-\\-agent\\fR \\fIREF\\fR]... [\\fB\\-\\-accept\\-losses\\fR] "
          "[\\fIOPTION\\fR]...\n.br\n"
          ".B tapedeck list\n[\\fB\\-\\-agent\\fR \\fIREF\\fR]... [\\fB\\-\\-filter\\fR \\fITEXT\\fR] "
          "[\\fB\\-\\-since\\fR \\fIWHEN\\fR] [\\fB\\-\\-until\\fR \\fIWHEN\\fR] "
          "[\\fB\\-\\-limit\\fR \\fIN\\fR] [\\fIOPTION\\fR]...\n.br\n"
          ".B tapedeck purge\n[\\fB\\-\\-before\\fR \\fIWHEN\\fR] [\\fB\\-\\-agent\\fR \\fIREF\\fR]... "
          "[\\fB\\-\\-dry\\-run\\fR] [\\fIOPTION\\fR]...\n",
          stream);
    put_section(
        stream, "DESCRIPTION",
        "tapedeck shows the agents of a contact centre and their recorded calls, newest first. What it has "
        "read "
        "is kept in an archive on the disk, so that years of calls can be searched at once, also without the "
        "network. It always says how much of the history the archive holds.\n"
        "Without a command it opens the screen. The commands do the same for scripts: data go to standard "
        "output, progress and errors to standard error.");
}

static void put_commands(FILE *stream, const struct command_row *commands)
{
    fputs(".SH COMMANDS\n", stream);
    for (const struct command_row *row = commands + 1; row->name; row++) {
        if (!row->help)
            continue;
        fprintf(stream, ".TP\n\\fB%s\\fR %s\n", row->name, row->operand ? row->operand : "");
        put(stream, row->help);
        fputs(".\n", stream);
    }
}

static void put_options(FILE *stream)
{
    const struct option_row *rows = options_row_at(0);
    fputs(".SH OPTIONS\n", stream);
    for (size_t i = 0; options_row_at(i) != NULL && rows[i].help; i++) {
        fputs(".TP\n", stream);
        if (rows[i].letter)
            fprintf(stream, "\\fB\\-%c\\fR, ", rows[i].letter);
        fputs("\\fB\\-\\-", stream);
        put(stream, rows[i].name);
        fputs("\\fR", stream);
        if (rows[i].argument) {
            fputs(" \\fI", stream);
            put(stream, rows[i].argument);
            fputs("\\fR", stream);
        }
        fputc('\n', stream);
        put(stream, rows[i].help);
        fputs(".\n", stream);
    }
}

/* The names of keys as the configuration has them. */
static void put_key_names(FILE *stream, const char *keys)
{
    fputs("\\fB", stream);
    for (; *keys; keys++) {
        if (*keys == ' ')
            fputs("\\fR, \\fB", stream);
        else if (*keys == '-')
            fputs("\\-", stream);
        else
            fputc(*keys, stream);
    }
    fputs("\\fR\n", stream);
}

static void put_keys(FILE *stream)
{
    size_t count;
    const struct action *actions = actions_table(&count);
    const char *section = "";
    put_section(
        stream, "KEYS",
        "Each action is listed with its keys and, in brackets, with the name under which [keys] of the "
        "configuration gives it others. They are written as they are listed here: single characters, Up, "
        "PgDn, "
        "F1 to F24 and so on, with Ctrl-, Alt- and Shift- in front where they belong. Esc and a character "
        "that "
        "come together are that character with Alt; ESCDELAY says how many milliseconds apart they may be "
        "(50, "
        "over ssh 150).");
    for (size_t i = 0; i < count; i++) {
        if (strcmp(section, actions[i].section) != 0) {
            section = actions[i].section;
            fprintf(stream, ".SS %s\n", section);
        }
        fputs(".TP\n", stream);
        put_key_names(stream, actions[i].keys);
        put(stream, actions[i].help);
        fprintf(stream, " [");
        put(stream, actions[i].name);
        fputs("]\n", stream);
    }
}

static void put_filter(FILE *stream)
{
    put_section(
        stream, "FILTER",
        "Digits in any format (8312, +45 83 12, 0045 83, (020) 7946, tel:+4583, Tlf. 83 12) are "
        "looked for anywhere in the "
        "number of the caller; of an address such as sip:83123456@10.0.0.7:5060 only what stands "
        "before @ is the number. Other words are looked for in the names of agents and queues and in "
        "callers that give no number but a name (TDC-INFO, anonymous), \"in quotes\" as they "
        "stand, whatever the case and the locale; a whole number in quotes is both. What has digits and "
        "is neither a number nor a part of a name (+4583*, 8300%, 14:30) is refused, with the reason. "
        "The terms below narrow further, and - or ! before a word, number or term leaves out "
        "what it matches. All that is given must match.\n"
        "The line below the list says whether everything that can match is in the archive, which the "
        "dates and agents of the filter decide; the key for fetching what is missing fetches just "
        "that. tapedeck list --filter does so for the agents named with --agent and ends with "
        "status 1 if nothing was found although everything was searched, 5 if not everything could "
        "be. Recordings carry the name that their agent had then: agent: with a name counts every "
        "agent who was not fetched as one who may have had it, with a number that agent's own recordings are "
        "meant, whatever number they carry.");
    for (size_t i = 0; filter_term_name(i); i++) {
        fputs(".TP\n.B ", stream);
        put(stream, filter_term_name(i));
        fputc('\n', stream);
        put(stream, filter_term_help(i));
        fputs(".\n", stream);
    }
}

static void put_times(FILE *stream)
{
    put_section(stream, "WHEN",
                "A date (2024-05-03, 03-05-2024, 3/5, 3 May, May 2024, 2023), a week (week 18, w18, uge 18, "
                "2024-W18), a day (today, yesterday, monday), a whole week, month or year (this month, last "
                "week), a span back (-3d, -2w, -6m for months, -36h, -90min), a time of the day (14:00) or a "
                "date and a time (2024-05-03 14:00, 2024-05-03T12:00Z), in English or Danish. In numbers the "
                "day comes before the month, but behind a year: 03-05 is 3 May. It "
                "begins with the first moment of what it names; --until a day, month or year includes it.\n"
                "tapedeck list --since fetches the agents named with --agent only back to that time, says "
                "whether that was "
                "possible, and ends with status 5 if not. Recordings without a start are not listed then.");
}

static void put_formats(FILE *stream)
{
    put_section(
        stream, "FORMATS",
        "json is an array with a record on a line, jsonl the same lines alone, both UTF-8 with control "
        "characters escaped; what the server did not give is null. csv is RFC 4180: commas, a header, lines "
        "that end in CR LF, fields quoted where they must be. It has the data as they came, callers as the "
        "server gives them; only control characters other than tab and line breaks become U+FFFD, for CSV "
        "cannot escape them. Times are UTC, lengths in seconds.\n"
        "--csv=excel is for spreadsheets: with a byte order mark, so that letters are right, and where the "
        "locale (LC_ALL, LC_NUMERIC or LANG, as da_DK.UTF-8, installed or not) has a decimal comma with "
        "semicolons between fields and that comma in numbers.\n"
        "A spreadsheet runs text that begins with =, +, - or @ as a formula, and a program of another place "
        "parts cells at other signs. Callers and names come from outside: open what you do not trust with "
        "--excel-safe, which puts ' before those signs and before tabs and line breaks, at the begin of a "
        "text and behind any comma, semicolon, tab or line break in it. It changes the data, numbers such as "
        "+4583123456 too, so it is done only if asked for.");
}

static void put_losses(FILE *stream)
{
    put_section(stream, "LOSSES",
                "Where a fetch finds that more than a tenth of an agent's recordings are gone from the "
                "server, this may be a "
                "fault of the server: the others are kept, tapedeck sync and list say so and end with status "
                "5, and the records of tapedeck agents count them as NoLongerGiven. tapedeck "
                "sync --accept-losses --agent REF reads everything of the agent anew and deletes what does "
                "not come; in the "
                "screen the key for fetching everything anew does so.");
}

static void put_retention(FILE *stream)
{
    put_section(
        stream, "RETENTION",
        "What the server no longer has disappears from the archive when it is asked for the time in "
        "question, "
        "and from the bytes of its files soon after. With retention in the configuration, recordings that "
        "started longer ago are deleted from the archive at every start and when they come to that age; what "
        "comes of them "
        "is not filed, and it is not asked for again.\n"
        "tapedeck purge does it on request, for a time of one's own with --before; what has been purged is "
        "fetched again only by fetching everything of the agent anew. Recordings whose start cannot be read "
        "are kept and counted, and the command ends with status 5. Those without a start are left "
        "alone "
        "as long as the archive has any other recording of the agent. A history of which a part was purged "
        "is "
        "called complete from that time on only.");
}

static void put_unread(FILE *stream)
{
    put_section(
        stream, "WHAT CANNOT BE READ",
        "The names of fields are read in capitals or not, times in the forms of ISO 8601 and /Date(…)/, and "
        "a "
        "body in the charset that its Content-Type names. A start or an end that cannot be read is kept as "
        "the "
        "text that it is and told, and no list by time is called complete with it. What is no recording is "
        "left out and told: sync and list end with status 5, and the screen says how many are unreadable. "
        "Where "
        "the server explains an error its words are quoted, unless they may hold the secret.");
}

static void put_looks(FILE *stream)
{
    put_section(
        stream, "LOOKING AGAIN",
        "Nothing is final for ever. While the screen is open what is there is looked at again: the last hour "
        "every ten minutes; what is younger than settle every half hour, and \"as of\" is when all of that "
        "was seen; the last five days after every start and every six hours, for callers who are called back "
        "days later; older recordings after half their age, those older than twice verify so that all are "
        "seen within verify. What an answer then contradicts is mended: late recordings appear, and what the "
        "server deleted goes. It takes at most 4 MB an hour, screen and commands together, and on the screen "
        "it waits while the line is slow or somebody waits.\n"
        "A refresh asks above the newest recording only; it is followed by a pause at least as long as it "
        "took. tapedeck sync and list ask for the last five days together with what is new, unless they were "
        "seen within ten minutes. Where commands follow each other closely and little is left of the 4 MB, "
        "an agent is seen again as on the screen: the last five days every six hours, the rest every half "
        "hour; in between only what is new comes, and \"as of\" stays. tapedeck sync --verify looks again at "
        "all that is there; where it is interrupted, the screen goes on with it.");
}

static void put_configuration(FILE *stream)
{
    const char *section = "";
    put_section(stream, "CONFIGURATION",
                "The file has sections of lines \"name = value\"; lines that begin with # or ; are comments. "
                "Spans are "
                "written 36h, 90d, 12w, 6m or 2y. The command line wins over it.");
    for (size_t i = 0; config_settings_at(i); i++) {
        const struct config_setting *setting = config_settings_at(i);
        if (strcmp(section, setting->section) != 0)
            fprintf(stream, ".SS [%s]\n", setting->section);
        section = setting->section;
        fprintf(stream, ".TP\n.B %s\n", setting->name);
        put(stream, setting->allowed);
        if (setting->help)
            fprintf(stream, ": ");
        put(stream, setting->help ? setting->help : "");
        if (setting->initial)
            fprintf(stream, " (%s)", setting->initial);
        fputs(".\n", stream);
    }
    fputs(".SS [agents]\nA line for each agent that the server does not list: id:103 = Ida Holm.\n"
          ".SS [keys]\nLines of action = keys; see KEYS.\n",
          stream);
}

static void put_statuses(FILE *stream)
{
    static const char *const statuses[][2] = {
        {"0", "done"},
        {"1", "nothing matched, and everything was searched"},
        {"2", "the command line or the configuration cannot be used"},
        {"3", "the server refuses the secret or lacks the licence"},
        {"4", "the network, the server or the archive failed"},
        {"5", "only a part could be had: rows may be missing"},
        {"130", "interrupted"},
    };
    fputs(".SH EXIT STATUS\n", stream);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        fprintf(stream, ".TP\n.B %s\n%s.\n", statuses[i][0], statuses[i][1]);
}

static void put_surroundings(FILE *stream)
{
    fputs(".SH ENVIRONMENT\n"
          ".TP\n.B TAPEDECK_URL\nThe account, where \\-\\-url is not given.\n"
          ".TP\n.B TAPEDECK_SECRET\nThe shared secret of the server. Otherwise it is what the command in\n"
          ".I secret_command\nprints, or\n.I secret\n"
          "in the configuration, if nobody but its owner can read the file.\n"
          ".TP\n.BR http_proxy \", \" https_proxy \", \" all_proxy \", \" no_proxy\nThe proxy, as curl reads "
          "them; "
          "none for\nwhat lies on this machine. It hears the secret within TLS only: an address that begins "
          "with\n"
          "http:// is refused through a proxy unless\n.I http_proxy_secret = allow\nis in [server] of the "
          "configuration.\n"
          ".TP\n.B NO_COLOR\nIf set, no colour unless \\-\\-color says so.\n"
          ".TP\n.BR XDG_CONFIG_HOME \", \" XDG_DATA_HOME \", \" XDG_STATE_HOME\nWhere the files below lie "
          "instead.\n"
          ".SH FILES\n"
          ".TP\n.I ~/.config/tapedeck/config\nThe configuration.\n"
          ".TP\n.I ~/.local/share/tapedeck/\nThe archives, one for each account.\n"
          ".TP\n.I ~/.local/state/tapedeck/filters\nThe filters that were used last; none with "
          "\\-\\-no\\-archive.\n",
          stream);
}

int command_manual(const struct startup *startup)
{
    FILE *stream = stdout;
    put_head(stream);
    put_commands(stream, startup->commands);
    put_options(stream);
    put_filter(stream);
    put_keys(stream);
    put_times(stream);
    put_formats(stream);
    put_losses(stream);
    put_retention(stream);
    put_unread(stream);
    put_looks(stream);
    put_configuration(stream);
    put_surroundings(stream);
    put_statuses(stream);
    return 0;
}

/* The configuration file: what may stand in it, and how what may not is refused. */
#include "model/config/config.h"
#include "model/recording/recording_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { DAY = 86400 };

static char folder[64];
static char path[80];
static struct failure failure;

static void write_bytes(const char *bytes, size_t length, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

/* Loads `text` as the file; the caller clears. */
static struct config load(const char *text)
{
    struct config config;
    write_bytes(text, strlen(text), 0600);
    if (!config_load(&config, path, &failure))
        fail_msg("refused: %s", failure.what);
    return config;
}

/* The text is refused at `line`, for a reason with `what` in it and an advice with `advice`. */
static void assert_refused(const char *text, unsigned line, const char *what, const char *advice)
{
    struct config config;
    char place[120];
    write_bytes(text, strlen(text), 0600);
    if (config_load(&config, path, &failure))
        fail_msg("taken: %s", text);
    assert_int_equal(failure.kind, FAILURE_USAGE);
    int length = snprintf(place, sizeof place, "%s:%u: ", path, line);
    if (strncmp(failure.what, place, (size_t)length) != 0 || !strstr(failure.what, what))
        fail_msg("\"%s\" is not \"%s… %s\"", failure.what, place, what);
    if (!strstr(failure.advice, advice))
        fail_msg("\"%s\" does not say \"%s\"", failure.advice, advice);
    assert_null(config.path);
    config_clear(&config);
}

static void every_setting_is_read(void **state)
{
    (void)state;
    struct config config =
        load("# tapedeck\n"
             "[server]\nurl = https://host:8443/mot/greenbox\nsecret=hush ; not a comment\n"
             "secret_command = pass show a | head -1\nca = /etc/ca.pem\npin = "
             "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
             "\n[archive]\n; a comment\nfile = /tmp/x.db\nretention = 6m\nhistory = 2y\nverify = 12w\nsettle "
             "= 48\n"
             "[audio]\nmemory = 1G\nsave = /srv/{call}.mp3\nplayer = ffplay -nodisp -\n"
             "[screen]\ncolor = never\ntime = utc\nrefresh = 0\nstart = nothing\n"
             "mouse = off\ntheme = light\npanes = one\n");
    assert_string_equal(config.url, "https://host:8443/mot/greenbox");
    assert_string_equal(config.file_secret, "hush ; not a comment");
    assert_null(config.secret);
    assert_string_equal(config.secret_command, "pass show a | head -1");
    assert_string_equal(config.ca_file, "/etc/ca.pem");
    assert_string_equal(config.pin, "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assert_string_equal(config.archive_file, "/tmp/x.db");
    assert_int_equal(config.retention_seconds, 180 * DAY);
    assert_int_equal(config.history_seconds, 730 * DAY);
    assert_int_equal(config.verify_seconds, 84 * DAY);
    assert_int_equal(config.settle_seconds, 2 * DAY);
    assert_int_equal(config.audio_memory, 1 << 30);
    assert_string_equal(config_save_template(&config), "/srv/{call}.mp3");
    assert_string_equal(config.audio_player, "ffplay -nodisp -");
    assert_int_equal(config.color, CONFIG_COLOR_NEVER);
    assert_true(config.utc);
    assert_false(config.mouse);
    assert_true(config.one_pane);
    assert_int_equal(config.theme, CONFIG_THEME_LIGHT);
    assert_int_equal(config.refresh_seconds, 0);
    assert_int_equal(config.start, CONFIG_START_NOTHING);
    assert_string_equal(config.path, path);
    config_clear(&config);
}

static void what_is_not_set_has_its_default(void **state)
{
    (void)state;
    struct config config = load("");
    assert_null(config.url);
    assert_null(config.file_secret);
    assert_int_equal(config.retention_seconds, 0);
    assert_int_equal(config.history_seconds, 0);
    assert_int_equal(config.verify_seconds, 90 * DAY);
    assert_int_equal(config.audio_memory, 256 << 20);
    assert_true(recording_name_is_template(config_save_template(&config)));
    assert_null(config.audio_player);
    assert_int_equal(config.color, CONFIG_COLOR_AUTO);
    assert_false(config.utc);
    assert_true(config.mouse);
    assert_false(config.one_pane);
    assert_int_equal(config.theme, CONFIG_THEME_AUTO);
    assert_int_equal(config.refresh_seconds, 30);
    assert_int_equal(config.start, CONFIG_START_LAST);
    assert_int_equal(config.settle_seconds, DAY);
    assert_int_equal(config.agent_count, 0);
    assert_int_equal(config.key_count, 0);
    config_clear(&config);
    config_clear(&config);
    assert_int_equal(config.refresh_seconds, 30);
}

static void the_layout_of_the_file_is_free(void **state)
{
    (void)state;
    struct config config =
        load("\xef\xbb\xbf[screen]\r\n   refresh=60\r\n\ttime :  local \r\n[archive]\nhistory=all\n[screen]\n"
             "color=auto");
    assert_int_equal(config.refresh_seconds, 60);
    assert_int_equal(config.history_seconds, 0);
    assert_int_equal(config.color, CONFIG_COLOR_AUTO);
    config_clear(&config);
}

static void a_path_may_begin_at_home(void **state)
{
    (void)state;
    setenv("HOME", "/home/ida", 1);
    struct config config = load("[archive]\nfile = ~/calls.db\n[server]\nca = /x/~/y\n");
    assert_string_equal(config.archive_file, "/home/ida/calls.db");
    assert_string_equal(config.ca_file, "/x/~/y");
    config_clear(&config);
}

static void assert_agent(const struct config *config, size_t index, const char *reference, const char *name)
{
    char buffer[300];
    assert_string_equal(agent_reference_text(buffer, sizeof buffer, &config->agents[index]), reference);
    if (name)
        assert_string_equal(config->agent_names[index], name);
    else
        assert_null(config->agent_names[index]);
}

static void agents_are_named_by_any_reference(void **state)
{
    (void)state;
    struct config config = load(
        "[agents]\nid:103 = Ida Holm\n104 = Bo: the = boss\nemail:a@b = A; B\nc@d=C\n"
        "syncId:f4fd9e5f = S\xff\nsip:x@y;transport=tcp = X\nsipUri:sip:z@y;a=b\nid:105\n106\nID:107=J\n");
    assert_int_equal(config.agent_count, 10);
    assert_agent(&config, 0, "id:103", "Ida Holm");
    assert_agent(&config, 1, "id:104", "Bo: the = boss");
    assert_agent(&config, 2, "email:a@b", "A; B");
    assert_agent(&config, 3, "email:c@d", "C");
    assert_agent(&config, 4, "syncId:f4fd9e5f", "S\xef\xbf\xbd");
    assert_agent(&config, 5, "sipUri:sip:x@y;transport=tcp", "X");
    assert_agent(&config, 6, "sipUri:sip:z@y;a=b", NULL);
    assert_agent(&config, 7, "id:105", NULL);
    assert_agent(&config, 8, "id:106", NULL);
    assert_agent(&config, 9, "id:107", "J");
    config_clear(&config);
}

static void keys_are_kept_with_their_line(void **state)
{
    (void)state;
    struct config config = load("[keys]\n\nquit = x Ctrl-X\ncommand-line = :\nfilter = ; #\nmark =\n");
    assert_int_equal(config.key_count, 4);
    assert_string_equal(config.keys[0].action, "quit");
    assert_string_equal(config.keys[0].keys, "x Ctrl-X");
    assert_int_equal(config.keys[0].line, 3);
    assert_string_equal(config.keys[1].keys, ":");
    assert_string_equal(config.keys[2].keys, "; #");
    assert_string_equal(config.keys[3].keys, "");
    assert_int_equal(config.keys[3].line, 6);
    config_clear(&config);
}

static void what_is_unknown_is_refused_where_it_stands(void **state)
{
    (void)state;
    assert_refused("[server]\nurl = x\n\nuri = y\n", 4, "the name before the = is unknown",
                   "url, secret, secret_command, ca, pin");
    assert_refused("[screen]\n# c\nSize = 1\n", 3, "the name before the = is unknown",
                   "color, theme, language, columns, panes, time, refresh, start, mouse");
    assert_refused("[sever]\nurl = x\n", 2, "unknown section",
                   "the sections are server, archive, audio, log, bundle, screen, agents, keys");
    assert_refused("\nurl = x\n", 2, "before the first section", "the sections are server");
    assert_refused("[screen]\n[server\nurl = x\n", 2, "not a section", "[name]");
    assert_refused("[server]\nurl = a\nurl = b\n", 3, "given twice: url", "leave one");
    assert_refused("[screen]\n\x1b[31m = 1\n", 2, "the name before the = is unknown", "color");
}

static void bad_values_are_refused_with_what_is_allowed(void **state)
{
    (void)state;
    assert_refused("[screen]\nstart = oldest\n", 2, "start", "newest, last or nothing");
    assert_refused("[screen]\nrefresh = 5s\n", 2, "refresh", "seconds");
    assert_refused("[screen]\nrefresh = -1\n", 2, "refresh", "seconds");
    assert_refused("[screen]\nrefresh = 86401\n", 2, "refresh", "86400");
    assert_refused("[screen]\nrefresh = 30 ; half a minute\n", 2, "refresh", "seconds");
    assert_refused("[screen]\ncolor = yes\n", 2, "color", "auto, always or never");
    assert_refused("[screen]\ntheme = blue\n", 2, "theme", "auto, dark, light or mono");
    assert_refused("[screen]\npanes = two\n", 2, "panes", "all or one");
    assert_refused("[screen]\nmouse = yes\n", 2, "mouse", "on or off");
    assert_refused("[audio]\nsave = /srv/{nobody}\n", 2, "save", "{call}");
    assert_refused("[screen]\ntime = UTC\n", 2, "time", "local or utc");
    assert_refused("[archive]\nsettle = 0\n", 2, "settle", "1 to 720");
    assert_refused("[archive]\nsettle = 99999999999999999999\n", 2, "settle", "1 to 720");
    assert_refused("[archive]\nretention = all\n", 2, "retention", "90d");
    assert_refused("[archive]\nhistory = 10\n", 2, "history", "all, or a span");
    assert_refused("[server]\nurl =\n", 2, "url", "https://host/mot/account");
    assert_refused("[server]\nurl\n", 2, "url", "https://host/mot/account");
    assert_refused("[server]\npin = sha1//AAAA\n", 2, "pin", "sha256//");
    assert_refused("[server]\npin = sha256//\n", 2, "pin", "sha256//");
    assert_refused("[server]\npin = sha256//AAAA\n", 2, "bad value for: pin", "32 bytes in base64");
    assert_refused("[agents]\nid:103 = A\nIda = 5\n", 3, "not an agent", "id:103 = Name");
    assert_refused("[agents]\nid:x = A\n", 2, "not an agent", "id:103 = Name");
    assert_refused("[keys]\nquit\n", 2, "not a key", "action = keys");
}

/* Wherever somebody has appended it to the file. In base64 it ends with signs that part names from values. */
static void a_secret_on_a_line_of_its_own_is_not_shown(void **state)
{
    (void)state;
    static const char *const files[] = {
        "aHVudGVyMg==\n",
        "hunter2\n",
        "[server]\naHVudGVyMg==\n",
        "[server]\nhunter2\n",
        "[server]\nhunter2 = x\n",
        "[agents]\naHVudGVyMg==\n",
        "[agents]\nhunter2\n",
        "[keys]\nhunter2\n",
        "[hunter2]\nurl = x\n",
        "[screen]\n[hunter2\n",
        "[screen]\nhunter2:aHVudGVyMg\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_refused(files[i], files[i][0] == '[' ? 2 : 1, "", "");
        const char *texts[] = {strrchr(failure.what, '/'), failure.advice};
        for (size_t j = 0; j < 2; j++)
            if (strstr(texts[j], "hunter2") || strstr(texts[j], "aHVudGVyMg"))
                fail_msg("%s: %s", files[i], texts[j]);
    }
}

/* The message has the path of the file, in which a name made at random has letters and digits only. */
static void a_bad_secret_is_not_shown(void **state)
{
    (void)state;
    assert_refused("[server]\nsecret = hush-\x01-hush\n", 2, "secret", "printable");
    assert_null(strstr(failure.what, "hush-"));
    assert_null(strstr(failure.what, "-hush"));
    assert_refused("[server]\nsecret = hush-\nsecret = hush-2\n", 3, "given twice: secret", "");
    assert_null(strstr(failure.what, "hush-"));
}

static void odd_files_are_refused(void **state)
{
    (void)state;
    struct config config;
    static const char nul[] = "[screen]\nrefresh = 1\0 2\n";
    write_bytes(nul, sizeof nul - 1, 0600);
    assert_false(config_load(&config, path, &failure));
    assert_non_null(strstr(failure.what, ":2: a NUL byte"));
    char text[6000] = "[server]\nurl = ";
    memset(text + strlen(text), 'x', 5000);
    assert_refused(text, 2, "too long", "");
    char *large = calloc(1, 300000);
    assert_non_null(large);
    memset(large, '\n', 300000);
    write_bytes(large, 300000, 0600);
    free(large);
    assert_false(config_load(&config, path, &failure));
    assert_non_null(strstr(failure.what, "too large"));
    assert_false(config_load(&config, folder, &failure));
    assert_non_null(strstr(failure.what, "cannot read"));
}

static void a_file_that_is_named_must_be_there(void **state)
{
    (void)state;
    struct config config;
    assert_false(config_load(&config, "/nonexistent/config", &failure));
    assert_string_equal(failure.what, "cannot open /nonexistent/config: No such file or directory");
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    assert_true(config_load(&config, NULL, &failure));
    assert_null(config.path);
    config_clear(&config);
}

static void the_default_file_is_under_xdg_config_home_or_home(void **state)
{
    (void)state;
    struct config config = load("[screen]\nrefresh = 7\n");
    config_clear(&config);
    char directory[120];
    char place[sizeof directory + 8];
    snprintf(directory, sizeof directory, "%s/tapedeck", folder);
    snprintf(place, sizeof place, "%s/config", directory);
    assert_int_equal(mkdir(directory, 0700), 0);
    assert_int_equal(rename(path, place), 0);
    setenv("XDG_CONFIG_HOME", folder, 1);
    assert_true(config_load(&config, NULL, &failure));
    assert_int_equal(config.refresh_seconds, 7);
    assert_string_equal(config.path, place);
    config_clear(&config);
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("HOME", "/nonexistent", 1);
    assert_true(config_load(&config, NULL, &failure));
    assert_int_equal(config.refresh_seconds, 30);
    config_clear(&config);
    unlink(place);
    rmdir(directory);
}

static void the_environment_wins_over_the_command_and_the_file(void **state)
{
    (void)state;
    struct config config = load("[server]\nsecret = from file\nsecret_command = echo from command\n");
    setenv("TAPEDECK_SECRET", "from environment", 1);
    assert_true(config_find_secret(&config, &failure));
    assert_string_equal(config.secret, "from environment");
    assert_null(getenv("TAPEDECK_SECRET"));
    assert_true(config_find_secret(&config, &failure));
    assert_string_equal(config.secret, "from command");
    config_clear(&config);
    assert_null(config.secret);
    config = load("[server]\nsecret = from file\n");
    assert_true(config_find_secret(&config, &failure));
    assert_string_equal(config.secret, "from file");
    config_clear(&config);
}

static void a_secret_that_others_may_read_is_refused(void **state)
{
    (void)state;
    static const char text[] = "[server]\nsecret = hush\n";
    static const mode_t modes[] = {0640, 0604, 0660, 0620};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        struct config config;
        char advice[120];
        write_bytes(text, sizeof text - 1, modes[i]);
        assert_true(config_load(&config, path, &failure));
        assert_false(config_find_secret(&config, &failure));
        snprintf(advice, sizeof advice, "run: chmod 600 '%s'", path);
        assert_string_equal(failure.advice, advice);
        assert_null(strstr(failure.what, "hush"));
        assert_null(config.secret);
        setenv("TAPEDECK_SECRET", "other", 1);
        assert_true(config_find_secret(&config, &failure));
        config_clear(&config);
    }
}

static void a_secret_that_is_missing_or_bad_is_refused(void **state)
{
    (void)state;
    struct config config = load("[screen]\nrefresh = 1\n");
    assert_false(config_find_secret(&config, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_non_null(strstr(failure.advice, "TAPEDECK_SECRET"));
    setenv("TAPEDECK_SECRET", "two\r\nlines", 1);
    assert_false(config_find_secret(&config, &failure));
    assert_non_null(strstr(failure.what, "TAPEDECK_SECRET"));
    assert_null(getenv("TAPEDECK_SECRET"));
    config_clear(&config);
    config = load("[server]\nsecret = unused\nsecret_command = exit 4\n");
    assert_false(config_find_secret(&config, &failure));
    assert_non_null(strstr(failure.what, "exit status 4"));
    assert_null(config.secret);
    config_clear(&config);
}

static void spans_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {{"36h", 129600},  {"90d", 7776000}, {"12w", 7257600},
                {"6m", 15552000}, {"2y", 63072000}, {"999999y", INT64_C(31535968464000)}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char text[60];
        snprintf(text, sizeof text, "[archive]\nretention = %s\n", good[i].text);
        struct config config = load(text);
        assert_true(config.retention_seconds == good[i].seconds);
        config_clear(&config);
    }
    static const char *const bad[] = {"",     "d",  "90",   "90 d", "90D",      "-1d",
                                      "1.5d", "0d", "90dd", "1s",   "1000000y", "1\xc3\xa6"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[60];
        snprintf(text, sizeof text, "[archive]\nretention = %s\n", bad[i]);
        assert_refused(text, 2, "retention", "90d");
    }
}

static int make_folder(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    int length = snprintf(folder, sizeof folder, "%s/config_test-XXXXXX", temporary ? temporary : "/tmp");
    if (length < 0 || (size_t)length >= sizeof folder || !mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/config", folder);
    unsetenv("TAPEDECK_SECRET");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_read),
        cmocka_unit_test(what_is_not_set_has_its_default),
        cmocka_unit_test(the_layout_of_the_file_is_free),
        cmocka_unit_test(a_path_may_begin_at_home),
        cmocka_unit_test(agents_are_named_by_any_reference),
        cmocka_unit_test(keys_are_kept_with_their_line),
        cmocka_unit_test(what_is_unknown_is_refused_where_it_stands),
        cmocka_unit_test(bad_values_are_refused_with_what_is_allowed),
        cmocka_unit_test(a_secret_on_a_line_of_its_own_is_not_shown),
        cmocka_unit_test(a_bad_secret_is_not_shown),
        cmocka_unit_test(odd_files_are_refused),
        cmocka_unit_test(a_file_that_is_named_must_be_there),
        cmocka_unit_test(the_default_file_is_under_xdg_config_home_or_home),
        cmocka_unit_test(the_environment_wins_over_the_command_and_the_file),
        cmocka_unit_test(a_secret_that_others_may_read_is_refused),
        cmocka_unit_test(a_secret_that_is_missing_or_bad_is_refused),
        cmocka_unit_test(spans_are_read),
    };
    return cmocka_run_group_tests_name("config", tests, make_folder, remove_folder);
}

#include "model/config/config.h"

#include "model/config/config_settings.h"
#include "model/config/config_trust.h"
#include "model/config/secret.h"
#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)256 << 10)
#define LINE_LIMIT 4096
#define PATH_SHOWN 120 /* bytes of a path that a message has room for */

/* The file as inih is fed with it, line by line. */
struct source {
    struct config *config;
    const char *at;
    const char *end;
    unsigned line; /* that inih works on, from 1 */
    struct failure *failure;
    bool refused;
};

void config_clear(struct config *config)
{
    secret_free(&config->secret);
    secret_free(&config->file_secret);
    free(config->path);
    for (size_t i = 0; i < config->agent_count; i++)
        free(config->agent_names[i]);
    for (size_t i = 0; i < config->key_count; i++) {
        free(config->keys[i].action);
        free(config->keys[i].keys);
    }
    free(config->agents);
    free(config->agent_names);
    free(config->keys);
    config_settings_clear(config);
}

/* The end of a path that is long. */
static const char *shown_path(const char *path)
{
    size_t length = strlen(path);
    return length > PATH_SHOWN ? path + length - PATH_SHOWN : path;
}

/* Refuses a line of the file. */
static void refuse_line(struct source *source, unsigned line, const char *advice, const char *what)
{
    failure_set(source->failure, FAILURE_USAGE, advice, "%s:%u: %s", shown_path(source->config->path), line,
                what);
    source->refused = true;
}

static int handle_line(void *context, const char *section, const char *name, const char *value)
{
    struct source *source = context;
    struct failure failure;
    struct config_line line = {.section = section, .name = name, .value = value, .number = source->line};
    if (source->refused)
        return 0;
    bool applied = config_settings_apply(source->config, &line, &failure);
    if (!applied)
        refuse_line(source, source->line, failure.advice, failure.what);
    return applied;
}

/* Gives inih the next line. At the end its buffer is wiped: the secret may be in it. */
static char *next_line(char *buffer, int size, void *context)
{
    struct source *source = context;
    explicit_bzero(buffer, (size_t)size);
    if (source->refused || source->at == source->end)
        return NULL;
    const char *newline = memchr(source->at, '\n', (size_t)(source->end - source->at));
    const char *next = newline ? newline + 1 : source->end;
    size_t length = (size_t)(next - source->at);
    source->line++;
    if (length >= (size_t)size || memchr(source->at, '\0', length)) {
        refuse_line(source, source->line, "",
                    length >= (size_t)size ? tr("the line is too long") : tr("a NUL byte"));
        return NULL;
    }
    memcpy(buffer, source->at, length);
    source->at = next;
    return buffer;
}

/* Comments stand on lines of their own and indentation means nothing: so a value is never cut at a semicolon
 * and never continued by accident. */
static bool parse(struct config *config, const char *text, size_t length, struct failure *failure)
{
    ini_allow_inline_comments = false;
    ini_allow_multiline = false;
    ini_allow_no_value = true;
    ini_stop_on_first_error = false;
    ini_use_stack = false;
    ini_initial_alloc = LINE_LIMIT;
    ini_max_line = LINE_LIMIT;
    struct source source = {.config = config, .at = text, .end = text + length, .failure = failure};
    int error = ini_parse_stream(next_line, &source, handle_line, &source);
    if (error < 0)
        die("out of memory (configuration)");
    if (error > 0 && (!source.refused || (unsigned)error < source.line))
        refuse_line(&source, (unsigned)error, tr("a section is written [name]"),
                    tr("not a section, setting or comment"));
    return !source.refused;
}

/* Reads all of a small file, for which there is room, *length bytes; false with errno if that is not all. */
static bool read_file(int file, char *buffer, size_t room, size_t *length)
{
    for (*length = 0; *length < room;) {
        ssize_t count = read(file, buffer + *length, room - *length);
        if (count == 0)
            return true;
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0)
            *length += (size_t)count;
    }
    errno = EFBIG;
    return false;
}

static bool load_file(struct config *config, int file, struct failure *failure)
{
    enum { MORE = 4096 }; /* may be written meanwhile */
    struct stat status;
    size_t length = 0, room = FILE_LIMIT;
    bool is_there = fstat(file, &status) == 0, loaded = false;
    if (is_there && S_ISREG(status.st_mode) && status.st_size < (off_t)(FILE_LIMIT - MORE))
        room = (size_t)status.st_size + MORE;
    char *text = memory_resize(NULL, room, 1);
    if (!is_there || !read_file(file, text, room, &length)) {
        failure_set(failure, FAILURE_USAGE, "", tr("cannot read %s: %s"), shown_path(config->path),
                    strerror(errno));
    } else {
        config->file_is_private = (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
        config_trust_check(file, config->path, &config->distrust);
        loaded = parse(config, text, length, failure);
    }
    explicit_bzero(text, length);
    free(text);
    return loaded;
}

bool config_load(struct config *config, const char *path, struct failure *failure)
{
    config_settings_reset(config);
    config->path = path ? memory_text(path) : folders_path(FOLDERS_CONFIG, "config");
    if (!config->path)
        return true;
    int file = open(config->path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && !path && (errno == ENOENT || errno == ENOTDIR)) {
        config_clear(config);
        return true;
    }
    bool loaded = false;
    if (file < 0) {
        failure_set(failure, FAILURE_USAGE,
                    path ? tr("name another file with --config, or leave it away") : "",
                    tr("cannot open %s: %s"), shown_path(config->path), strerror(errno));
    } else {
        loaded = load_file(config, file, failure);
        close(file);
    }
    if (!loaded)
        config_clear(config);
    return loaded;
}

void config_name_line(const struct config *config, const char *section, const char *name,
                      struct failure *failure)
{
    unsigned line = config_settings_line(config, section, name);
    struct failure bare = *failure;
    if (line > 0)
        failure_set(failure, bare.kind, bare.advice, "%s:%u: %s", shown_path(config->path), line, bare.what);
}

/* The file's secret, if it may be used. */
static char *secret_from_file(const struct config *config, struct failure *failure)
{
    if (!config->file_secret) {
        failure_set(failure, FAILURE_USAGE,
                    tr("set TAPEDECK_SECRET, or secret_command in [server] of the configuration"),
                    tr("there is no shared secret"));
        return NULL;
    }
    if (!config->file_is_private) {
        char *advice = memory_format(tr("run: chmod 600 '%s'"), config->path);
        failure_set(failure, FAILURE_USAGE, advice,
                    tr("the file has the secret in it and others may read it"));
        free(advice);
        return NULL;
    }
    return memory_text(config->file_secret);
}

bool config_may_run(const struct config *config, const char *setting, struct failure *failure)
{
    const struct failure *distrust = &config->distrust;
    if (distrust->kind == FAILURE_NONE)
        return true;
    return failure_set(failure, FAILURE_USAGE, distrust->advice, tr("%s is not run: %s"), setting,
                       distrust->what);
}

bool config_find_secret(struct config *config, struct failure *failure)
{
    const char *origin = "TAPEDECK_SECRET", *setting = "";
    char *secret = secret_from_environment();
    if (!secret && config->secret_command) {
        origin = setting = "secret_command";
        if (config_may_run(config, origin, failure))
            secret = secret_from_command(config->secret_command, config->secret_limit_ms, failure);
    } else if (!secret) {
        origin = tr("the configuration");
        setting = "secret";
        secret = secret_from_file(config, failure);
    }
    if (!secret || !secret_check(secret, origin, failure)) {
        config_name_line(config, "server", setting, failure);
        secret_free(&secret);
        return false;
    }
    secret_free(&config->secret);
    config->secret = secret;
    config->secret_origin = origin;
    return true;
}

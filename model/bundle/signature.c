#include "model/bundle/signature.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_SIZE = 1000 };

/* Reads to the end, so that the writer never blocks; what does not fit into `output` is dropped. */
static void read_all(int end, char *output, size_t size)
{
    char block[OUTPUT_SIZE];
    size_t length = 0, room = size - 1;
    ssize_t count;
    while ((count = read(end, block, sizeof block)) > 0 || (count < 0 && errno == EINTR)) {
        size_t taken = count < 0 ? 0 : (size_t)count < room - length ? (size_t)count : room - length;
        memcpy(output + length, block, taken);
        length += taken;
    }
    output[length] = '\0';
}

/* This process's environment, with SSH_ASKPASS_REQUIRE=never: no window asks for a passphrase. The caller frees the
 * array only. */
static char **make_environment(void)
{
    static char never[] = "SSH_ASKPASS_REQUIRE=never";
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **environment = memory_array(count + 2, sizeof *environment);
    environment[kept++] = never;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], never, sizeof "SSH_ASKPASS_REQUIRE=" - 1) != 0)
            environment[kept++] = environ[i];
    environment[kept] = NULL;
    return environment;
}

/* Runs ssh-keygen in a session of its own: without a terminal it cannot ask for a passphrase. Returns its exit
 * status, -1 if it did not run; `output` gets what it writes to stdout and stderr. `input` is the path of its
 * standard input; NULL for none. */
static int run(const char *const *arguments, const char *input, char *output, size_t size)
{
    int ends[2], status = -1;
    pid_t child;
    sigset_t signals;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    output[0] = '\0';
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input ? input : "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    char **environment = make_environment();
    int error =
        posix_spawnp(&child, "ssh-keygen", &actions, &attributes, (char *const *)arguments, environment);
    free(environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    if (error == 0)
        read_all(ends[0], output, size);
    close(ends[0]);
    while (error == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return error == 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool signature_make(const char *file, const char *key, struct failure *failure)
{
    char output[OUTPUT_SIZE], shown[200];
    const char *const arguments[] = {"ssh-keygen",        "-q", "-Y", "sign", "-f", key, "-n",
                                     SIGNATURE_NAMESPACE, file, NULL};
    int status = run(arguments, NULL, output, sizeof output);
    output[strcspn(output, "\r\n")] = '\0';
    if (status == 0)
        return true;
    if (status < 0)
        return failure_set(failure, FAILURE_DISK, tr("install openssh-client"),
                           tr("the bundle cannot be signed: no ssh-keygen"));
    return failure_set(failure, FAILURE_DISK,
                       tr("check key in [bundle]: a key without a passphrase, or one of an agent"),
                       tr("the bundle cannot be signed: %s"), failure_quote(shown, sizeof shown, output));
}

/* Copies the type and fingerprint from: Good "tapedeck-bundle" signature with ED25519 key SHA256:… */
static void take_key(char key[SIGNATURE_KEY_SIZE], const char *output)
{
    const char *with = strstr(output, " with ");
    key[0] = '\0';
    if (with)
        snprintf(key, SIGNATURE_KEY_SIZE, "%.*s", (int)strcspn(with + 6, "\r\n"), with + 6);
}

bool signature_read_keys(const char *file, char keys[SIGNATURE_KEYS_SIZE], struct failure *failure)
{
    char shown[200];
    const char *const arguments[] = {"ssh-keygen", "-l", "-E", "sha256", "-f", file, NULL};
    const char *advice = tr("give --signer the file of the public key, such as id_ed25519.pub");
    if (access(file, R_OK) != 0)
        return failure_set(failure, FAILURE_USAGE, advice, tr("cannot read it (%s): %s"), strerror(errno),
                           failure_quote(shown, sizeof shown, file));
    int status = run(arguments, NULL, keys, SIGNATURE_KEYS_SIZE);
    if (status < 0)
        return failure_set(failure, FAILURE_DISK, tr("install openssh-client"),
                           tr("the key of --signer cannot be read: no ssh-keygen"));
    if (status > 0)
        return failure_set(failure, FAILURE_USAGE, advice, tr("there is no public key in it: %s"),
                           failure_quote(shown, sizeof shown, file));
    if (strlen(keys) == SIGNATURE_KEYS_SIZE - 1)
        return failure_set(failure, FAILURE_USAGE, advice, tr("there are too many keys in it: %s"),
                           failure_quote(shown, sizeof shown, file));
    return true;
}

/* `keys` has lines of "BITS FINGERPRINT COMMENT (TYPE)"; the fingerprint in `key` is its last word. */
bool signature_is_of(const char *key, const char *keys)
{
    const char *space = strrchr(key, ' '), *line = keys;
    size_t length = space ? strlen(space) : 0;
    for (; length > 0 && *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *fingerprint = line + strcspn(line, " \n");
        if (strncmp(fingerprint, space, length) == 0 && fingerprint[length] == ' ')
            return true;
    }
    return false;
}

enum signature_verdict signature_check(const char *file, const char *signature, char key[SIGNATURE_KEY_SIZE])
{
    char output[OUTPUT_SIZE];
    const char *const arguments[] = {"ssh-keygen",        "-Y", "check-novalidate", "-n",
                                     SIGNATURE_NAMESPACE, "-s", signature,          NULL};
    int status = run(arguments, file, output, sizeof output);
    take_key(key, output);
    return status == 0 ? SIGNATURE_GOOD : status < 0 ? SIGNATURE_UNKNOWN : SIGNATURE_BAD;
}

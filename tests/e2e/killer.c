#include "tests/e2e/killer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/process.h"

/* Of system calls, by their numbers; those that one architecture lacks are none of its programs'. */
static const unsigned long long changing[] = {
    SYS_fsync,     SYS_fdatasync, SYS_ftruncate, SYS_fallocate, SYS_pwrite64, SYS_pwritev,
    SYS_renameat2, SYS_unlinkat,  SYS_linkat,    SYS_fchmod,    SYS_fchmodat,
#ifdef SYS_rename
    SYS_rename,    SYS_unlink,    SYS_link,      SYS_rmdir,     SYS_chmod,
#endif
};

static bool is_changing(const struct __ptrace_syscall_info *call)
{
    if (call->op != PTRACE_SYSCALL_INFO_ENTRY)
        return false;
    if (call->entry.nr == SYS_openat)
        return (call->entry.args[2] & (O_CREAT | __O_TMPFILE)) != 0;
    if (call->entry.nr == SYS_write || call->entry.nr == SYS_writev)
        return call->entry.args[0] > STDERR_FILENO;
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
        if (changing[i] == call->entry.nr)
            return true;
    return false;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "tests: cannot %s: %s\n", what, strerror(errno));
    _exit(127);
}

/* Goes on with a thread that has stopped, with the signal that it was sent, if it was that. False where it has made the
 * last of its changes instead. */
static bool go_on(pid_t thread, int status, unsigned long *changes)
{
    enum { CALL = SIGTRAP | 0x80 };
    int number = WSTOPSIG(status);
    if (number == CALL) {
        struct __ptrace_syscall_info call;
        if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call) < 0)
            return true; /* it is no more */
        if (is_changing(&call) && --*changes == 0)
            return false;
    }
    bool is_sent = number != CALL && number != SIGTRAP && number != SIGSTOP;
    ptrace(PTRACE_SYSCALL, thread, NULL, is_sent ? number : 0);
    return true;
}

static pid_t start(const char *const *arguments, char *const *environment, const char *directory)
{
    int status;
    pid_t program = fork();
    if (program == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
            fail("be traced");
        raise(SIGSTOP);
        process_become(arguments, environment, directory);
    }
    if (program < 0 || waitpid(program, &status, 0) != program || !WIFSTOPPED(status))
        fail("start what is to be killed");
    if (ptrace(PTRACE_SETOPTIONS, program, NULL,
               PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL) != 0)
        fail("trace what is to be killed");
    ptrace(PTRACE_SYSCALL, program, NULL, 0);
    return program;
}

_Noreturn void killer_become(const char *const *arguments, char *const *environment, const char *directory,
                             unsigned long change)
{
    int status = 0, last = 0;
    pid_t thread, program;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close_range(STDERR_FILENO + 1, UINT_MAX, 0); /* the tests' own ends of the pipes among them */
    program = start(arguments, environment, directory);
    for (unsigned long left = change; (thread = waitpid(-1, &status, __WALL)) > 0;) {
        if (WIFSTOPPED(status) && !go_on(thread, status, &left))
            kill(program, SIGKILL);
        else if (thread == program && !WIFSTOPPED(status))
            last = status;
    }
    _exit(process_exit_code(last));
}

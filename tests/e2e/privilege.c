#include "tests/e2e/privilege.h"

#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const unsigned dropped[] = {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE};

void privilege_drop(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {{0}};
    if (syscall(SYS_capget, &header, data) != 0) {
        perror("tests: capget");
        abort();
    }
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        uint32_t bit = CAP_TO_MASK(dropped[i]);
        struct __user_cap_data_struct *word = &data[CAP_TO_INDEX(dropped[i])];
        /* From the bounding set too: else a program that root starts has it again. */
        if (word->permitted & bit)
            prctl(PR_CAPBSET_DROP, dropped[i], 0, 0, 0);
        word->effective &= ~bit;
        word->permitted &= ~bit;
        word->inheritable &= ~bit;
    }
    if (syscall(SYS_capset, &header, data) != 0) {
        perror("tests: capset");
        abort();
    }
}

#include "model/audit/audit_user.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void copy_first_word(char *copy, size_t size, const char *text)
{
    snprintf(copy, size, "%.*s", (int)strcspn(text, " "), text);
}

void audit_user_find(struct audit_user *user)
{
    char room[4096];
    struct passwd entry, *found = NULL;
    const char *sudo_user = getenv("SUDO_USER"), *connection = getenv("SSH_CONNECTION");
    if (user->is_known)
        return;
    user->is_known = true;
    user->uid = (int64_t)getuid();
    if (getpwuid_r(getuid(), &entry, room, sizeof room, &found) == 0 && found)
        snprintf(user->name, sizeof user->name, "%s", found->pw_name);
    copy_first_word(user->sudo_user, sizeof user->sudo_user, sudo_user ? sudo_user : "");
    copy_first_word(user->peer, sizeof user->peer, connection ? connection : "");
}

/* Who runs the program, for the access log. In any thread; it may wait for a directory service. */
#ifndef MODEL_AUDIT_AUDIT_USER_H
#define MODEL_AUDIT_AUDIT_USER_H

#include <stdbool.h>
#include <stdint.h>

struct audit_user {
    bool is_known;
    int64_t uid;
    char name[64];      /* "" where the system has none */
    char sudo_user[64]; /* who became this user by sudo; as the environment says, so no proof */
    char peer[64];      /* the address that the ssh session comes from; likewise */
};

/* Once. */
void audit_user_find(struct audit_user *user);

#endif

/* Who runs the program, for the access log. Thread-safe; may block on a directory service. */
#ifndef MODEL_AUDIT_AUDIT_USER_H
#define MODEL_AUDIT_AUDIT_USER_H

#include <stdbool.h>
#include <stdint.h>

struct audit_user {
    bool is_known;
    int64_t uid;
    char name[64];      /* "" if the system has no name */
    char sudo_user[64]; /* SUDO_USER of the environment: a hint, no proof */
    char peer[64];      /* client address of SSH_CONNECTION: a hint likewise */
};

/* Fills *user unless is_known is set. */
void audit_user_find(struct audit_user *user);

#endif

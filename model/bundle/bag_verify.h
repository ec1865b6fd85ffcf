/* Whether a bag is what was bundled: everything that is not is named. Blocks. */
#ifndef MODEL_BUNDLE_BAG_VERIFY_H
#define MODEL_BUNDLE_BAG_VERIFY_H

#include "model/bundle/signature.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct bag_check {
    /* Of each problem: what is wrong, "changed", and with which file; its name is foreign text. */
    void (*found)(void *context, const char *problem, const char *name);
    void *context;
    const char
        *signers; /* of signature_read_keys: the keys of which one has to have signed; NULL: any, or none */

    size_t files;    /* that are as they were */
    size_t problems; /* that were told */
    bool is_signed;  /* and well so, by `key` */
    char key[SIGNATURE_KEY_SIZE];
};

/* Checks a zip, or the folder that it was unpacked into. False with *failure filled if it is neither. */
bool bag_verify(const char *path, struct bag_check *check, struct failure *failure);

#endif

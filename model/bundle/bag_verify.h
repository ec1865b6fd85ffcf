/* Verifies a bag and reports every difference. Blocks. */
#ifndef MODEL_BUNDLE_BAG_VERIFY_H
#define MODEL_BUNDLE_BAG_VERIFY_H

#include "model/bundle/signature.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct bag_check {
    /* Called for each problem: what is wrong ("changed", translated) and the file, whose name is untrusted text. */
    void (*found)(void *context, const char *problem, const char *name);
    void *context;
    const char *signers; /* accepted keys, from signature_read_keys; NULL: any or no signature */

    size_t files;    /* files that are unchanged */
    size_t problems; /* problems reported */
    bool is_signed;  /* it has a valid signature by `key` */
    char key[SIGNATURE_KEY_SIZE];
};

/* Verifies a zip or the folder it was unpacked into. False with *failure filled if it could not be checked. */
bool bag_verify(const char *path, struct bag_check *check, struct failure *failure);

#endif

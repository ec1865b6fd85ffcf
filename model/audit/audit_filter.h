/* A filter as the access log has it: each telephone number in it is an HMAC. Who knows a number can tell whether it was
 * searched for, who reads the log cannot tell which. */
#ifndef MODEL_AUDIT_AUDIT_FILTER_H
#define MODEL_AUDIT_AUDIT_FILTER_H

#include "model/audit/digest.h"
#include "net/base/failure.h"

/* Of its digits alone, however they are written: "+45 8312 agent:ida" is "hmac:… agent:ida". A word with digits is taken
 * for a number unless it is a term that has none, such as after:2024. The caller frees; NULL with *failure filled. */
char *audit_filter(const char *filter, const unsigned char key[DIGEST_BYTES], struct failure *failure);

#endif

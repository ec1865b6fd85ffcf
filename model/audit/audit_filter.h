/* Hides telephone numbers of a filter from the access log by an HMAC. Whoever has the key and knows a number can tell
 * whether it was searched for; the log alone does not say which numbers were. */
#ifndef MODEL_AUDIT_AUDIT_FILTER_H
#define MODEL_AUDIT_AUDIT_FILTER_H

#include "model/audit/digest.h"
#include "net/base/failure.h"

/* The filter with each number replaced by the HMAC of its digits alone: "+45 8312 agent:ida" is "hmac:… agent:ida". A
 * word with digits counts as a number unless it is a term without one, such as after:2024. The caller frees; NULL
 * with *failure filled. */
char *audit_filter(const char *filter, const unsigned char key[DIGEST_BYTES], struct failure *failure);

#endif

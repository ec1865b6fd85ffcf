/* URLs of the telephone server's REST API. */
#ifndef NET_API_API_H
#define NET_API_API_H

#include "net/base/failure.h"

#include <stdint.h>

/* The kind of reference by which a URL names an agent. */
enum api_reference_type {
    API_REFERENCE_ID,
    API_REFERENCE_EMAIL,
    API_REFERENCE_SYNC_ID,
    API_REFERENCE_SIP_URI
};

/* "id", "email", "syncId", "sipUri" */
const char *api_reference_type_name(enum api_reference_type type);

/* Checks a base address {http|https}://{host}[:port]/mot/{account} and returns it normalised (no slash
 * at the end, no user:password, no query); NULL with *failure filled otherwise. The caller frees. */
char *api_base(const char *url, struct failure *failure);

/* "greenbox@host" or "greenbox@host:port" of a normalised base. The caller frees. */
char *api_account_label(const char *base);

/* URLs below a normalised base; the caller frees. A negative `from` omits the parameter fromQueueCallId. */
char *api_agents_url(const char *base);
char *api_recordings_url(const char *base, enum api_reference_type type, const char *identification,
                         int64_t from);
char *api_audio_url(const char *base, int64_t queue_call_id);

#endif

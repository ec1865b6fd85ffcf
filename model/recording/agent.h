/* Agents: decoding from the server's listing (field names differ between versions) and the REF by which a user
 * names one. */
#ifndef MODEL_RECORDING_AGENT_H
#define MODEL_RECORDING_AGENT_H

#include "net/api/api.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `type`:`identification`, as in "id:103" or "email:a@b". */
struct agent_reference {
    enum api_reference_type type;
    char identification[256];
};

/* Reads "id:103", "email:a@b", "syncId:…", "sipUri:…" (or "sip:…"), or a bare "103", "a@b" or GUID. Prefixes
 * in any case. */
bool agent_reference_parse(struct agent_reference *reference, const char *text);

/* Bytes of a reference as text, with its terminator. */
enum { AGENT_REFERENCE_SIZE = 300 };

/* "id:103"; the form in which references are stored, compared and shown. Returns buffer. */
const char *agent_reference_text(char *buffer, size_t size, const struct agent_reference *reference);

/* The number of a reference by id, as recordings carry it; RECORDING_NO_NUMBER for other references. */
int64_t agent_reference_number(const struct agent_reference *reference);

#define AGENT_TEXT_LIMIT 200 /* maximum bytes of a name or another text */

/* One agent of a listing. Strings are owned; "" or NULL if not given. */
struct agent_entry {
    struct agent_reference reference; /* by id where there is one, else by email, syncId, sipUri */
    char *name; /* AgentName/Name, or forename and surname, or the email, or the reference */
    char *email;
    char *department;
    char *status;
    bool is_shortened; /* a text was longer than AGENT_TEXT_LIMIT */
    bool is_named;     /* named by the user: removed again if the server does not know it */
    char *sync_id;
    char *sip_uri;
};

/* Decodes one framed element of an agents' listing; accepts AgentId/Id, AgentName/Name/…Forename+…Surname and
 * so on. Returns false if it names no agent. */
bool agent_entry_decode(struct agent_entry *entry, const char *text, size_t length);
void agent_entry_clear(struct agent_entry *entry);

#endif

/* An agent of the roster, how one is decoded from the server's listing (the field names differ between
 * versions), and the REF by which a user names one. */
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

/* "id:103"; the form in which references are stored, compared and shown. Returns buffer. */
const char *agent_reference_text(char *buffer, size_t size, const struct agent_reference *reference);

/* The number of one that is given by its id, as recordings carry it; RECORDING_NO_NUMBER of any other. */
int64_t agent_reference_number(const struct agent_reference *reference);

#define AGENT_TEXT_LIMIT 200 /* bytes of a name or another text that are kept */

/* What a listing says of one agent. Strings are owned; "" or NULL where not given. */
struct agent_entry {
    struct agent_reference reference; /* by id where there is one, else by email, syncId, sipUri */
    char *name; /* AgentName/Name, or forename and surname, or the email, or the reference */
    char *email;
    char *department;
    char *status;
    bool is_shortened; /* one of them was longer than AGENT_TEXT_LIMIT */
    bool is_named;     /* by the user, for once: it goes if nobody knows it */
    char *sync_id;
    char *sip_uri;
};

/* Decodes one framed element of an agents' listing; accepts AgentId/Id, AgentName/Name/…Forename+…Surname and
 * so on. Returns false if it names no agent. */
bool agent_entry_decode(struct agent_entry *entry, const char *text, size_t length);
void agent_entry_clear(struct agent_entry *entry);

#endif

#include "model/recording/agent.h"

#include "model/recording/json_element.h"
#include "model/recording/recording.h"
#include "net/base/letter_case.h"
#include "net/base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPE_COUNT (API_REFERENCE_SIP_URI + 1)
#define NAME_LIMIT 4 /* names that one value is known by */

/* What a listing may say of an agent, under names of which the first that is there counts. Letter case is
 * ignored: the listings are only known from versions that differ in more than that. */
enum agent_field {
    AGENT_ID,
    AGENT_NAME,
    AGENT_FORENAME,
    AGENT_SURNAME,
    AGENT_EMAIL,
    AGENT_SYNC_ID,
    AGENT_SIP_URI,
    AGENT_DEPARTMENT,
    AGENT_STATUS,
    AGENT_FIELD_COUNT
};

static const char *const field_names[AGENT_FIELD_COUNT][NAME_LIMIT] = {
    [AGENT_ID] = {"AgentId", "Id"},
    [AGENT_NAME] = {"AgentName", "Name"},
    [AGENT_FORENAME] = {"AgentForename", "Forename", "FirstName"},
    [AGENT_SURNAME] = {"AgentSurname", "Surname", "LastName"},
    [AGENT_EMAIL] = {"AgentEmail", "Email"},
    [AGENT_SYNC_ID] = {"AgentSyncId", "SyncId"},
    [AGENT_SIP_URI] = {"AgentSipUri", "SipUri"},
    [AGENT_DEPARTMENT] = {"AgentDepartmentName", "DepartmentName", "Department"},
    [AGENT_STATUS] = {"AgentStatus", "Status", "AgentState", "State"},
};

/* Whether the first `length` bytes are the same but for the case of ASCII letters, whatever the locale. */
static bool same_letters(const char *text, const char *other, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (letter_case_ascii(text[i]) != letter_case_ascii(other[i]) || !text[i])
            return false;
    return true;
}

static bool is_guid(const char *text)
{
    static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(text) != sizeof pattern - 1)
        return false;
    for (size_t i = 0; pattern[i]; i++) {
        bool fits = pattern[i] == '-' ? text[i] == '-'
                                      : strchr("0123456789abcdef", letter_case_ascii(text[i])) != NULL;
        if (!fits)
            return false;
    }
    return true;
}

static bool is_sip_uri(const char *text)
{
    return same_letters(text, "sip:", 4) || same_letters(text, "sips:", 5);
}

/* Fills *reference; false if `text` cannot be an identification of that type. */
static bool set_reference(struct agent_reference *reference, enum api_reference_type type, const char *text)
{
    if (type == API_REFERENCE_ID && text[strspn(text, "0123456789")] != '\0')
        return false;
    while (type == API_REFERENCE_ID && text[0] == '0' && text[1])
        text++;
    size_t length = strlen(text);
    if (length == 0 || length >= sizeof reference->identification)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f)
            return false;
    *reference = (struct agent_reference){.type = type};
    memcpy(reference->identification, text, length + 1);
    return true;
}

bool agent_reference_parse(struct agent_reference *reference, const char *text)
{
    for (int type = 0; type < TYPE_COUNT; type++) {
        const char *name = api_reference_type_name((enum api_reference_type)type);
        size_t length = strlen(name);
        if (same_letters(text, name, length) && text[length] == ':')
            return set_reference(reference, (enum api_reference_type)type, text + length + 1);
    }
    if (is_sip_uri(text))
        return set_reference(reference, API_REFERENCE_SIP_URI, text);
    if (is_guid(text))
        return set_reference(reference, API_REFERENCE_SYNC_ID, text);
    if (strchr(text, '@'))
        return set_reference(reference, API_REFERENCE_EMAIL, text);
    return set_reference(reference, API_REFERENCE_ID, text);
}

const char *agent_reference_text(char *buffer, size_t size, const struct agent_reference *reference)
{
    snprintf(buffer, size, "%s:%s", api_reference_type_name(reference->type), reference->identification);
    return buffer;
}

int64_t agent_reference_number(const struct agent_reference *reference)
{
    char *end = NULL;
    const char *text = reference->identification;
    if (reference->type != API_REFERENCE_ID)
        return RECORDING_NO_NUMBER;
    int64_t number = strtoll(text, &end, 10);
    return *text && !*end ? number : RECORDING_NO_NUMBER;
}

struct found_member {
    const cJSON *member; /* NULL if not there */
    size_t index;
};

/* The first member of that name, in any case of letters. */
static struct found_member find_named(const struct json_element *element, const char *name)
{
    size_t index = 0;
    for (const cJSON *member = json_element_members(element); member; member = member->next, index++)
        if (json_element_is_named(member, name))
            return (struct found_member){member, index};
    return (struct found_member){NULL, 0};
}

/* The text of a field that is there and not blank; "" otherwise. */
static const char *field_text(const struct json_element *element, enum agent_field field)
{
    for (int i = 0; i < NAME_LIMIT && field_names[field][i]; i++) {
        const char *text = json_element_text(find_named(element, field_names[field][i]).member);
        if (text && text[strspn(text, " \t\r\n")])
            return text;
    }
    return "";
}

static int64_t field_integer(const struct json_element *element, enum agent_field field)
{
    for (int i = 0; i < NAME_LIMIT && field_names[field][i]; i++) {
        struct found_member found = find_named(element, field_names[field][i]);
        int64_t value = json_element_integer(element, found.member, found.index);
        if (value != JSON_ELEMENT_NO_INTEGER)
            return value;
    }
    return JSON_ELEMENT_NO_INTEGER;
}

static bool find_reference(struct agent_reference *reference, const struct json_element *element)
{
    char id[24];
    int64_t number = field_integer(element, AGENT_ID);
    snprintf(id, sizeof id, "%" PRId64, number);
    if (number >= 0 && set_reference(reference, API_REFERENCE_ID, id))
        return true;
    return set_reference(reference, API_REFERENCE_EMAIL, field_text(element, AGENT_EMAIL)) ||
           set_reference(reference, API_REFERENCE_SYNC_ID, field_text(element, AGENT_SYNC_ID)) ||
           set_reference(reference, API_REFERENCE_SIP_URI, field_text(element, AGENT_SIP_URI));
}

/* A copy of what is kept of a text. */
static char *shortened(struct agent_entry *entry, const char *text)
{
    size_t length = failure_fit(text, AGENT_TEXT_LIMIT + 1);
    entry->is_shortened = entry->is_shortened || text[length];
    return memory_text_part(text, length);
}

static char *find_name(struct agent_entry *entry, const struct json_element *element)
{
    const char *name = field_text(element, AGENT_NAME);
    const char *forename = field_text(element, AGENT_FORENAME);
    const char *surname = field_text(element, AGENT_SURNAME);
    const char *email = field_text(element, AGENT_EMAIL);
    char reference[sizeof entry->reference.identification + 16];
    if (*name)
        return shortened(entry, name);
    if (*forename || *surname) {
        char *both = memory_format("%s%s%s", forename, *forename && *surname ? " " : "", surname);
        char *kept = shortened(entry, both);
        free(both);
        return kept;
    }
    if (*email)
        return shortened(entry, email);
    return memory_text(agent_reference_text(reference, sizeof reference, &entry->reference));
}

bool agent_entry_decode(struct agent_entry *entry, const char *text, size_t length)
{
    *entry = (struct agent_entry){0};
    struct json_element *element = json_element_new();
    bool named = json_element_parse(element, text, length) && find_reference(&entry->reference, element);
    if (named) {
        entry->name = find_name(entry, element);
        entry->email = shortened(entry, field_text(element, AGENT_EMAIL));
        entry->department = shortened(entry, field_text(element, AGENT_DEPARTMENT));
        entry->status = shortened(entry, field_text(element, AGENT_STATUS));
        entry->sync_id = shortened(entry, field_text(element, AGENT_SYNC_ID));
        entry->sip_uri = shortened(entry, field_text(element, AGENT_SIP_URI));
    }
    json_element_free(&element);
    return named;
}

void agent_entry_clear(struct agent_entry *entry)
{
    free(entry->name);
    free(entry->email);
    free(entry->department);
    free(entry->status);
    free(entry->sync_id);
    free(entry->sip_uri);
    *entry = (struct agent_entry){0};
}

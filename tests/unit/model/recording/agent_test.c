/* How users name agents, and how servers list them. */
#include "model/recording/agent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_reference(const char *text, const char *expected)
{
    struct agent_reference reference;
    char buffer[300];
    if (!agent_reference_parse(&reference, text))
        fail_msg("%s was refused", text);
    assert_string_equal(agent_reference_text(buffer, sizeof buffer, &reference), expected);
    struct agent_reference again;
    assert_true(agent_reference_parse(&again, buffer));
    assert_int_equal(again.type, reference.type);
    assert_string_equal(again.identification, reference.identification);
}

static void references_are_read_with_their_type(void **state)
{
    (void)state;
    assert_reference("id:103", "id:103");
    assert_reference("ID:103", "id:103");
    assert_reference("id:007", "id:7");
    assert_reference("id:0", "id:0");
    assert_reference("email:derek.a@company.local", "email:derek.a@company.local");
    assert_reference("syncid:f4fd9e5f-017d-4350-adf8-8dd811bc1a2e",
                     "syncId:f4fd9e5f-017d-4350-adf8-8dd811bc1a2e");
    assert_reference("SIPURI:sip:lp1@company.local", "sipUri:sip:lp1@company.local");
    assert_reference("email:id:5", "email:id:5");
}

static void bare_references_are_recognised(void **state)
{
    (void)state;
    assert_reference("103", "id:103");
    assert_reference("a@b", "email:a@b");
    assert_reference("F4FD9E5F-017d-4350-adf8-8dd811bc1a2e", "syncId:F4FD9E5F-017d-4350-adf8-8dd811bc1a2e");
    assert_reference("sip:lp1@company.local", "sipUri:sip:lp1@company.local");
    assert_reference("SIPS:lp1@company.local;transport=tcp", "sipUri:SIPS:lp1@company.local;transport=tcp");
}

static void what_names_nobody_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",       "id:",      "id:x",   "id:-1",
                                      "id:1 2", "Ida Holm", "email:", "a b@c.d",
                                      "10x",    "id :10",   "a@b\n",  "f4fd9e5f-017d-4350-adf8-8dd811bc1a2g"};
    struct agent_reference reference;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (agent_reference_parse(&reference, bad[i]))
            fail_msg("\"%s\" was taken", bad[i]);
    char long_one[400] = "email:";
    memset(long_one + 6, 'a', 256);
    assert_false(agent_reference_parse(&reference, long_one));
    long_one[6 + 255] = '\0';
    assert_true(agent_reference_parse(&reference, long_one));
}

static void assert_entry(const char *text, const char *reference, const char *name)
{
    struct agent_entry entry;
    char buffer[300];
    if (!agent_entry_decode(&entry, text, strlen(text)))
        fail_msg("%s was not decoded", text);
    assert_string_equal(agent_reference_text(buffer, sizeof buffer, &entry.reference), reference);
    assert_string_equal(entry.name, name);
    agent_entry_clear(&entry);
}

static void both_styles_of_listings_are_read(void **state)
{
    (void)state;
    assert_entry("{\"AgentId\":103,\"AgentName\":\"Ida Holm\"}", "id:103", "Ida Holm");
    assert_entry("{\"Id\":103,\"Name\":\"Ida Holm\"}", "id:103", "Ida Holm");
    assert_entry("{\"id\":\"103\",\"name\":\"Ida Holm\"}", "id:103", "Ida Holm");
    assert_entry("{\"Id\":1,\"Name\":\"x\",\"AgentId\":2,\"AgentName\":\"y\"}", "id:2", "y");
    assert_entry("{\"AgentId\":103,\"AgentForename\":\"Ida\",\"AgentSurname\":\"Holm\"}", "id:103",
                 "Ida Holm");
    assert_entry("{\"Id\":103,\"Name\":\" \",\"Surname\":\"Holm\"}", "id:103", "Holm");
    assert_entry("{\"Id\":9007199254740993,\"Name\":\"S\\u00f8ren\"}", "id:9007199254740993", "S\xc3\xb8ren");
}

static void every_entry_has_a_reference_and_a_name(void **state)
{
    (void)state;
    assert_entry("{\"AgentId\":103,\"AgentEmail\":\"ida@x.dk\"}", "id:103", "ida@x.dk");
    assert_entry("{\"AgentId\":103}", "id:103", "id:103");
    assert_entry("{\"Email\":\"ida@x.dk\",\"SyncId\":\"s\"}", "email:ida@x.dk", "ida@x.dk");
    assert_entry("{\"Id\":null,\"SyncId\":\"s-1\",\"SipUri\":\"sip:a@b\"}", "syncId:s-1", "syncId:s-1");
    assert_entry("{\"Id\":-1,\"SipUri\":\"sip:a@b\",\"Name\":\"Ida\"}", "sipUri:sip:a@b", "Ida");
}

static void the_rest_of_an_entry_is_kept(void **state)
{
    (void)state;
    static const char text[] =
        "{\"AgentId\":103,\"AgentName\":\"Ida Holm\",\"AgentEmail\":\"ida@x.dk\","
        "\"AgentDepartmentName\":\"Support\",\"Status\":\"LoggedIn\",\"AgentCompanyName\":\"X\"}";
    struct agent_entry entry;
    assert_true(agent_entry_decode(&entry, text, strlen(text)));
    assert_string_equal(entry.email, "ida@x.dk");
    assert_string_equal(entry.department, "Support");
    assert_string_equal(entry.status, "LoggedIn");
    agent_entry_clear(&entry);
    assert_null(entry.name);
    assert_true(agent_entry_decode(&entry, "{\"Id\":1}", 8));
    assert_string_equal(entry.email, "");
    assert_string_equal(entry.department, "");
    assert_string_equal(entry.status, "");
    agent_entry_clear(&entry);
    agent_entry_clear(&entry);
}

static void an_entry_that_names_no_agent_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "{}", "[]", "103", "{\"Name\":\"Ida Holm\"}", "{\"Id\":1.5}", "{\"Email\":\"a b\"}", "{\"Id\":"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct agent_entry entry;
        if (agent_entry_decode(&entry, bad[i], strlen(bad[i])))
            fail_msg("%s was taken", bad[i]);
        agent_entry_clear(&entry);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_read_with_their_type),
        cmocka_unit_test(bare_references_are_recognised),
        cmocka_unit_test(what_names_nobody_is_refused),
        cmocka_unit_test(both_styles_of_listings_are_read),
        cmocka_unit_test(every_entry_has_a_reference_and_a_name),
        cmocka_unit_test(the_rest_of_an_entry_is_kept),
        cmocka_unit_test(an_entry_that_names_no_agent_is_refused),
    };
    return cmocka_run_group_tests_name("agent", tests, NULL, NULL);
}

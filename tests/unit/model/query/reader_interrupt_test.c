/* Interrupts come at any moment, also while a query is being ended: the next query is answered all the same.
 */
#include "tests/unit/model/archive/archive_fixture.h"

#include "model/query/page.h"

#include <pthread.h>
#include <stdatomic.h>

enum { ROUNDS = 20000 };

struct hand {
    struct reader *reader;
    atomic_bool stop;
};

static void *interrupt_often(void *context)
{
    struct hand *hand = context;
    while (!atomic_load(&hand->stop))
        reader_interrupt(hand->reader);
    return NULL;
}

static bool read_page(struct reader *reader, struct failure *failure)
{
    struct page_request request = {.anchor = PAGE_FIRST, .after = 10};
    reader_allow(reader);
    struct page *page = reader_page(reader, &request, failure);
    bool read = page != NULL;
    page_free(&page);
    return read;
}

static void test_a_late_interrupt_stops_one_query_only(void **state)
{
    (void)state;
    struct archive_fixture fixture;
    struct failure failure;
    archive_fixture_open(&fixture, 1);
    struct hand hand = {.reader = fixture.reader};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_often, &hand), 0);
    for (int i = 0; i < ROUNDS; i++)
        read_page(fixture.reader, &failure);
    atomic_store(&hand.stop, true);
    pthread_join(thread, NULL);
    must(read_page(fixture.reader, &failure), &failure);
    archive_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_late_interrupt_stops_one_query_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A transaction is begun by the first change; it ends by writer_commit, or writer_rollback after a failure. */
#ifndef MODEL_ARCHIVE_WRITER_TRANSACTION_H
#define MODEL_ARCHIVE_WRITER_TRANSACTION_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;

bool writer_commit(struct writer *writer, struct failure *failure);
void writer_rollback(struct writer *writer);
bool writer_is_changing(const struct writer *writer);     /* a transaction is open */
uint64_t writer_uncommitted(const struct writer *writer); /* rows */

/* A value of the account, in a transaction. */
bool writer_set_value(struct writer *writer, const char *name, int64_t value, struct failure *failure);

/* A row of the answer's agent came, went or changed. */
void writer_note_change(struct writer *writer, struct response_ingest *answer, int64_t id);
bool writer_begin_transaction(struct writer *writer, struct failure *failure);

/* Forgets the numbers of interned values: some may be gone or have changed. */
void writer_forget_values(struct writer *writer);

#endif

/* Transactions of the writer: started by the first change, ended by writer_commit or, after a failure,
 * writer_rollback. */
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

/* Stores a value of the account. False with *failure filled. */
bool writer_set_value(struct writer *writer, const char *name, int64_t value, struct failure *failure);

/* Logs a change of a row of the answer's agent. */
void writer_note_change(struct writer *writer, struct response_ingest *answer, int64_t id);
bool writer_begin_transaction(struct writer *writer, struct failure *failure);

/* Clears the caches of interned values: some may have been deleted or changed. */
void writer_forget_values(struct writer *writer);

#endif

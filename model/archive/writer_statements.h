/* The statements of the writer, each made when it is first wanted. */
#ifndef MODEL_ARCHIVE_WRITER_STATEMENTS_H
#define MODEL_ARCHIVE_WRITER_STATEMENTS_H

#include "model/archive/writer_state.h"

/* NULL, which SQLite refuses to run, where it cannot be made: database_failed tells why. */
sqlite3_stmt *writer_statement(struct writer *writer, enum writer_statement which);

#endif

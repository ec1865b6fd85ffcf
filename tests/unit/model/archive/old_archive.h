/* Archives as earlier versions of the program have left them. */
#ifndef TESTS_UNIT_MODEL_ARCHIVE_OLD_ARCHIVE_H
#define TESTS_UNIT_MODEL_ARCHIVE_OLD_ARCHIVE_H

/* The versions of the schema that were in use for more than a day. */
enum { OLD_ARCHIVE_FIRST = 1, OLD_ARCHIVE_LAST = 3 };

/* Its account. */
#define OLD_ARCHIVE_BASE "http://127.0.0.1/mot/test"

/* The answer from which the recordings of its agent 103 come, which are filed under its numbers 1 and 2. */
extern const char old_archive_answer[];

/* Makes it at `path`, where there is no file. A code of SQLite. */
int old_archive_make(const char *path, int version);

#endif

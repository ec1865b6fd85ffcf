/* The yardstick of a start: the least that can open an archive and put its newest recordings on the screen.
 * One connection that reads, one query, one screen of ncurses, nothing of the product. Arguments: the
 * archive. It stays until a key is pressed. */
#include <locale.h>
#include <ncurses.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TICKS_PER_SECOND 10000000

enum { STARTED, ENDED, NUMBER, PERSON, QUEUE, TYPE };

static const char newest_sql[] =
    "SELECT started, ended, callers.number, people.name, queues.name, kinds.type FROM recordings"
    " LEFT JOIN callers USING(caller) LEFT JOIN people USING(person) LEFT JOIN queues USING(queue)"
    " LEFT JOIN kinds USING(kind) WHERE agent = 1"
    " ORDER BY coalesce(place, started, -9223372036854775808) DESC, call DESC, file DESC LIMIT ?1";

static const char *text_of(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? text : "";
}

static void paint(sqlite3_stmt *statement, int row)
{
    char start[32] = "";
    time_t started = (time_t)(sqlite3_column_int64(statement, STARTED) / TICKS_PER_SECOND);
    time_t ended = (time_t)(sqlite3_column_int64(statement, ENDED) / TICKS_PER_SECOND);
    int length = (int)(ended - started);
    struct tm local;
    if (localtime_r(&started, &local))
        strftime(start, sizeof start, "%Y-%m-%d %H:%M:%S", &local);
    mvprintw(row, 0, "%s  %d:%02d:%02d  %-16s  %-24s  %-18s  %s", start, length / 3600, length / 60 % 60,
             length % 60, text_of(statement, NUMBER), text_of(statement, PERSON), text_of(statement, QUEUE),
             text_of(statement, TYPE));
}

int main(int count, char **arguments)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    int row = 0;
    setlocale(LC_CTYPE, "");
    if (count != 2 || sqlite3_open_v2(arguments[1], &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(database, newest_sql, -1, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "bare: cannot read the archive\n");
        return EXIT_FAILURE;
    }
    initscr();
    cbreak();
    noecho();
    sqlite3_bind_int(statement, 1, LINES);
    while (row < LINES && sqlite3_step(statement) == SQLITE_ROW)
        paint(statement, row++);
    refresh();
    getch();
    endwin();
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return EXIT_SUCCESS;
}

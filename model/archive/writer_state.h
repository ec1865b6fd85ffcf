/* The inside of the writer and of an answer that is being filed, plain data for the files named writer_*. Nobody
 * else includes this. */
#ifndef MODEL_ARCHIVE_WRITER_STATE_H
#define MODEL_ARCHIVE_WRITER_STATE_H

#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/statements.h"
#include "model/archive/writer_data.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/coverage/id_jump.h"
#include "model/coverage/settling.h"
#include "net/base/name_list.h"
#include "net/base/number_map.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct writer_merged;
struct interning;
struct recording_decoder;

enum writer_statement {
    WRITER_BEGIN,
    WRITER_COMMIT,
    WRITER_DATA_VERSION,
    WRITER_ADD_ROW,
    WRITER_COMPARE_ROW,
    WRITER_FIND_ROW,
    WRITER_UPDATE_ROW,
    WRITER_PLACE_BESIDE,
    WRITER_PLACE_ROWS,
    WRITER_COUNT_RANGE,
    WRITER_LIST_RANGE,
    WRITER_DELETE_ROW,
    WRITER_NEWEST_ROWS,
    WRITER_NEXT_ROW,
    WRITER_READ_COVERAGE,
    WRITER_CLEAR_COVERAGE,
    WRITER_ADD_COVERAGE,
    WRITER_VOID_CUT_COVERAGE,
    WRITER_VOID_HEADS,
    WRITER_SET_HEAD,
    WRITER_LOWER_HEAD,
    WRITER_SET_LOST,
    WRITER_CHANGE_COUNT,
    WRITER_GET_COUNT,
    WRITER_ADD_AGENT,
    WRITER_RENEW_AGENT,
    WRITER_READ_MERGED,
    WRITER_SET_VALUE,
    WRITER_NOTE_TRACES,
    WRITER_STATEMENTS
};

/* What is remembered of an agent between the answers of one fetch. */
struct writer_fetch {
    int64_t agent;
    int64_t latest;    /* when its last question was asked */
    bool has_expired;  /* recordings came that are not kept */
    uint64_t left_out; /* elements of its answers, the last of them at that id */
    int64_t left_out_at;
    struct number_map unread; /* what of its answers could not be read, by numbers of writer_unread.c */
    uint64_t had;             /* recordings when the fetch began */
    uint64_t deleted;         /* so far */
    uint64_t held;            /* not deleted because they are on hold */
    uint64_t lost;            /* not deleted because it would have been too many */
    bool accept_losses;
    bool keeps_head;
    bool confirms;    /* an answer before lacked too much, and was asked for again */
    unsigned ignored; /* so many answers in a row had ids below what was asked */
    bool distrusts;   /* such losses are kept in the archive, and its newest recording has not come back */
    uint64_t lost_before; /* so many */
    int64_t newest;       /* greatest id in the archive */
    int64_t known;        /* greatest id in the archive that is older than the settle time; 0 if none */
    int64_t seen;         /* the same of those that came */
    int64_t settled;      /* the same of all that is believed to be there */
    int64_t witness;      /* an id that this run has covered, as long as nothing is forgotten; 0: none */
    int64_t head_from;    /* where its unbroken run of answers began */
    int64_t contiguous;   /* how far that run has come: the next answer has to start at or below */
    int64_t asked_at;     /* when the run began */
    bool is_contradicted; /* one of its answers was, by that from its middle */
    struct response_ingest *unchecked; /* owned: see writer_check.h; NULL: none */
};

/* Rows that are added by one statement: most of what a statement costs does not depend on how many they are.
 */
enum { WRITER_GROUP = 32 };

/* Recordings that this transaction deletes, and who is told. */
struct writer_gone_list {
    struct writer_gone_events events; /* without functions: nobody */
    struct writer_gone_key {
        int64_t agent;
        int64_t call;
        char *file; /* owned */
    } * keys;       /* owned */
    size_t count;
    size_t capacity;
    struct writer_gone *told; /* those that are told of, once they are going; owned, with their agents */
    size_t told_count;
};

/* Recordings that the server no longer has, as far as this transaction shows, but that are on hold. */
struct writer_kept_list {
    struct name_list files;
    int64_t *calls; /* owned, as many */
    size_t capacity;
};

struct writer {
    sqlite3 *database;
    struct database_wait wait;
    struct statements statements; /* those of writer_statement, and others */
    sqlite3_stmt *add_group;      /* adds WRITER_GROUP rows; NULL until there were so many */
    struct interning *callers;
    struct interning *people;
    struct interning *queues;
    struct interning *kinds;
    struct recording_decoder *decoder;
    struct server_traits traits;
    struct server_traits committed_traits;
    int64_t settle;
    int64_t data_version;
    struct writer_merged *merged; /* owned */
    size_t merged_count;
    size_t merged_capacity;
    bool others_changed; /* since somebody asked */
    int64_t *named;      /* owned: agents that the user has named, and that go if nothing comes of them */
    size_t named_count;
    size_t named_capacity;
    bool in_transaction;
    struct failure unread; /* what could not be read in it: it is not committed then */
    uint64_t uncommitted;
    struct change_log changes; /* of the transaction */
    struct writer_gone_list gone;
    struct writer_holder holder;
    struct writer_kept_list kept;
    bool has_traces;   /* also the archive knows, for the next program that opens it */
    bool traces_noted; /* there, by this transaction */
    bool is_swept;     /* only the log has any */
    struct writer_fetch fetches[WRITER_FETCHES];
};

/* A recording that came in an answer above what is proved, to find those that did not come. */
struct seen_key {
    int64_t id;
    uint64_t file : 63;         /* file_key_hash */
    uint64_t is_unheard_of : 1; /* nobody has its key before, which is more than the name */
};

struct response_ingest {
    int64_t agent;
    int64_t named;  /* the number that its recordings carry, as its agent's; RECORDING_NO_NUMBER: none yet */
    unsigned fetch; /* index in writer->fetches */
    int64_t asked_at;
    struct answer judgement;
    int64_t witness;     /* an id that it has covered, as long as nothing is forgotten; 0: none */
    int64_t floor;       /* what it held up to there has been forgotten */
    struct id_jump jump; /* of the ids up to here */
    struct settling settling;
    int64_t known_above; /* the first id above what was asked, as known before; INT64_MAX: none */
    int64_t stop_at;     /* see struct writer_question */
    int64_t goes_on_at;  /* the first one above that, if all is known there; INT64_MAX: nothing tells */
    bool met_known;      /* a recording came that was known before */
    bool is_across;      /* one came from above stop_at */
    bool is_astray;      /* the first of these is not the one that was to come there */
    bool lowered;        /* the proof has been taken down below what was asked */
    int64_t proved;      /* the range up to this id has been dealt with */
    struct seen_key *seen;
    size_t seen_count;
    size_t seen_capacity;
    bool seen_sorted;
    int64_t added; /* rows, minus those deleted, not yet in the agent's count */
    struct writer_unread unread;
    int64_t kept_since;     /* see struct writer_question */
    uint64_t expired;       /* recordings left out because they started before */
    int64_t oldest;         /* start of those that are kept; 0: none, or kept for ever */
    unsigned witnesses;     /* of when it begins, see writer_note_age */
    unsigned old_witnesses; /* of these, that started long before what is kept */
    bool has_claimed;       /* that all that is kept lies above where it was asked */
    size_t left_out;        /* elements since the last one with an id */
    int64_t left_out_at;
    struct moment reached;
    int64_t
        unplaced; /* the least id of recordings without a start that came before any with one; INT64_MAX: none */
    bool changed;
    struct change_place changes;
};

#endif

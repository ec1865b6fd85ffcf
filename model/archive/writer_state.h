/* The state of the writer and of an answer that is being filed: plain data, included by files of the writer only. */
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
    WRITER_RAISE_HEAD,
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

/* What is remembered between the answers of one fetch, of its agent. */
struct writer_fetch {
    int64_t agent;
    int64_t latest;           /* ticks: time of its last request */
    bool has_expired;         /* recordings came that are older than the retention */
    uint64_t left_out;        /* undecodable elements of its answers */
    int64_t left_out_at;      /* id at or above which the last of them stood */
    struct number_map unread; /* hashes of undecodable elements and times that were counted */
    uint64_t had;             /* recordings in the archive when the fetch began */
    uint64_t deleted;         /* recordings deleted so far */
    uint64_t held;            /* not deleted because they are on hold */
    uint64_t lost;            /* not deleted because they are too many to believe */
    bool accept_losses;
    bool keeps_head;
    bool confirms;        /* an answer lacked too much, and the question was repeated */
    unsigned ignored;     /* answers in a row that had ids below the question */
    bool distrusts;       /* the archive has lost_before, and its newest recording has not come back */
    uint64_t lost_before; /* recordings that earlier fetches lost */
    int64_t newest;       /* greatest id in the archive when the fetch began; INT64_MIN: none */
    int64_t known;        /* greatest id in the archive that is final (writer_settled.h); 0: none */
    int64_t seen;         /* greatest final id in the answers of this fetch; 0: none */
    int64_t settled;      /* greatest final id of both; without `known` while it distrusts */
    int64_t witness;   /* an id that this run has covered; uncovered if another program forgets it; 0: none */
    int64_t head_from; /* start of the unbroken run of answers, an id */
    int64_t contiguous;   /* end of that run: the next answer has to start at or below */
    int64_t asked_at;     /* ticks: time of the run's first request */
    bool is_contradicted; /* an answer from the middle of another one disagreed with that */

    struct response_ingest *unchecked; /* owned: see writer_check.h; NULL: none */
};

/* Rows added by one statement: most of a statement's cost does not depend on their number. */
enum { WRITER_GROUP = 32 };

/* Recordings that this transaction deletes, and the receiver of the report. */
struct writer_gone_list {
    struct writer_gone_events events; /* without functions: no receiver */
    struct writer_gone_key {
        int64_t agent;
        int64_t call;
        char *file; /* owned */
    } * keys;       /* owned */
    size_t count;
    size_t capacity;
    struct writer_gone *told; /* those that are reported, set before the commit; owned, with their agents */
    size_t told_count;
};

/* Recordings on hold that the server has deleted, as this transaction shows. */
struct writer_kept_list {
    struct name_list files;
    int64_t *calls; /* owned, one for each file */
    size_t capacity;
};

struct writer {
    sqlite3 *database;
    struct database_wait wait;
    struct statements statements; /* those of writer_statement, and others */
    sqlite3_stmt *add_group;      /* adds WRITER_GROUP rows; prepared on first use */
    struct interning *callers;
    struct interning *people;
    struct interning *queues;
    struct interning *kinds;
    struct recording_decoder *decoder;
    struct server_traits traits;
    struct server_traits committed_traits;
    int64_t settle;               /* ticks */
    int64_t data_version;         /* PRAGMA data_version of the last transaction */
    struct writer_merged *merged; /* owned */
    size_t merged_count;
    size_t merged_capacity;
    bool others_changed; /* since the last writer_take_others */
    int64_t *named;      /* owned: agents that the user has named, see writer_drop_named */
    size_t named_count;
    size_t named_capacity;
    bool in_transaction;
    struct failure unread; /* a read error in the transaction, which prevents its commit, see writer_step */
    uint64_t uncommitted;  /* rows */
    struct change_log changes; /* of the transaction */
    struct writer_gone_list gone;
    struct writer_holder holder;
    struct writer_kept_list kept;
    bool has_traces; /* traces of deletions are to be removed (writer_traces.h); also stored in the archive */
    bool traces_noted; /* this transaction has stored that */
    bool is_swept;     /* only the write-ahead log has traces left */
    struct writer_fetch fetches[WRITER_FETCHES];
};

/* A recording of an answer above what is proved, to find those that the answer lacks. */
struct seen_key {
    int64_t id;
    uint64_t file : 63;         /* file_key_hash without its last bit */
    uint64_t is_unheard_of : 1; /* it was new in the archive, under a key with a distinction */
};

struct response_ingest {
    int64_t agent;
    int64_t named;    /* id of its agent, by the archive or its recordings; RECORDING_NO_NUMBER: unknown */
    unsigned fetch;   /* index in writer->fetches */
    int64_t asked_at; /* ticks */
    struct answer judgement;
    int64_t witness;     /* an id that it has covered; uncovered if another program forgets it; 0: none */
    int64_t floor;       /* id up to which what it proved has been forgotten by another program */
    struct id_jump jump; /* of its ids so far */
    struct settling settling;
    int64_t known_above;   /* the archive's first id above the question; INT64_MAX: none */
    int64_t stop_at;       /* see struct writer_question */
    int64_t goes_on_at;    /* the archive's first id above stop_at if that is covered; else INT64_MAX */
    bool met_known;        /* it has a recording that the archive had before */
    bool is_across;        /* a recording above stop_at has been compared with goes_on_at */
    bool is_astray;        /* that was another one */
    bool lowered;          /* the range below the question has been filed, see file_truth */
    int64_t proved;        /* id up to which rows were compared with the archive */
    struct seen_key *seen; /* owned */
    size_t seen_count;
    size_t seen_capacity;
    bool seen_sorted;
    int64_t added; /* rows added less those deleted, not yet in the agent's count */
    struct writer_unread unread;
    int64_t kept_since;     /* see struct writer_question */
    uint64_t expired;       /* recordings left out because they started before that */
    int64_t oldest;         /* see struct writer_report */
    unsigned witnesses;     /* first recordings, which tell its time, see writer_note_age */
    unsigned old_witnesses; /* those that started LONGEST_WAIT before kept_since, or earlier */
    bool has_claimed;       /* writer_claim_kept has filed what it shows */
    size_t left_out;        /* undecodable elements in a row */
    int64_t left_out_at;    /* id of the element before them, or of the question */
    struct moment reached;  /* the last recording with a start */
    int64_t unplaced; /* least id of recordings without a start before the first with one; INT64_MAX: none */
    bool changed;     /* since the last response_ingest_changed */
    struct change_place changes;
};

#endif

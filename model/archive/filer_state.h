/* The inside of the filer, shared by the files that make it: filer.c (opening, transactions), filer_rows.c
 * (rows), filer_truth.c (what answers prove, deletion), filer_settled.c (what is settled), filer_known.c
 * (what they share with what was known), filer_coverage.c (coverage), filer_agents.c (agents), filer_purge.c
 * (deletion on request), filer_expiry.c (what is not kept), filer_unread.c (what could not be read),
 * filer_traces.c (what deletion leaves behind). Nobody else includes this. */
#ifndef MODEL_ARCHIVE_FILER_STATE_H
#define MODEL_ARCHIVE_FILER_STATE_H

#include "model/archive/change_log.h"
#include "model/archive/filer.h"
#include "model/archive/identity.h"
#include "model/archive/interning.h"
#include "model/coverage/leap.h"
#include "model/coverage/settling.h"
#include "model/recording/recording.h"
#include "net/base/number_map.h"

#include <sqlite3.h>

enum filer_statement {
    FILER_BEGIN,
    FILER_COMMIT,
    FILER_DATA_VERSION,
    FILER_ADD_ROW,
    FILER_COMPARE_ROW,
    FILER_FIND_ROW,
    FILER_UPDATE_ROW,
    FILER_COUNT_RANGE,
    FILER_LIST_RANGE,
    FILER_DELETE_ROW,
    FILER_NEWEST_ROWS,
    FILER_NEXT_ROW,
    FILER_READ_COVERAGE,
    FILER_CLEAR_COVERAGE,
    FILER_ADD_COVERAGE,
    FILER_VOID_CUT_COVERAGE,
    FILER_VOID_TAILS,
    FILER_SET_TAIL,
    FILER_LOWER_TAIL,
    FILER_SET_LOST,
    FILER_CHANGE_COUNT,
    FILER_GET_COUNT,
    FILER_ADD_AGENT,
    FILER_RENEW_AGENT,
    FILER_READ_MERGED,
    FILER_SET_VALUE,
    FILER_NOTE_TRACES,
    FILER_STATEMENTS
};

/* What is remembered of an agent between the answers of one walk. */
struct filer_walk {
    int64_t agent;
    int64_t latest;    /* when its last question was asked */
    bool has_expired;  /* recordings came that are not kept */
    uint64_t left_out; /* elements of its answers, the last of them at that id */
    int64_t left_out_at;
    struct number_map unread; /* what of its answers could not be read, by numbers of filer_unread.c */
    uint64_t had;             /* recordings when the walk began */
    uint64_t deleted;         /* so far */
    uint64_t lost;            /* not deleted because it would have been too many */
    bool accept_losses;
    bool keeps_tail;
    bool confirms;    /* an answer before lacked too much, and was asked for again */
    unsigned ignored; /* so many answers in a row had ids below what was asked */
    bool distrusts;   /* such losses are kept in the archive, and its newest recording has not come back */
    uint64_t lost_before; /* so many */
    int64_t newest;       /* greatest id in the archive */
    int64_t known;        /* greatest id in the archive that is older than the settle time; 0 if none */
    int64_t seen;         /* the same of those that came */
    int64_t settled;      /* the same of all that is believed to be there */
    int64_t witness;      /* an id that this run has covered, as long as nothing is forgotten; 0: none */
    int64_t tail;         /* where its unbroken run of answers began */
    int64_t contiguous;   /* how far that run has come: the next answer has to start at or below */
    int64_t asked_at;     /* when the run began */
};

/* Rows that are added by one statement: most of what a statement costs does not depend on how many they are.
 */
enum { FILER_GROUP = 32 };

struct filer {
    sqlite3 *database;
    struct database_wait wait;
    sqlite3_stmt *statements[FILER_STATEMENTS];
    sqlite3_stmt *add_group; /* adds FILER_GROUP rows; NULL until there were so many */
    struct interning *callers;
    struct interning *people;
    struct interning *queues;
    struct interning *kinds;
    struct identity *identity;
    struct recording_decoder *decoder;
    struct server_traits traits;
    struct server_traits committed_traits;
    int64_t settle;
    int64_t data_version;
    struct filer_merged *merged; /* owned */
    size_t merged_count;
    size_t merged_capacity;
    bool others_changed; /* since somebody asked */
    int64_t *named;      /* owned: agents that the user has named, and that go if nothing comes of them */
    size_t named_count;
    size_t named_capacity;
    bool in_transaction;
    uint64_t uncommitted;
    struct change_log changes; /* of the transaction */
    bool has_traces;           /* also the archive knows, for the next program that opens it */
    bool traces_noted;         /* there, by this transaction */
    bool is_swept;             /* only the log has any */
    struct filer_walk walks[FILER_WALKS];
};

/* A recording that came in an answer above what is proved, to find those that did not come. */
struct seen_key {
    int64_t id;
    uint64_t file : 63;         /* file_key_hash */
    uint64_t is_unheard_of : 1; /* nobody has its key before, which is more than the name */
};

struct filed_answer {
    int64_t agent;
    int64_t named; /* the number that its recordings carry, as its agent's; RECORDING_NO_NUMBER: none yet */
    unsigned walk; /* index in filer->walks */
    int64_t asked_at;
    struct answer judgement;
    int64_t witness;  /* an id that it has covered, as long as nothing is forgotten; 0: none */
    int64_t floor;    /* what it held up to there has been forgotten */
    struct leap leap; /* of the ids up to here */
    struct settling settling;
    int64_t known_above; /* the first id above what was asked, as known before; INT64_MAX: none */
    int64_t stop_at;     /* see struct filer_question */
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
    uint64_t
        distinguished; /* rows added of a key with more than the name, of which reconciling has not heard */
    int64_t added;     /* rows, minus those deleted, not yet in the agent's count */
    struct filer_unread unread;
    int64_t kept_since;     /* see struct filer_question */
    uint64_t expired;       /* recordings left out because they started before */
    int64_t oldest;         /* start of those that are kept; 0: none, or kept for ever */
    unsigned witnesses;     /* of when it begins, see filer_note_age */
    unsigned old_witnesses; /* of these, that started long before what is kept */
    bool has_claimed;       /* that all that is kept lies above where it was asked */
    size_t left_out;        /* elements since the last one with an id */
    int64_t left_out_at;
    struct moment reached;
    bool changed;
    struct change_place changes;
};

/* A row of the answer's agent came, went or changed. */
void filer_note_change(struct filer *filer, struct filed_answer *answer, int64_t id);

/* Whether a recording started before what is kept. */
bool filer_is_expired(const struct filed_answer *answer, const struct recording *recording);

/* A recording of the answer, kept or not, is a witness of when the answer begins. */
void filer_note_age(struct filed_answer *answer, const struct recording *recording);

/* Whether the archive has the recording; of one without a name, any of its call. */
bool filer_is_filed(struct filer *filer, const struct filed_answer *answer, const struct filer_row *row);

/* Takes a recording for judging the answer, and does not file it. */
bool filer_leave_expired(struct filer *filer, struct filed_answer *answer, const struct recording *recording,
                         struct failure *failure);

/* Above which id may be claimed what is proved above `lo`: of what is not kept never from the first id on. */
int64_t filer_least_claim(const struct filer *filer, const struct filed_answer *answer, int64_t lo);

/* Notes, where the answer and what it proves show it, that all that is kept lies above where it began. */
bool filer_claim_kept(struct filer *filer, struct filed_answer *answer, struct coverage_range truth,
                      struct failure *failure);

/* The element decoded last is no recording that can be read. Before the judgement takes it. */
void filer_leave_out(struct filer *filer, struct filed_answer *answer, const char *text, size_t length);

/* Counts the times of a recording that cannot be read, unless the walk has met the element already. */
void filer_note_unread(struct filer *filer, struct filed_answer *answer, const struct recording *recording,
                       const char *text, size_t length);

/* At the end of an answer: what was left out is remembered until it comes. */
bool filer_write_left_out(struct filer *filer, const struct filed_answer *answer, struct failure *failure);

/* Agents have been merged, by this program or another: the numbers of those that are gone are read. */
bool filer_note_merge(struct filer *filer, struct failure *failure);
bool filer_read_merged(struct filer *filer, struct failure *failure);

/* When the filer is closed: drops the agents that the user has named and of which nothing came. */
void filer_drop_named(struct filer *filer);

/* A recording of the answer may name another agent than it was asked of. */
void filer_note_named(struct filer *filer, struct filed_answer *answer, const struct recording *recording);

/* At the end of an answer: its recordings may say who the agent is. */
bool filer_learn_agent(struct filer *filer, struct filed_answer *answer, struct failure *failure);

/* The agent that has an agent's recordings now: itself, mostly. */
int64_t filer_merged_agent(const struct filer *filer, int64_t agent);

bool filer_begin_transaction(struct filer *filer, struct failure *failure);

/* A value of the account, in a transaction. */
bool filer_set_value(struct filer *filer, const char *name, int64_t value, struct failure *failure);

/* Forgets the numbers of interned values: some may be gone or have changed. */
void filer_forget_values(struct filer *filer);

/* Something was deleted or replaced in this transaction. */
bool filer_note_traces(struct filer *filer, struct failure *failure);

/* Reads the coverage of one kind of grounds (whole or not) into *seen, which is emptied first. */
bool filer_read_seen(struct filer *filer, int64_t agent, bool whole, struct seen *seen,
                     struct failure *failure);
bool filer_read_all_seen(struct filer *filer, int64_t agent, struct seen *seen, struct failure *failure);

bool filer_cover(struct filer *filer, int64_t agent, bool whole, const struct seen_range *range,
                 struct failure *failure);

/* Takes a range out of the coverage, whatever its grounds. */
bool filer_uncover(struct filer *filer, int64_t agent, int64_t lo, int64_t hi, struct failure *failure);

bool filer_is_covered(struct filer *filer, int64_t agent, int64_t id, bool *is_covered,
                      struct failure *failure);

/* What an answer shares with what was known before. */
void filer_begin_known(struct filer *filer, struct filed_answer *answer, int64_t stop_at);
void filer_know(struct filed_answer *answer, int64_t id, bool is_new);

/* It has nothing of what was known where it was asked: the server may have been restored from a backup. */
bool filer_is_estranged(const struct filed_answer *answer);
bool filer_forget_estranged(struct filer *filer, const struct filed_answer *answer, struct failure *failure);

/* What an answer's recordings show of what is settled: with what lies below it, with one that has come, with
 * the last of them. */
void filer_begin_settling(struct filer *filer, struct filed_answer *answer);
void filer_see(struct filer *filer, struct filed_answer *answer, const struct recording *recording);
void filer_end_settling(struct filer *filer, struct filed_answer *answer);

/* The greatest id of the agent, but for those above a leap; 0 if there is none. */
int64_t filer_newest_id(struct filer *filer, int64_t agent);

/* Of those the greatest whose call, and what lies around it, started up to `limit`; 0 if there is none. */
int64_t filer_settled_id(struct filer *filer, int64_t agent, int64_t limit);

#endif

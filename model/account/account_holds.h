/* The holds of an account, opened beside its archive and consulted by its writer. For account.c. */
#ifndef MODEL_ACCOUNT_ACCOUNT_HOLDS_H
#define MODEL_ACCOUNT_ACCOUNT_HOLDS_H

struct account;
struct archive_opening;
struct writer;

/* Takes the holds that were read while the archive was being opened. */
void account_holds_take(struct account *account, struct archive_opening *opening);

/* Call before the writer thread starts. */
void account_holds_open(struct account *account, struct writer *writer);

/* Call after it has ended. */
void account_holds_clear(struct account *account);

#endif

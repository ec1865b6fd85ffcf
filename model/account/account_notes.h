/* The notes of an account, opened beside its archive and informed of the writer's deletions. For account.c. */
#ifndef MODEL_ACCOUNT_ACCOUNT_NOTES_H
#define MODEL_ACCOUNT_ACCOUNT_NOTES_H

struct account;
struct writer;

/* Call before the writer thread starts. */
void account_notes_open(struct account *account, struct writer *writer);

#endif

/* The notes of an account: opened beside its archive, and told what the writer deletes for good. For account.c. */
#ifndef MODEL_ACCOUNT_ACCOUNT_NOTES_H
#define MODEL_ACCOUNT_ACCOUNT_NOTES_H

struct account;
struct writer;

/* Before the writer has a thread of its own. */
void account_notes_open(struct account *account, struct writer *writer);

#endif

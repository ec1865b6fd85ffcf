/* Names of Danish people and queues, any number of them. */
#ifndef TESTS_SERVER_NAMES_H
#define TESTS_SERVER_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct names;

struct names *names_new(uint64_t seed);
void names_free(struct names **names);

/* The person of that index: the forenames come in turn, the surname is drawn. */
void names_person(struct names *names, size_t index, char *forename, size_t forename_size, char *surname,
                  size_t surname_size);

/* `first.l@demo.local` in ASCII, with a number behind it when it was given before. */
void names_email(struct names *names, const char *forename, const char *surname, char *email, size_t size);

void names_queue(size_t index, char *name, size_t size);

#endif

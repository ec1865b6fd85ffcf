#include "tests/server/names.h"

#include "tests/server/dice.h"
#include "tests/server/must.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const forenames[] = {
    "Søren",    "Åse",    "Kirsten",  "Lærke",    "Mads",      "Bjørn",  "Anne Mette", "Jørgen",  "Pernille",
    "Rasmus",   "Ida",    "Mette",    "Ægir",     "Freja",     "Niels",  "Karen",      "Bodil",   "Øjvind",
    "Birgitte", "Lars",   "Camilla",  "Thomas",   "Signe",     "Peter",  "Hanne",      "Jens",    "Gitte",
    "Håkon",    "Maja",   "Anders",   "Sofie",    "Henrik",    "Louise", "Morten",     "Dorthe",  "Emil",
    "Kåre",     "Astrid", "Mikkel",   "Tove",     "Frederik",  "Grete",  "Ulla",       "Villads", "Zeynep",
    "Mohammed", "Agata",  "Åge",      "Ellinor",  "Christian", "Malene", "Troels",     "Fatima",  "Sørine",
    "Jonas",    "Inge",   "Valdemar", "Charlotte"};
static const char *const surnames[] = {
    "Jensen",       "Nielsen",      "Hansen",    "Pedersen",   "Andersen", "Christensen", "Larsen",
    "Sørensen",     "Rasmussen",    "Jørgensen", "Petersen",   "Madsen",   "Kristensen",  "Olsen",
    "Thomsen",      "Christiansen", "Poulsen",   "Johansen",   "Møller",   "Mortensen",   "Østergaard",
    "Kjær",         "Bæk",          "Nørgaard",  "Åkjær",      "Lund",     "Holm",        "Schmidt",
    "Bech-Nielsen", "Dahl",         "Skov",      "Lindegård",  "Gram",     "Frøslev",     "Yılmaz",
    "Kowalska",     "Hjortshøj",    "Brøndum",   "Vestergaard"};
static const char *const queues[] = {"Borgerservice",    "Kørekort og pas",    "89403330 Hovednummer",
                                     "Sundhed og ældre", "Byggesager",         "Affald og genbrug",
                                     "Økonomi",          "Pladsanvisning",     "Jobcenter",
                                     "Folkeregister",    "Skole og dagtilbud", "Teknik og miljø",
                                     "Parkering",        "Biblioteket",        "Løn",
                                     "IT-support",       "Tandplejen",         "Hjælpemidler",
                                     "Vielser",          "English line",       "Flygtninge og integration",
                                     "Omstilling",       "Nøglekort",          "Vagttelefon"};

enum {
    FORENAMES = sizeof forenames / sizeof forenames[0],
    SURNAMES = sizeof surnames / sizeof surnames[0],
    QUEUES = sizeof queues / sizeof queues[0],
};

struct names {
    struct dice dice;
    size_t offset;
    unsigned given[26][26]; /* emails given so far, by their two initials */
};

struct names *names_new(uint64_t seed)
{
    struct names *names = must_alloc(1, sizeof *names);

    names->dice.state = dice_mix(seed ^ 0x4a3e5);
    names->offset = dice_below(&names->dice, FORENAMES);
    return names;
}

void names_free(struct names **names)
{
    free(*names);
    *names = NULL;
}

void names_person(struct names *names, size_t index, char *forename, size_t forename_size, char *surname,
                  size_t surname_size)
{
    snprintf(forename, forename_size, "%s", forenames[(names->offset + index) % FORENAMES]);
    snprintf(surname, surname_size, "%s", surnames[dice_below(&names->dice, SURNAMES)]);
}

/* Lower-case ASCII letters of a name; the text must have room for twice its bytes and an end. */
static void fold(const char *name, char *folded)
{
    static const struct {
        const char *letter;
        const char *ascii;
    } letters[] = {{"æ", "ae"}, {"Æ", "ae"}, {"ø", "oe"}, {"Ø", "oe"}, {"å", "aa"}, {"Å", "aa"}, {"ı", "i"}};

    while (*name != '\0') {
        size_t i = 0;

        while (i < sizeof letters / sizeof letters[0] && strncmp(name, letters[i].letter, 2) != 0)
            i++;
        if (i < sizeof letters / sizeof letters[0]) {
            folded = stpcpy(folded, letters[i].ascii);
            name += 2;
        } else {
            if (isalpha((unsigned char)*name))
                *folded++ = (char)tolower((unsigned char)*name);
            name++;
        }
    }
    *folded = '\0';
}

void names_email(struct names *names, const char *forename, const char *surname, char *email, size_t size)
{
    char first[80];
    char last[80];

    fold(forename, first);
    fold(surname, last);
    unsigned *given = &names->given[(first[0] - 'a') % 26][(last[0] - 'a') % 26];
    *given += 1;
    if (*given == 1)
        snprintf(email, size, "%.40s.%c@demo.local", first, last[0]);
    else
        snprintf(email, size, "%.40s.%c%u@demo.local", first, last[0], *given);
}

void names_queue(size_t index, char *name, size_t size)
{
    if (index < QUEUES)
        snprintf(name, size, "%s", queues[index]);
    else
        snprintf(name, size, "%s %zu", queues[index % QUEUES], index / QUEUES + 1);
}

/* How far it is to the end of an agent's history, as far as a guess and the answers that were empty tell: the
 * chance that the end is nearer than a distance, and the distance for a chance. Pure. */
#ifndef MODEL_FETCH_END_ESTIMATE_H
#define MODEL_FETCH_END_ESTIMATE_H

struct end_estimate {
    double guess; /* ids from the last recording that is known to where the end is believed; above 0, INFINITY
                     if nothing tells */
    double limit; /* ids to where nothing comes any more; INFINITY while unknown */
};

/* That the end is at most `distance` ids away: 0 to 1. */
double end_estimate_chance(const struct end_estimate *estimate, double distance);

/* The ids within which the end is with that chance, which is below 1. Guess or limit has to be known. */
double end_estimate_distance(const struct end_estimate *estimate, double chance);

#endif

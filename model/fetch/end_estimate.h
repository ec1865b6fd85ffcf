/* Estimates the distance in ids to the end of an agent's history from a first guess and empty answers: the
 * probability of a distance and its quantiles. Pure. */
#ifndef MODEL_FETCH_END_ESTIMATE_H
#define MODEL_FETCH_END_ESTIMATE_H

struct end_estimate {
    double guess; /* ids from the last recording that is known to where the end is believed; above 0, INFINITY
                     if nothing tells */
    double limit; /* ids to where nothing comes any more; INFINITY while unknown */
};

/* The probability, 0 to 1, that the end is at most `distance` ids away. */
double end_estimate_chance(const struct end_estimate *estimate, double distance);

/* The distance within which the end is with probability `chance` < 1. Guess or limit must be known. */
double end_estimate_distance(const struct end_estimate *estimate, double chance);

#endif

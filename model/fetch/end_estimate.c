#include "model/fetch/end_estimate.h"

#include <math.h>

/* Shape of a log-logistic distribution of the distance with the guess as its median: the guess extrapolates over days
 * what minutes or weeks of recordings have shown. The odds that the end lies within half of it are 1 to 6, within twice
 * as much 6 to 1. */
#define SURENESS 2.5

/* Share of the agents that have left; when they did is uniformly distributed over the distance. */
#define LEFT 0.2

#define HALVINGS 50 /* of the bisection: the relative error is 2 to the power of minus that */

/* The probability without regard to the limit. */
static double expected(const struct end_estimate *estimate, double distance)
{
    double odds = pow(distance / estimate->guess, SURENESS);
    double left = distance / fmin(estimate->limit, estimate->guess);
    return (1 - LEFT) * odds / (1 + odds) + LEFT * fmin(left, 1);
}

double end_estimate_chance(const struct end_estimate *estimate, double distance)
{
    if (distance >= estimate->limit)
        return 1;
    double whole = isinf(estimate->limit) ? 1 : expected(estimate, estimate->limit);
    return expected(estimate, distance) / whole;
}

double end_estimate_distance(const struct end_estimate *estimate, double chance)
{
    double low = 0;
    double high = estimate->guess;
    while (high < estimate->limit && end_estimate_chance(estimate, high) < chance)
        high *= 2;
    high = fmin(high, estimate->limit);
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (end_estimate_chance(estimate, middle) < chance)
            low = middle;
        else
            high = middle;
    }
    return low;
}

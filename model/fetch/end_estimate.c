#include "model/fetch/end_estimate.h"

#include <math.h>

/* A guess is carried on over days from what minutes or weeks have shown. That the end is nearer than a share
 * of it has odds of that share to this power: for a half of it they are 1 to 6, for twice as much 6 to 1. */
#define SURENESS 2.5

/* One agent in five has left, and may have done so at any time. */
#define LEFT 0.2

#define HALVINGS 50 /* more than the digits of an id */

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

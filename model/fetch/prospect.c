#include "model/fetch/prospect.h"

#include <math.h>

/* A guess is carried on over days from what minutes or weeks have shown. That the end is nearer than a share
 * of it has odds of that share to this power: for a half of it they are 1 to 6, for twice as much 6 to 1. */
#define SURENESS 2.5

/* One agent in five has left, and may have done so at any time. */
#define LEFT 0.2

#define HALVINGS 50 /* more than the digits of an id */

static double expected(const struct prospect *prospect, double distance)
{
    double odds = pow(distance / prospect->guess, SURENESS);
    double left = distance / fmin(prospect->limit, prospect->guess);
    return (1 - LEFT) * odds / (1 + odds) + LEFT * fmin(left, 1);
}

double prospect_chance(const struct prospect *prospect, double distance)
{
    if (distance >= prospect->limit)
        return 1;
    double whole = isinf(prospect->limit) ? 1 : expected(prospect, prospect->limit);
    return expected(prospect, distance) / whole;
}

double prospect_distance(const struct prospect *prospect, double chance)
{
    double low = 0;
    double high = prospect->guess;
    while (high < prospect->limit && prospect_chance(prospect, high) < chance)
        high *= 2;
    high = fmin(high, prospect->limit);
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (prospect_chance(prospect, middle) < chance)
            low = middle;
        else
            high = middle;
    }
    return low;
}

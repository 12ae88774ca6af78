/* Trains the 2-2-1 network on exclusive or by gradient descent, until it has learnt all four cases.
 */
#include "xor_grad.h"

#include <math.h>
#include <stdio.h>

static const double cases[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
static const double answers[4] = {0, 1, 1, 0};

/* Post: for how many of the four cases the output is within `tolerance` of the answer. */
static int count_right(const double *weights, double tolerance)
{
    int right = 0;
    for (int k = 0; k < 4; k++) {
        double y;
        xor_network_value(weights, cases[k], &y);
        right += fabs(y - answers[k]) < tolerance;
    }
    return right;
}

int main(void)
{
    /* W row by row, b, v, c: small, and the two hidden units differ. */
    double weights[xor_loss_nx] = {0.5, 0.4, 0.9, 1.0, 0.0, -0.1, -1.2, 1.1, 0.3};
    const double rate = 2;
    double loss, gradient[xor_loss_nx];

    printf(" step    loss  cases within 0.1 of the answer\n");
    for (int step = 0; step <= 5000; step++) {
        xor_loss_gradient(weights, NULL, &loss, gradient);
        if (step % 100 == 0) {
            int right = count_right(weights, 0.1);
            printf("%5d  %6.4f  %d of 4\n", step, loss, right);
            if (right == 4) {
                break;
            }
        }
        for (int i = 0; i < xor_loss_nx; i++) {
            weights[i] -= rate * gradient[i];
        }
    }

    printf("\nx0 x1   y\n");
    for (int k = 0; k < 4; k++) {
        double y;
        xor_network_value(weights, cases[k], &y);
        printf("%2.0f %2.0f %3.0f\n", cases[k][0], cases[k][1], fabs(y));
    }
    int learnt = count_right(weights, 0.1) == 4;
    printf("all four cases learnt: %s\n", learnt ? "yes" : "no");
    return !learnt;
}

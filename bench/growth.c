/* How time and memory grow; see growth.h. */
#define _XOPEN_SOURCE 700
#include "growth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct growth_use growth_use(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (struct growth_use){.seconds =
                                   (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                                   1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
                               .bytes = 1024.0 * (double)usage.ru_maxrss};
}

bool growth_run(void (*work)(void *context, void *result), void *context, void *result, size_t size)
{
    int ends[2];
    fflush(stdout);
    memset(result, 0, size);
    if (pipe(ends) != 0) {
        perror("pipe");
        exit(3);
    }
    const pid_t child = fork();
    if (child < 0) {
        perror("fork");
        exit(3);
    }
    if (child == 0) {
        work(context, result);
        _exit(write(ends[1], result, size) == (ssize_t)size ? 0 : 1);
    }
    close(ends[1]);
    const bool ended = read(ends[0], result, size) == (ssize_t)size;
    if (!ended) {
        memset(result, 0, size);
    }
    close(ends[0]);
    waitpid(child, NULL, 0);
    return ended;
}

double growth_exponent(double first_seconds, double first_size, double seconds, double size)
{
    return log(seconds / first_seconds) / log(size / first_size);
}

bool growth_is_wanted(const char *name, char **names)
{
    for (char **at = names; *at != NULL; at++) {
        if (strcmp(*at, name) == 0) {
            return true;
        }
    }
    return *names == NULL;
}

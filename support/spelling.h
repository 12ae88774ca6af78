/* How much alike two words are spelled, for "did you mean". */
#ifndef ADC_SUPPORT_SPELLING_H
#define ADC_SUPPORT_SPELLING_H

#include <stdint.h>

/* Distances up to this are near: two letters missing, too many or changed; in words of less than
 * five letters one, of a single letter none. */
enum { SPELLING_NEAR = 4 };

/* Post: twice the number of letters to be put in, taken out, changed or swapped with their
 * neighbour to make the one word of the other; a change of case counts half, of all letters no
 * more, one of the first letter one and a half. UINT32_MAX for words that are not near, or of more
 * than 40 letters. */
uint32_t spelling_distance(const char *wanted, const char *candidate);

/* Post: of the known words the one that is nearest, the first of several; NULL where none is near.
 */
const char *spelling_closest(const char *wanted, const char *const *known, uint32_t count);

#endif

#ifndef TALLY_SHA256_SIXTEEN_H
#define TALLY_SHA256_SIXTEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor can work on sixteen words of 32 bits with one instruction (AVX-512).
bool tally_sha256_has_sixteen_lanes(void);

// The words a to h of sixteen states: a row for each letter.
typedef struct {
    _Alignas(64) uint32_t words[8][16];
} sixteen_states_t;

// Absorbs a block of 64 bytes into each state, which takes half as long as with the instructions for
// SHA-256.
void tally_sha256_absorb_sixteen(
    sixteen_states_t *states, const uint8_t *const *blocks, const uint32_t *round_constants);

#endif

#ifndef TALLY_SHA256_H
#define TALLY_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor has instructions for SHA-256 that tally_sha256_absorb knows how to use.
bool tally_sha256_is_available(void);

// Absorbs `count` blocks of 64 bytes into the eight words of `state` (FIPS 180-4 section 6.2.2).
// Only to be called where tally_sha256_is_available.
void tally_sha256_absorb(uint32_t *state, const uint8_t *blocks, size_t count);

// Writes the eight words of SHA-256(first ‖ bytes) to `words`, for messages of less than 2^60 bytes.
// Only to be called where tally_sha256_is_available.
void tally_sha256_hash(uint8_t first, const uint8_t *bytes, size_t count, uint32_t *words);

#endif

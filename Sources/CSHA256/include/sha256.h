#ifndef TALLY_SHA256_H
#define TALLY_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor has instructions for SHA-256 that the functions below know how to use. Only
// to be called where it has: all of them.
bool tally_sha256_is_available(void);

// Absorbs `count` blocks of 64 bytes into the eight words of `state` (FIPS 180-4 section 6.2.2).
void tally_sha256_absorb(uint32_t *state, const uint8_t *blocks, size_t count);

// Writes the eight words of SHA-256(first ‖ bytes) to `words`, for messages of less than 2^60 bytes.
void tally_sha256_hash(uint8_t first, const uint8_t *bytes, size_t count, uint32_t *words);

// Writes first ‖ bytes to `blocks`, padded to whole blocks of 64 bytes, and returns how many they are:
// at most (count + 73) / 64.
size_t tally_sha256_pad(uint8_t first, const uint8_t *bytes, size_t count, uint8_t *blocks);

// Hashes messages that are padded, one after the other, and have `counts` blocks each.
//
// Two are hashed at a time, as each has work where the other waits for a result; where the processor
// has lanes for sixteen, sixteen. A digest is four numbers that stand for its bytes, the most
// significant first.
void tally_sha256_hash_padded(
    const uint8_t *blocks, const size_t *counts, size_t messages, uint64_t *digests);

// Hashes first ‖ left ‖ right for each of `count` pairs of digests, two or sixteen at a time.
//
// The results are written to `parents`, which may be `children`.
void tally_sha256_hash_pairs(
    uint8_t first, const uint64_t *children, size_t count, uint64_t *parents);

#endif

#include "sha256_sixteen.h"

#if defined(__x86_64__) && (defined(__clang__) || defined(__GNUC__))

#include <immintrin.h>

#define SIXTEEN_LANES __attribute__((target("avx512f,avx512bw")))
#define UNROLLED _Pragma("clang loop unroll(full)")

// One word of each of sixteen messages.
typedef uint32_t words_t __attribute__((vector_size(64)));

bool tally_sha256_has_sixteen_lanes(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

#define ROTATED(x, places) ((x) >> (places) | (x) << (32 - (places)))

// Sixteen bytes at `offset` of each of the blocks 0, 4, 8 and 12.
SIXTEEN_LANES
static inline __m512i load_four(const uint8_t *const *blocks, size_t offset) {
#define PART(block) _mm_loadu_si128((const __m128i *)(blocks[block] + offset))
    __m512i parts = _mm512_castsi128_si512(PART(0));
    parts = _mm512_inserti32x4(parts, PART(4), 1);
    parts = _mm512_inserti32x4(parts, PART(8), 2);
    return _mm512_inserti32x4(parts, PART(12), 3);
#undef PART
}

// The words `first` to `first` + 3 of each block.
SIXTEEN_LANES
static inline void load_words(const uint8_t *const *blocks, size_t first, words_t *words) {
    const __m512i big_endian =
        _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL));
    const __m512i a = load_four(blocks, 4 * first), b = load_four(blocks + 1, 4 * first);
    const __m512i c = load_four(blocks + 2, 4 * first), d = load_four(blocks + 3, 4 * first);
    // Four words of one block each become one word of four blocks each.
    const __m512i ab_low = _mm512_unpacklo_epi32(a, b), ab_high = _mm512_unpackhi_epi32(a, b);
    const __m512i cd_low = _mm512_unpacklo_epi32(c, d), cd_high = _mm512_unpackhi_epi32(c, d);
    words[0] = (words_t)_mm512_shuffle_epi8(_mm512_unpacklo_epi64(ab_low, cd_low), big_endian);
    words[1] = (words_t)_mm512_shuffle_epi8(_mm512_unpackhi_epi64(ab_low, cd_low), big_endian);
    words[2] = (words_t)_mm512_shuffle_epi8(_mm512_unpacklo_epi64(ab_high, cd_high), big_endian);
    words[3] = (words_t)_mm512_shuffle_epi8(_mm512_unpackhi_epi64(ab_high, cd_high), big_endian);
}

// The functions are those of FIPS 180-4 section 4.1.2.
SIXTEEN_LANES
void tally_sha256_absorb_sixteen(
    sixteen_states_t *states, const uint8_t *const *blocks, const uint32_t *round_constants) {
    words_t words[16], s[8];
    UNROLLED for (int i = 0; i < 16; i += 4) load_words(blocks, i, words + i);
    UNROLLED for (int i = 0; i < 8; i++) s[i] = *(const words_t *)states->words[i];
    for (int first = 0; first < 64; first += 16) {
        UNROLLED for (int i = 0; i < 16; i++) {
            if (first > 0) {
                const words_t old = words[(i + 1) & 15], recent = words[(i + 14) & 15];
                words[i] += (ROTATED(old, 7) ^ ROTATED(old, 18) ^ old >> 3) + words[(i + 9) & 15]
                    + (ROTATED(recent, 17) ^ ROTATED(recent, 19) ^ recent >> 10);
            }
            // Each round would move every variable one letter on; the letters move instead.
            const words_t a = s[-i & 7], b = s[(1 - i) & 7], c = s[(2 - i) & 7];
            const words_t e = s[(4 - i) & 7], f = s[(5 - i) & 7], g = s[(6 - i) & 7];
            words_t *const d = &s[(3 - i) & 7], *const h = &s[(7 - i) & 7];
            *h += words[i] + round_constants[first + i] + ((e & f) ^ (~e & g))
                + (ROTATED(e, 6) ^ ROTATED(e, 11) ^ ROTATED(e, 25));
            *d += *h;
            *h += ((a & b) ^ (a & c) ^ (b & c)) + (ROTATED(a, 2) ^ ROTATED(a, 13) ^ ROTATED(a, 22));
        }
    }
    UNROLLED for (int i = 0; i < 8; i++) *(words_t *)states->words[i] += s[i];
}

#else

bool tally_sha256_has_sixteen_lanes(void) { return false; }

void tally_sha256_absorb_sixteen(
    sixteen_states_t *states, const uint8_t *const *blocks, const uint32_t *round_constants) {
    (void)states, (void)blocks, (void)round_constants;
    __builtin_trap();
}

#endif

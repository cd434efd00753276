#include "sha256.h"
#include "sha256_sixteen.h"

#if defined(__x86_64__) && (defined(__clang__) || defined(__GNUC__))

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

static const uint32_t round_constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

bool tally_sha256_is_available(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

// The layout of the state and the use of the instructions are those of Intel's "SHA Extensions",
// <https://www.intel.com/content/www/us/en/developer/articles/technical/intel-sha-extensions.html>.
#define SHA_INSTRUCTIONS __attribute__((target("sha,sse4.1,ssse3")))
#define UNROLLED _Pragma("clang loop unroll(full)")

// How many messages are hashed side by side. An instruction gives its result after four cycles, and
// another can begin after two.
enum { lanes_count = 2 };

// The words a to h, arranged as the instructions want them.
typedef struct { __m128i abef, cdgh; } state_t;

SHA_INSTRUCTIONS static inline state_t load_state(const uint32_t *words) {
    const __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0xB1);
    const __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(words + 4)), 0x1B);
    return (state_t){_mm_alignr_epi8(low, high, 8), _mm_blend_epi16(high, low, 0xF0)};
}

SHA_INSTRUCTIONS static inline void store_state(state_t state, uint32_t *words) {
    const __m128i low = _mm_shuffle_epi32(state.abef, 0x1B);
    const __m128i high = _mm_shuffle_epi32(state.cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(low, high, 0xF0));
    _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(high, low, 8));
}

// Absorbs one block into each of `lanes` states; `lanes` is known when this is compiled.
SHA_INSTRUCTIONS __attribute__((always_inline))
static inline void absorb(state_t *states, const uint8_t *const *blocks, const int lanes) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    state_t before[lanes_count];
    // The last sixteen words of each message schedule, four to a register.
    __m128i words[lanes_count][4];
    UNROLLED for (int lane = 0; lane < lanes; lane++) before[lane] = states[lane];
    UNROLLED for (int i = 0; i < 16; i++) {
        const __m128i constants = _mm_load_si128((const __m128i *)(round_constants + 4 * i));
        UNROLLED for (int lane = 0; lane < lanes; lane++) {
            __m128i *const last = words[lane];
            __m128i next;
            if (i < 4) {
                next = _mm_loadu_si128((const __m128i *)(blocks[lane] + 16 * i));
                next = _mm_shuffle_epi8(next, big_endian);
            } else {
                next = _mm_sha256msg1_epu32(last[i & 3], last[(i + 1) & 3]);
                next = _mm_add_epi32(next, _mm_alignr_epi8(last[(i + 3) & 3], last[(i + 2) & 3], 4));
                next = _mm_sha256msg2_epu32(next, last[(i + 3) & 3]);
            }
            last[i & 3] = next;
            const __m128i input = _mm_add_epi32(next, constants);
            state_t *const state = &states[lane];
            state->cdgh = _mm_sha256rnds2_epu32(state->cdgh, state->abef, input);
            state->abef = _mm_sha256rnds2_epu32(
                state->abef, state->cdgh, _mm_shuffle_epi32(input, 0x0E));
        }
    }
    UNROLLED for (int lane = 0; lane < lanes; lane++) {
        states[lane].abef = _mm_add_epi32(states[lane].abef, before[lane].abef);
        states[lane].cdgh = _mm_add_epi32(states[lane].cdgh, before[lane].cdgh);
    }
}

SHA_INSTRUCTIONS
void tally_sha256_absorb(uint32_t *words, const uint8_t *blocks, size_t count) {
    state_t state = load_state(words);
    for (; count > 0; count--, blocks += 64) absorb(&state, &blocks, 1);
    store_state(state, words);
}

static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

// Writes how many bytes a message has to the end of its last block, which ends at `end`.
static inline void put_length(uint8_t *end, size_t count) {
    const uint64_t bits = __builtin_bswap64((uint64_t)count * 8);
    memcpy(end - sizeof bits, &bits, sizeof bits);
}

void tally_sha256_hash(uint8_t first, const uint8_t *bytes, size_t count, uint32_t *words) {
    const size_t length = count + 1;
    // One block at either end of the message, and one more when its length does not fit the last.
    uint8_t ends[128] = {first};
    memcpy(words, initial, sizeof initial);
    size_t used = 1;
    if (count >= 63) {
        memcpy(ends + 1, bytes, 63);
        tally_sha256_absorb(words, ends, 1);
        bytes += 63, count -= 63;
        tally_sha256_absorb(words, bytes, count / 64);
        bytes += count / 64 * 64, count %= 64;
        memset(ends, 0, sizeof ends);
        used = 0;
    }
    if (count > 0) memcpy(ends + used, bytes, count);
    used += count;
    ends[used] = 0x80;
    const size_t blocks = used < 56 ? 1 : 2;
    put_length(ends + 64 * blocks, length);
    tally_sha256_absorb(words, ends, blocks);
}

size_t tally_sha256_pad(uint8_t first, const uint8_t *bytes, size_t count, uint8_t *blocks) {
    const size_t length = count + 1;
    const size_t padded = (length + 9 + 63) / 64;
    blocks[0] = first;
    if (count > 0) memcpy(blocks + 1, bytes, count);
    memset(blocks + length, 0, 64 * padded - length);
    blocks[length] = 0x80;
    put_length(blocks + 64 * padded, length);
    return padded;
}

// Writes the digest as numbers that stand for its bytes, the most significant first.
SHA_INSTRUCTIONS
static inline void store_digest(state_t state, uint64_t *digest) {
    uint32_t words[8];
    store_state(state, words);
    for (int i = 0; i < 4; i++) digest[i] = (uint64_t)words[2 * i] << 32 | words[2 * i + 1];
}

// A message of which some blocks are absorbed and `left` are not, from `next` on.
typedef struct {
    state_t state;
    const uint8_t *next;
    size_t left;
    uint64_t *digest;
} lane_t;

// Absorbs the next `count` blocks of both messages.
SHA_INSTRUCTIONS
static void absorb_both(lane_t *lanes, size_t count) {
    state_t states[2] = {lanes[0].state, lanes[1].state};
    const uint8_t *next[2] = {lanes[0].next, lanes[1].next};
    for (size_t i = 0; i < count; i++, next[0] += 64, next[1] += 64) absorb(states, next, 2);
    for (int i = 0; i < 2; i++) {
        lanes[i].state = states[i], lanes[i].next = next[i], lanes[i].left -= count;
        if (lanes[i].left == 0) store_digest(states[i], lanes[i].digest);
    }
}

// Puts a message into the lane that has none, and absorbs blocks until one has none again.
SHA_INSTRUCTIONS
static inline void begin(lane_t *lanes, lane_t message) {
    lanes[lanes[0].left == 0 ? 0 : 1] = message;
    const size_t both = lanes[0].left < lanes[1].left ? lanes[0].left : lanes[1].left;
    if (both > 0) absorb_both(lanes, both);
}

// Absorbs what is left.
SHA_INSTRUCTIONS
static void end(lane_t *lanes) {
    for (int i = 0; i < 2; i++) {
        if (lanes[i].left == 0) continue;
        for (; lanes[i].left > 0; lanes[i].left--, lanes[i].next += 64) {
            absorb(&lanes[i].state, &lanes[i].next, 1);
        }
        store_digest(lanes[i].state, lanes[i].digest);
    }
}

// Sixteen messages, of which some blocks are absorbed.
typedef struct {
    sixteen_states_t states;
    const uint8_t *next[16];
    size_t left[16];
    uint64_t *digest[16];
} sixteen_lanes_t;

static void begin_lane(
    sixteen_lanes_t *lanes, int lane, const uint8_t *blocks, size_t count, uint64_t *digest) {
    for (int i = 0; i < 8; i++) lanes->states.words[i][lane] = initial[i];
    lanes->next[lane] = blocks, lanes->left[lane] = count, lanes->digest[lane] = digest;
}

static void store_lane(const sixteen_states_t *states, int lane, uint64_t *digest) {
    for (int i = 0; i < 4; i++) {
        digest[i] = (uint64_t)states->words[2 * i][lane] << 32 | states->words[2 * i + 1][lane];
    }
}

// Hashes sixteen or more messages, sixteen at a time as long as every lane has one; the others are
// then begun in `rest`, two at a time.
SHA_INSTRUCTIONS
static void hash_by_sixteen(
    const uint8_t *blocks, const size_t *counts, size_t messages, uint64_t *digests, lane_t *rest) {
    sixteen_lanes_t lanes;
    size_t begun = 0;
    for (; begun < 16; begun++, blocks += 64 * *counts++) {
        begin_lane(&lanes, (int)begun, blocks, *counts, digests + 4 * begun);
    }
    for (bool is_full = true; is_full;) {
        tally_sha256_absorb_sixteen(&lanes.states, lanes.next, round_constants);
        for (int lane = 0; lane < 16; lane++) {
            lanes.next[lane] += 64;
            if (--lanes.left[lane] > 0) continue;
            store_lane(&lanes.states, lane, lanes.digest[lane]);
            if (begun == messages) { is_full = false; continue; }
            begin_lane(&lanes, lane, blocks, *counts, digests + 4 * begun++);
            blocks += 64 * *counts++;
        }
    }
    for (int lane = 0; lane < 16; lane++) {
        uint32_t words[8];
        for (int i = 0; i < 8; i++) words[i] = lanes.states.words[i][lane];
        begin(rest, (lane_t){
            load_state(words), lanes.next[lane], lanes.left[lane], lanes.digest[lane]});
    }
}

SHA_INSTRUCTIONS
void tally_sha256_hash_padded(
    const uint8_t *blocks, const size_t *counts, size_t messages, uint64_t *digests) {
    lane_t lanes[2] = {{.left = 0}, {.left = 0}};
    if (messages >= 16 && tally_sha256_has_sixteen_lanes()) {
        hash_by_sixteen(blocks, counts, messages, digests, lanes);
    } else {
        for (; messages > 0; messages--, digests += 4, blocks += 64 * *counts++) {
            begin(lanes, (lane_t){load_state(initial), blocks, *counts, digests});
        }
    }
    end(lanes);
}

// Writes first ‖ left ‖ right over the beginning of two blocks.
static inline void put_pair(uint8_t *blocks, uint8_t first, const uint64_t *pair) {
    blocks[0] = first;
    for (int i = 0; i < 8; i++) {
        const uint64_t word = __builtin_bswap64(pair[i]);
        memcpy(blocks + 1 + 8 * i, &word, sizeof word);
    }
}

// The two blocks of first ‖ left ‖ right, without what is different from pair to pair.
static const uint8_t pair_blocks[128] = {[65] = 0x80, [126] = 65 * 8 >> 8, [127] = 65 * 8 & 0xFF};

// Hashes sixteen pairs.
static void hash_sixteen_pairs(uint8_t first, const uint64_t *children, uint64_t *parents) {
    uint8_t blocks[16][128];
    const uint8_t *next[16];
    sixteen_states_t states;
    for (int lane = 0; lane < 16; lane++) {
        memcpy(blocks[lane], pair_blocks, sizeof pair_blocks);
        put_pair(blocks[lane], first, children + 8 * lane);
        next[lane] = blocks[lane];
        for (int i = 0; i < 8; i++) states.words[i][lane] = initial[i];
    }
    tally_sha256_absorb_sixteen(&states, next, round_constants);
    for (int lane = 0; lane < 16; lane++) next[lane] += 64;
    tally_sha256_absorb_sixteen(&states, next, round_constants);
    for (int lane = 0; lane < 16; lane++) store_lane(&states, lane, parents + 4 * lane);
}

SHA_INSTRUCTIONS
void tally_sha256_hash_pairs(
    uint8_t first, const uint64_t *children, size_t count, uint64_t *parents) {
    if (tally_sha256_has_sixteen_lanes()) {
        for (; count >= 16; count -= 16, children += 16 * 8, parents += 16 * 4) {
            hash_sixteen_pairs(first, children, parents);
        }
    }
    uint8_t blocks[2][128];
    memcpy(blocks[0], pair_blocks, sizeof pair_blocks);
    memcpy(blocks[1], pair_blocks, sizeof pair_blocks);
    for (; count >= 2; count -= 2, children += 16, parents += 8) {
        state_t states[2] = {load_state(initial), load_state(initial)};
        put_pair(blocks[0], first, children);
        put_pair(blocks[1], first, children + 8);
        absorb(states, (const uint8_t *[]){blocks[0], blocks[1]}, 2);
        absorb(states, (const uint8_t *[]){blocks[0] + 64, blocks[1] + 64}, 2);
        store_digest(states[0], parents);
        store_digest(states[1], parents + 4);
    }
    if (count == 0) return;
    state_t state = load_state(initial);
    put_pair(blocks[0], first, children);
    absorb(&state, (const uint8_t *[]){blocks[0]}, 1);
    absorb(&state, (const uint8_t *[]){blocks[0] + 64}, 1);
    store_digest(state, parents);
}

#else

bool tally_sha256_is_available(void) { return false; }

void tally_sha256_absorb(uint32_t *state, const uint8_t *blocks, size_t count) {
    (void)state, (void)blocks, (void)count;
    __builtin_trap();
}

void tally_sha256_hash(uint8_t first, const uint8_t *bytes, size_t count, uint32_t *words) {
    (void)first, (void)bytes, (void)count, (void)words;
    __builtin_trap();
}

size_t tally_sha256_pad(uint8_t first, const uint8_t *bytes, size_t count, uint8_t *blocks) {
    (void)first, (void)bytes, (void)count, (void)blocks;
    __builtin_trap();
}

void tally_sha256_hash_padded(
    const uint8_t *blocks, const size_t *counts, size_t messages, uint64_t *digests) {
    (void)blocks, (void)counts, (void)messages, (void)digests;
    __builtin_trap();
}

void tally_sha256_hash_pairs(
    uint8_t first, const uint64_t *children, size_t count, uint64_t *parents) {
    (void)first, (void)children, (void)count, (void)parents;
    __builtin_trap();
}

#endif

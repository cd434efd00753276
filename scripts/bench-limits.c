/* What the disk and SQLite allow, for scripts/bench to compare with. Prints seconds, or nothing.
 *
 *   bench-limits version                      SQLite's version
 *   bench-limits scan LOG                     every row of LOG; the caller times the process
 *   bench-limits append LOG NEW COUNT         COUNT durable inserts, one a transaction; each one's seconds
 *   bench-limits bulk LOG NEW BATCH           every event of LOG, BATCH a transaction; seconds in all
 *   bench-limits fdatasync NEW COUNT          4 KiB written and fdatasync, COUNT times; each one's seconds
 *
 * LOG is a ledger's log.db, NEW a file to be made. Build: cc -O2 bench-limits.c -o bench-limits -lsqlite3
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    fprintf(stderr, "bench-limits: %s\n", what);
    exit(1);
}

static void check(sqlite3 *db, int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE) fail(sqlite3_errmsg(db));
}

static void execute(sqlite3 *db, const char *sql) { check(db, sqlite3_exec(db, sql, 0, 0, 0)); }

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static sqlite3 *open_log(const char *path) {
    sqlite3 *db;
    check(db, sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, 0));
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    check(db, sqlite3_prepare_v2(db, sql, -1, &statement, 0));
    return statement;
}

/* Every byte is handed over by SQLite, counted by its length, and not copied. */
static void scan(const char *path) {
    sqlite3 *db = open_log(path);
    sqlite3_stmt *rows = prepare(db, "SELECT seq, leaf FROM event ORDER BY seq");
    long long events = 0, bytes = 0;
    while (sqlite3_step(rows) == SQLITE_ROW) {
        if (sqlite3_column_int64(rows, 0) != ++events) fail("a gap in the log");
        if (!sqlite3_column_blob(rows, 1)) fail("an event without a leaf");
        bytes += sqlite3_column_bytes(rows, 1);
    }
    fprintf(stderr, "%lld events, %lld bytes\n", events, bytes);
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

/* The table that an event store written in C would have. Both keys are looked up at every insert. */
static sqlite3 *new_store(const char *path, sqlite3_stmt **insert) {
    sqlite3 *db;
    check(db, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, 0));
    execute(db,
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE event (position INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stream INTEGER NOT NULL,"
        "  version INTEGER NOT NULL, leaf TEXT NOT NULL, UNIQUE (stream, version)) STRICT;"
        "CREATE TRIGGER kept BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'never changed'); END;"
        "CREATE TRIGGER there BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'never removed'); END;");
    *insert = prepare(db, "INSERT INTO event VALUES (?, ?, ?, ?, ?)");
    return db;
}

/* Inserts the event that `row` is on, as one of 24,000 streams, with a 16-byte id ordered by time. */
static void put(sqlite3 *db, sqlite3_stmt *insert, sqlite3_stmt *row, long long position) {
    unsigned char id[16] = {0};
    for (int byte = 0; byte < 8; byte++) id[byte] = position >> (56 - 8 * byte);
    long long mixed = position * 0x9E3779B97F4A7C15ull;
    memcpy(id + 8, &mixed, 8);
    sqlite3_bind_int64(insert, 1, position);
    sqlite3_bind_blob(insert, 2, id, 16, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, position * 7919 % 24000);
    sqlite3_bind_int64(insert, 4, position / 24000);
    const char *leaf = (const char *)sqlite3_column_text(row, 1);
    sqlite3_bind_text(insert, 5, leaf, sqlite3_column_bytes(row, 1), SQLITE_STATIC);
    check(db, sqlite3_step(insert));
    check(db, sqlite3_reset(insert));
}

static void append(const char *log, const char *path, long count) {
    sqlite3_stmt *insert, *row;
    sqlite3 *source = open_log(log), *db = new_store(path, &insert);
    row = prepare(source, "SELECT seq, leaf FROM event ORDER BY seq DESC");
    for (long done = 0; done < count && sqlite3_step(row) == SQLITE_ROW; done++) {
        double start = now();
        put(db, insert, row, done + 1);
        printf("%.9f\n", now() - start);
    }
}

static void bulk(const char *log, const char *path, long batch) {
    sqlite3_stmt *insert, *row;
    sqlite3 *source = open_log(log), *db = new_store(path, &insert);
    row = prepare(source, "SELECT seq, leaf FROM event ORDER BY seq");
    double start = now();
    long position = 0;
    while (sqlite3_step(row) == SQLITE_ROW) {
        if (position % batch == 0) execute(db, position ? "COMMIT; BEGIN IMMEDIATE" : "BEGIN IMMEDIATE");
        put(db, insert, row, ++position);
    }
    execute(db, "COMMIT");
    printf("%.9f\n", now() - start);
}

static void flush(const char *path, long count) {
    static char page[4096];
    memset(page, 'x', sizeof page);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0) fail("the file cannot be made");
    while (count-- > 0) {
        double start = now();
        if (write(file, page, sizeof page) != sizeof page || fdatasync(file)) fail("the disk refused a page");
        printf("%.9f\n", now() - start);
    }
}

int main(int count, char **words) {
    const char *mode = count > 1 ? words[1] : "";
    if (!strcmp(mode, "version")) puts(sqlite3_libversion());
    else if (!strcmp(mode, "scan") && count == 3) scan(words[2]);
    else if (!strcmp(mode, "append") && count == 5) append(words[2], words[3], atol(words[4]));
    else if (!strcmp(mode, "bulk") && count == 5) bulk(words[2], words[3], atol(words[4]));
    else if (!strcmp(mode, "fdatasync") && count == 4) flush(words[2], atol(words[3]));
    else fail("see the head of bench-limits.c");
    return 0;
}

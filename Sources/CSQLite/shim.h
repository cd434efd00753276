#include <sqlite3.h>

// Swift cannot call C functions with variable arguments; these wrap those we need.
static inline int tally_sqlite3_defend(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
static inline int tally_sqlite3_distrust_schema(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
static inline int tally_sqlite3_enable_triggers(sqlite3 *connection, int enabled) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, enabled, (int *)0);
}
// For the whole process, before the first connection: SQLite counts no memory, which it would do
// under a lock at each allocation.
static inline int tally_sqlite3_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// Closing the last connection leaves the write-ahead log as it is, for a file that is evidence.
static inline int tally_sqlite3_keep_wal(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

// Reads the beginning of the file of the main database through the descriptor that SQLite has open.
// Whoever opened and closed the file himself would undo the locks of every connection that this
// process has to it (<https://www.sqlite.org/howtocorrupt.html#posix_close_bug>).
static inline int tally_sqlite3_read_beginning(sqlite3 *connection, void *bytes, int count) {
    sqlite3_file *file = (sqlite3_file *)0;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK) return code;
    if (!file || !file->pMethods) return SQLITE_CANTOPEN;
    return file->pMethods->xRead(file, bytes, count, 0);
}

// The kind of file system a path is on, as statfs(2) numbers it; 0 where that cannot be told.
#ifdef __linux__
#include <sys/vfs.h>
static inline long tally_filesystem_kind(const char *path) {
    struct statfs found;
    return statfs(path, &found) == 0 ? (long)found.f_type : 0;
}
#else
static inline long tally_filesystem_kind(const char *path) { return 0; }
#endif

// Gives two files or folders each other's name in one step; 0 when it was done. The C library of some
// Linux systems has no function for renameat2(2); the flag is RENAME_EXCHANGE.
#ifdef __linux__
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
static inline int tally_exchange(const char *one, const char *other) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 2);
}
#else
#include <stdio.h>
static inline int tally_exchange(const char *one, const char *other) {
    return renamex_np(one, other, RENAME_SWAP);
}
#endif

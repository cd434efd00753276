# What a transcript can use. Everything that is said comes out in one stream.
exec 2>&1
export TALLY_ACTOR=officer:jd
FACTS=$PACKAGE/Tests/TallyTests/Published/facts.ndjson
TOOL=$(command -v tally)

# Runs the tool. A run that does not end with 0 says so, and must leave the log and its heads as they were.
tally() { checked "$TOOL" "$@"; }

# Runs the tool as somebody who owns nothing here.
stranger() {
    if [ "$(id -u)" = 0 ]; then
        checked setpriv --reuid=65534 --regid=65534 --clear-groups "$TOOL" "$@"
    else
        checked "$TOOL" "$@"
    fi
}

checked() {
    before=$(recorded)
    "$@"
    status=$?
    if [ $status -ne 0 ]; then
        [ "$before" = "$(recorded)" ] || echo "THE LEDGER WAS CHANGED"
        echo "[$status]"
    fi
    return $status
}

# What is in the ledgers here, in short.
recorded() { (PATH=/usr/bin:/bin; cat ./*.tally/log.db ./*.tally/heads 2> /dev/null | cksum); }

# Makes the ledger again: fifty-three events, the last of which publish reports.
anew() {
    rm -rf corpus.tally
    "$TOOL" init corpus.tally --from "$FACTS" > /dev/null
}

# Changes the log behind the tool's back, without its triggers, which are put back as they were.
alter() {
    python3 - "$1" << 'END'
import sqlite3, sys
log = sqlite3.connect("corpus.tally/log.db")
triggers = log.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
for name, _ in triggers: log.execute("DROP TRIGGER " + name)
log.executescript(sys.argv[1])
for _, text in triggers: log.execute(text)
log.commit()
END
}

# Makes a key without a passphrase.
key() { ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$1"; }
anew

"""The Python library eventsourcing, on its SQLite recorder.

    with_eventsourcing.py load EVENTS DB      every line of the NDJSON, a stream for each subject
    with_eventsourcing.py answer DB DAY       reads them all as notifications, folds, prints the answers

Events go in and come out as bytes, without the library's mapper and aggregates, which would only
make it slower.
"""
import collections, json, sys, uuid
from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent
import fold

BATCH = 10_000


def open_store(path):
    """An application; its recorder works for as long as it is kept."""
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path})


def load(events, path):
    store, versions, batch = open_store(path), collections.Counter(), []
    for line in open(events, "rb"):
        event = json.loads(line)
        data = event["data"]
        subject = data.get("urn") or data.get("spend") or data.get("commitment") or event["type"]
        versions[subject] += 1
        batch.append(StoredEvent(uuid.uuid5(uuid.NAMESPACE_URL, subject), versions[subject], event["type"], line))
        if len(batch) == BATCH:
            store.recorder.insert_events(batch)
            batch = []
    if batch: store.recorder.insert_events(batch)


def events(path):
    store, start = open_store(path), 1
    while page := store.recorder.select_notifications(start, BATCH):
        for notification in page: yield json.loads(notification.state)
        start = page[-1].id + 1


if sys.argv[1] == "load": load(*sys.argv[2:])
else:
    for row in fold.answers(events(sys.argv[2]), sys.argv[3]): print(*row, sep=",")

"""The Python library eventsourcing, on its SQLite recorder.

    with_eventsourcing.py load EVENTS DB      every line of the NDJSON, a stream for each subject
    with_eventsourcing.py answer DB DAY       reads them all as notifications, folds, prints the answers
    with_eventsourcing.py save FACTS DB       saves an event of an aggregate for each line; the seconds of each

Of the first two, events go in and come out as bytes, without the library's mapper and aggregates, which
would only make it slower. The third is the library as its users have it, but for the clock: it runs for
`Application.save` alone, not for loading the aggregate, which is in memory.
"""
import collections, json, sys, time, uuid
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
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


class Subject(Aggregate):
    @event("Recorded")
    def record(self, fact): self.last = fact


def save(facts, path):
    store, subjects = open_store(path), {}
    for line in open(facts, encoding="utf-8"):
        fact = json.loads(line)
        name = fact.get("urn") or fact.get("spend") or fact.get("commitment") or fact["type"]
        if name not in subjects:
            subjects[name] = Subject()
            store.save(subjects[name])
        subjects[name].record(line)
        start = time.perf_counter()
        store.save(subjects[name])
        print(time.perf_counter() - start)


if sys.argv[1] == "load": load(*sys.argv[2:])
elif sys.argv[1] == "save": save(*sys.argv[2:])
else:
    for row in fold.answers(events(sys.argv[2]), sys.argv[3]): print(*row, sep=",")

"""ledger-cli's journal: write_journal.py EVENTS DAY JOURNAL, one transaction for each payment that stands.

The journal has no corrections and no reversals, so they are applied here.
"""
import json, sys
import fold

events, day, path = sys.argv[1:]
with open(events, encoding="utf-8") as lines: story = fold.readings(map(json.loads, lines), day)
reversed_ = {data["spend"] for _, _, kind, data in story if kind == "SpendReversed"}
with open(path, "w", encoding="utf-8") as journal:
    for date, _, kind, data in story:
        if kind != "SpendRecorded" or data["spend"] in reversed_: continue
        strand, bearer = data.get("strand", "shared"), data["bornBy"]
        journal.write(f"{date.replace('-', '/')} {data['spend']}\n  Spend:{strand}  {data['amountPence']}\n"
                      f"  Borne:{bearer['kind']}:{bearer['id']}\n\n")

#!/usr/bin/env python3
"""Checks an export of a Tallystick ledger without Tallystick, from the description of the format.

Reads and hashes every event again, and compares checkpoints, proofs and the figures of engagement
reports with what the events say. Exit status: 0 all agrees, 2 wrong command line or a file that
cannot be used, 5 an alteration or a wrong figure, 6 shorter or other than a known head, 7 a
signature that is missing or wrong. Format.md of the module EventLog describes the format.
"""
import argparse, base64, decimal, glob, hashlib, json, os, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True  # what is checked is left as it was found
import engagement_figures

NAMESPACE = "tallystick-checkpoint@v1"
ENVELOPE = {"data", "key", "recordedAt", "recordedBy", "seq", "type", "v", "validFrom"}


UNUSABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class Problem(Exception):
    """Something does not agree; the first argument is the exit status it leads to."""


# ---- The export, and the tree over it


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:
    """The hashes of RFC 6962 over leaves that are only added; it knows the root of every prefix."""

    def __init__(self):
        self.levels = [[]]  # level k: the roots of the complete subtrees of 2**k leaves

    def append(self, leaf):
        node, level = sha256(b"\0", leaf), 0
        self.levels[0].append(node)
        while len(self.levels[level]) % 2 == 0:
            node = sha256(b"\1", self.levels[level][-2], node)
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(node)

    def root(self, first, end):
        """The root over leaves `first` up to `end`, a part that the RFC splits trees into."""
        count = end - first
        if count & (count - 1) == 0:
            return self.levels[count.bit_length() - 1][first // count] if count else sha256()
        middle = first + half(count)
        return sha256(b"\1", self.root(first, middle), self.root(middle, end))

    def inclusion(self, leaf, first, end):
        """The path from a leaf up to the root over `first` to `end` (section 2.1.1)."""
        if end - first == 1:
            return []
        middle = first + half(end - first)
        if leaf < middle:
            return self.inclusion(leaf, first, middle) + [self.root(middle, end)]
        return self.inclusion(leaf, middle, end) + [self.root(first, middle)]

    def consistency(self, old, first, end):
        """What shows that the tree up to `end` starts with that up to `old` (section 2.1.2)."""
        if old == end:
            return [self.root(first, end)] if first else []
        middle = first + half(end - first)
        if old <= middle:
            return self.consistency(old, first, middle) + [self.root(middle, end)]
        return self.consistency(old, middle, end) + [self.root(first, middle)]


def half(count):
    """The largest power of two below a number of leaves above 1."""
    return 1 << (count - 1).bit_length() - 1


def members(pairs):
    """The members of a JSON object, in the order of RFC 8785."""
    ordered = dict(sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass")))
    if len(ordered) != len(pairs):
        raise ValueError("a member is given twice")
    return ordered


def refuse(digits):
    raise ValueError(f"{digits} is not a whole number")


refusing = {"parse_float": refuse, "parse_constant": refuse}
decode = json.JSONDecoder(object_pairs_hook=members, **refusing).decode
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_event(line, seq):
    """The event on line `seq`, which must be the canonical form of one."""
    try:
        event = decode(line.decode())
        if encode(event).encode() + b"\n" != line:
            raise ValueError("it is not in canonical form, or its line is not ended")
        if not ENVELOPE <= set(event) <= ENVELOPE | {"reason", "source"}:
            raise ValueError("its members are not those of an event")
    except (ValueError, TypeError, RecursionError) as error:
        raise Problem(5, f"event {seq} is not as it was exported: {shown(error)}")
    if event["seq"] != seq:
        raise Problem(5, f"event {seq} is not there: its line has event {shown(event['seq'])}")
    return event


def read_export(path):
    tree, keys, events = Tree(), {}, []
    with open(path, "rb") as lines:
        for seq, line in enumerate(lines, 1):
            event = read_event(line, seq)
            if keys.setdefault(event["key"], seq) != seq:
                raise Problem(5, f"event {seq} has the key of event {keys[event['key']]}")
            tree.append(line[:-1])
            events.append((event["type"], event["v"], event["validFrom"], event["data"]))
    return tree, events


# ---- Heads that others hold


def expect_head(tree, size, root, what):
    found = len(tree.levels[0])
    if size > found:
        raise Problem(6, f"{what} is of {size} events, the export has only {found}")
    found = base64.b64encode(tree.root(0, size)).decode()
    if found != root:
        raise Problem(6, f"{what} has the root {shown(root)}, events 1 to {size} have {found}")


def expect_checkpoint(text, tree, events, what):
    """Compares the text of a checkpoint (C2SP tlog-checkpoint) with the export; gives its size."""
    origin, size, root, *rest = text.split("\n")
    if not rest or not origin or str(int(size)) != size:
        raise ValueError("a checkpoint has an origin, a size and a root, a line each")
    ours = events[0][3].get("origin", origin) if events else origin
    if origin != ours:
        raise Problem(6, f"{what} is of the log {shown(origin)}, the export of {shown(ours)}")
    expect_head(tree, int(size), root, what)
    return int(size)


def check_checkpoint(path, tree, events, signers):
    size = expect_checkpoint(read_text(path), tree, events, path)
    text = f"{path}: events 1 to {size} are those it names"
    if signers is None:
        return text + "; no signature was looked at"
    for signature in [path + ".sig"] + sorted(glob.glob(glob.escape(path) + ".*.sig")):
        text += f"\n{signature}: signed by {signer(path, signature, signers)}"
    return text


def signer(path, signature, signers):
    """Whose signature of a checkpoint a file holds, as ssh-keygen finds it."""

    def ssh(*words):
        command = ["ssh-keygen", "-Y", *words, "-s", signature, "-f", signers]
        return subprocess.run(command, input=read_text(path).encode(), capture_output=True)

    for name in ssh("find-principals").stdout.decode(errors="replace").splitlines():
        if ssh("verify", "-I", name, "-n", NAMESPACE).returncode == 0:
            return shown(name)
    raise Problem(7, f"{signature} is missing, not of these bytes, or by nobody in {signers}")


def check_proof(path, tree, events):
    """Compares a proof with the one that the export gives; there is only one of each claim."""
    head, *checkpoints = read_text(path).split("\n\n")
    form, *lines = head.split("\n")
    sizes = [
        expect_checkpoint(text.rstrip("\n") + "\n", tree, events, path)
        for text in checkpoints
        if not text.startswith("— ")  # signatures in the form of C2SP signed-note
    ]
    if form == "tallystick/consistency-proof@v1" and len(sizes) == 2 and sizes[0] <= sizes[1]:
        expected = tree.consistency(sizes[0], 0, sizes[1]) if sizes[0] else []
        claim = f"events 1 to {sizes[1]} start with events 1 to {sizes[0]}"
    elif form == "c2sp.org/tlog-proof@v1" and len(sizes) == 1:
        extra = lines.pop(0)[6:] if lines[0].startswith("extra ") else None
        seq = int(lines.pop(0).partition("index ")[2]) + 1
        if not 1 <= seq <= sizes[0]:
            raise Problem(5, f"{path}: event {seq} is not among the {sizes[0]} of its checkpoint")
        if extra and sha256(b"\0", base64.b64decode(extra)) != tree.levels[0][seq - 1]:
            raise Problem(5, f"{path}: what it says event {seq} is, the export does not")
        expected = tree.inclusion(seq - 1, 0, sizes[0])
        claim = f"event {seq}, {shown(events[seq - 1][0])}, is among events 1 to {sizes[0]}"
    else:
        raise ValueError("it is neither a c2sp.org/tlog-proof@v1 nor a consistency proof")
    if lines != [base64.b64encode(node).decode() for node in expected]:
        raise Problem(5, f"{path}: it does not prove that {claim}")
    return f"{path}: {claim}"


# ---- Reports


def check_report(path, tree, events, groups):
    """Works the figures of a report out again, and compares its bytes with what was published."""
    with open(path, "rb") as file:
        content = file.read()
    digest, text = hashlib.sha256(content).hexdigest(), ""
    for seq, (kind, _, _, data) in enumerate(events, 1):
        if kind == "ReportPublished" and data.get("sha256") == digest:
            text += f"{path}: its bytes are those published by event {seq}\n"
    if text and not content.startswith(b"{"):
        return text + f"{path}: it is not JSON, so its figures were not worked out"
    report = json.loads(content, parse_float=decimal.Decimal)
    known = report["knownAt"]["seq"]
    expect_head(tree, known, report["head"]["root"], path)
    if report["schema"] != "tally/report/engagement/1":
        return text + f"{path}: from events 1 to {known}; such figures are not worked out here"
    try:
        found = engagement_figures.of(report, events, groups)
    except engagement_figures.Unknown as unknown:
        raise Problem(2, f"{path}: {shown(unknown)}")
    wrong = []
    for part, stated, figures in found:
        for name, value in stated.items():
            agrees = name in figures and figures[name] == value
            says = "as the events say" if agrees else f"but the events say {figures.get(name)}"
            line = f"{path}: {shown(name + part)} is {shown(value)}, {says}"
            wrong += [] if agrees else [line]
            text += line + "\n" if agrees and not part else ""
    if wrong:
        raise Problem(5, f"{path}: these figures are not what the events say:\n" + "\n".join(wrong))
    return text + f"{path}: it agrees in all its rows of figures, {len(found)}"


# ---- The command line


def shown(value):
    """A value from a file, in characters that cannot move a terminal's cursor."""
    return str(value).encode("unicode_escape").decode()


def read_text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def read_groups(path):
    """The group of each type of school; nothing when no file is named and none is in its place."""
    place = os.path.join(sys.path[0], "definitions/school-types.json")
    if path or os.path.exists(place):
        groups = json.loads(read_text(path or place))
        return {kind: group for group, kinds in groups.items() for kind in kinds}
    return None


def main(words):
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("export", metavar="EXPORT.ndjson", help="what 'tally export' wrote")
    for name, text in [
        ("--checkpoint", "checkpoints that others hold"),
        ("--proof", "proofs of inclusion or of consistency"),
        ("--report", "reports: the figures of engagement reports as JSON are worked out again"),
    ]:
        parser.add_argument(name, nargs="+", action="extend", default=[], metavar="FILE", help=text)
    parser.add_argument("--signers", metavar="FILE", help="who may sign, as ssh-keygen has it")
    parser.add_argument("--types", metavar="FILE", help="the types of school, by group")
    given = parser.parse_args(words)
    statuses = {0}

    def run(check, *arguments):
        try:
            return check(*arguments)
        except Problem as problem:
            statuses.add(problem.args[0])
            print(f"NO: {problem.args[1]}")
        except UNUSABLE as error:
            statuses.add(2)
            print(f"NO: {arguments[0]} cannot be used: {type(error).__name__} {shown(error)}")

    export = run(read_export, given.export)
    if export:
        tree, events = export
        print(f"Events 1 to {len(events)}: in order, in canonical form, each key once")
        print(f"Root: {base64.b64encode(tree.root(0, len(events))).decode()}")
        groups = run(read_groups, given.types)
        checks = [(check_checkpoint, path, given.signers) for path in given.checkpoint]
        checks += [(check_proof, path) for path in given.proof]
        checks += [(check_report, path, groups) for path in given.report]
        for check, path, *more in checks:
            text = run(check, path, tree, events, *more)
            if text:
                print(text)
    return next(status for status in (5, 6, 7, 2, 0) if status in statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

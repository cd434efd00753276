"""What scripts/bench and scripts/bench-peers share: running a program, and the ledger measured."""
import hashlib, os, pathlib, resource, shutil, subprocess, sys, tempfile, time

here = pathlib.Path(__file__).resolve().parent
name = pathlib.Path(sys.argv[0]).name
AS_OF = "2025-08-31"  # the last day of the generated ledger


def say(sentence): print(f"{name}: {sentence}", file=sys.stderr, flush=True)


def expect_build(*programs):
    for program in programs:
        if not os.access(program, os.X_OK):
            product = pathlib.Path(program).name
            sys.exit(f"{name}: no release build; run: swift build -c release --product {product} --static-swift-stdlib")


# --------------------------------------------------------------------------- running one process
# A child's peak counts the process that starts it, until it becomes the program. So these scripts keep
# little in memory, and `memory_text` does not tell less than they have.
def run(words, scratch, expects=0, into=None):
    """Runs a program; returns its seconds, its peak memory in MB, and what it printed (or prints `into` a file)."""
    out, talk = into or os.path.join(scratch, "stdout"), os.path.join(scratch, "stderr")
    creating = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [(os.POSIX_SPAWN_OPEN, 1, out, creating, 0o600), (os.POSIX_SPAWN_OPEN, 2, talk, creating, 0o600)]
    environment = {key: value for key, value in os.environ.items() if key != "TALLY_LEDGER"}
    environment |= {"TALLY_ACTOR": "officer:bench", "PYTHONDONTWRITEBYTECODE": "1"}
    words = [shutil.which(words[0]) or words[0], *words[1:]]
    start = time.perf_counter()
    process = os.posix_spawn(words[0], words, environment, file_actions=files)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    printed = "" if into else pathlib.Path(out).read_text("utf-8")
    if expects is not None and code != expects:
        sys.exit(f"{name}: {' '.join(words)} exits {code}: {pathlib.Path(talk).read_text('utf-8').strip()}")
    return seconds, usage.ru_maxrss / 1024, printed if code == 0 else None


# ------------------------------------------------------------- the ledger, made once for each size
def cache_folder(events, given):
    """Where the ledger of this size is kept: named by the generator too, so that a change makes another."""
    made_by = hashlib.sha256((here / "make-bench-ledger").read_bytes()).hexdigest()[:8]
    return pathlib.Path(given or tempfile.gettempdir()) / f"tally-bench-{events}-{made_by}"


def prepare(tally, events, folder):
    """The file of facts and the ledger made from it; both are used again if they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    facts, ledger = folder / "facts.ndjson", folder / "bench.tally"
    if not facts.exists():
        say(f"making {events:,} facts in {folder}")
        subprocess.run([here / "make-bench-ledger", str(events), f"{facts}.part"], check=True)
        os.rename(f"{facts}.part", facts)
    status = [tally, "--ledger", str(ledger), "projections", "status"]
    if not ledger.exists() or run(status, str(folder), expects=None)[2] is None:
        say("making the ledger from them")
        shutil.rmtree(ledger, ignore_errors=True)
        run([tally, "init", str(ledger), "--from", str(facts)], str(folder))
        run([tally, "--ledger", str(ledger), "projections", "rebuild"], str(folder))
    return facts, ledger


class SingleAppends:
    """The last facts of the file, recorded one by one in a ledger that was made of all others."""
    def __init__(self, tally, appender, facts, events, folder, scratch, count, rounds):
        self.appender, self.scratch, self.round = appender, scratch, 0
        held = count * rounds
        kept = folder / f"without-{held}.tally"
        before = os.path.join(scratch, "before.ndjson")
        with open(facts, "rb") as lines, open(before, "wb") as file:
            for _ in range(events - held): file.write(next(lines))
            for number in range(rounds):
                with open(self.file(number), "wb") as turn:
                    for _ in range(count): turn.write(next(lines))
        if not (kept / "heads").exists():
            say(f"making a ledger of all but {held:,} of them")
            shutil.rmtree(kept, ignore_errors=True)
            run([tally, "init", str(kept), "--from", before], scratch)
        os.remove(before)
        self.ledger = os.path.join(scratch, "single.tally")
        shutil.copytree(kept, self.ledger)

    def file(self, number): return os.path.join(self.scratch, f"single-{number}.ndjson")

    def turn(self):
        """Records those of one round, each in a transaction of its own; returns the seconds of each."""
        _, _, printed = run([self.appender, self.ledger, self.file(self.round)], self.scratch)
        self.round += 1
        return [float(line) for line in printed.split()]


# ------------------------------------------------------------------------------------------ telling
def time_text(seconds): return f"{seconds:8.3f} s " if seconds >= 1 else f"{seconds * 1000:8.3f} ms"


def memory_text(peak):
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + 1
    return " " * 8 if peak is None else f"{peak:8.0f}" if peak > floor else f"{f'<{floor}':>8}"


def machine(tally, folder, sqlite=None):
    """What the figures are of: without it they mean nothing."""
    def said(*words):
        try: return subprocess.run(words, capture_output=True, text=True, cwd=here).stdout.strip() or "unknown"
        except OSError: return "unknown"
    models = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "cpu": models[0] if models else "unknown", "cores": os.cpu_count(), "memoryGB": round(memory, 1), "kernel": os.uname().release,
        "load": f"{os.getloadavg()[0]:.1f} before the run",
        "disk": said("findmnt", "-n", "-o", "FSTYPE", "-T", folder),
        "sqlite": said(*([sqlite, "version"] if sqlite else ["sqlite3", "--version"])).split()[0],
        "swift": said("swift", "--version").splitlines()[0],
        "tally": said(tally, "--version") + (", dynamic" if "libswiftCore" in said("ldd", tally) else ", static"),
        "commit": said("git", "rev-parse", "--short", "HEAD")}

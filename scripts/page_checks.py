"""What browser-test and format-test share: how tools are found, and how findings are told."""

import os
import shutil
import subprocess
import sys
import tempfile


class Findings:
    """What was looked at, and what was not as it should be."""

    def __init__(self):
        self.checks = 0
        self.failures = []

    def expect(self, is_right, what):
        self.checks += 1
        if not is_right:
            self.failures.append(what)
            print("NOT AS IT SHOULD BE: " + what, flush=True)

    def finish(self):
        print(f"{self.checks} checks, {len(self.failures)} not as they should be")
        sys.exit(1 if self.failures else 0)


def install(packages, program):
    """Installs packages of Debian unless `program` is there, and tries once more when that fails."""
    if shutil.which(program):
        return
    root = [] if os.geteuid() == 0 else ["sudo"]
    commands = [
        root + ["apt-get", "update", "-qq"],
        root + ["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + packages,
    ]
    for attempt in range(2):
        done = [subprocess.run(command, stdout=subprocess.DEVNULL).returncode for command in commands]
        if done[-1] == 0 and shutil.which(program):
            return
    sys.exit(f"{' '.join(packages)} could not be installed")


def install_python(modules):
    """Installs the Python packages whose modules are missing: a table of module and package."""
    missing = []
    for module, package in modules.items():
        try:
            __import__(module)
        except ImportError:
            missing.append(package)
    if missing:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--break-system-packages"] + missing,
            check=True)


def find_tally():
    """The executable: $TALLY, or the release build, made now."""
    if os.environ.get("TALLY"):
        return os.path.abspath(os.environ["TALLY"])
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    build = ["swift", "build", "-c", "release", "--product", "tally", "--package-path", package]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run(build + ["--show-bin-path"], check=True, capture_output=True, text=True)
    return folder.stdout.strip() + "/tally"


class Desk:
    """A folder of its own, with a ledger, in which commands are typed."""

    def __init__(self, tally):
        self.tally = tally
        self.folder = tempfile.mkdtemp(prefix="tally-pages-")
        self.ledger = self.path("ledger.tally")

    def path(self, name):
        return os.path.join(self.folder, name)

    def type(self, *words, talk=False):
        run = subprocess.run(
            [self.tally, *words], cwd=self.folder, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "HOME": self.folder, "TALLY_LEDGER": self.ledger,
                 "TALLY_ACTOR": "officer:test"})
        if run.returncode != 0:
            raise SystemExit(f"tally {' '.join(words)}: {run.stderr}")
        return run.stdout

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

"""The design, held by reading the code: directions, homes, doors, sizes.

Every rule is a function from a module to what breaks it, and every failure names the
rule. The last tests show each rule a module that breaks it.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pytest

from tests.whole import ROOT, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


# The picture, from the ground up: a module may import from its own floor or one below.
FLOORS: Final = (
    words("""
    frozen problems memo names aside shipped ways calendars dates moment cadence mark
    canvas owned snapshot choices habits extras mistyped settings switches lineage
    toolkit.registry
    """),
    words("notes.contact notes.headings notes.codeblocks"),
    words("""
    notes.blocks notes.flat notes.loglines notes.masking notes.linking book.written
    """),
    words("notes.stated"),
    words("""
    notes.mending notes.fences notes.foreign notes.frontmatter notes.markdown
    notes.links
    """),
    words("notes.note notes.canvases notes.moved"),
    words("insertion notes.prose notes.alike notes.packing toolkit.adding"),
    words("filling between"),
    words("""
    book.scalars book.properties book.meanings book.values book.topics
    book.topic_notes book.schema obsidian
    """),
    words("book.kinds book.daily book.conflict book.widened"),
    words("""
    book.people book.encounters book.forms book.who book.doubts book.acquaintances
    book.said book.lines book.spelt
    """),
    words(
        "book.events book.introductions book.opportunities book.profile book.sharing"
    ),
    words("""
    book.open_ends book.logbook book.naming book.amiss book.shelf book.private
    book.resembling book.twice book.twins book.splicing
    """),
    words("book.book"),
    words("""
    book.mentioned book.reshelving book.gathering book.lists book.spelled book.turnover
    book.rereading book.steps book.following
    """),
    words("survey"),
    words("""
    privacy.ordinary privacy.spelling privacy.hiding privacy.withheld privacy.facts
    """),
    words("""
    privacy.shape privacy.secret privacy.decided privacy.everybody privacy.veil
    privacy.privacy
    """),
    words("""
    network.edges network.rhythm network.indexes network.closeness
    network.adjacency network.readers network.ranking network.dealing
    network.remembering network.network network.watched network.connect
    network.follow network.trail network.memory
    """),
    words("""
    findings.called findings.heard
    findings.answers findings.reasons findings.silence findings.offers
    findings.needs findings.named findings.given findings.pairs findings.thanked
    findings.trees findings.joins findings.gifts findings.gatherings
    """),
    words("insights"),
    words("desk pages"),
    words("toolkit.kinds toolkit.ours"),
    words("standing changes captures consent letters interop"),
    words("build edition guests known inlays parsing sources templated"),
    words("vault inspect"),
    words("toolkit.wire toolkit.fence toolkit.packages toolkit.answers"),
    words("toolkit.given toolkit.process"),
    words("toolkit.asking toolkit.worker toolkit.printing"),
    words("toolkit.crew opened"),
    words("""
    daemon.patience daemon.belief daemon.differing daemon.holding daemon.paranoia
    daemon.notify daemon.service
    """),
    words("daemon.hints daemon.regenerate daemon.supervisor"),
    words("daemon.listening"),
    words("daemon.watch daemon.journal daemon.status"),
    words("daemon.record"),
    words("cli unchanged"),
    words("__main__"),
)
GROUPS: Final = frozenset(
    {"notes", "book", "privacy", "network", "findings", "toolkit", "daemon"}
)
"""Packages whose parts stand on floors of their own; any other is one module here."""
FACE: Final = "__init__"  # lazy: it imports nothing until it is asked
FLOOR: Final = {name: n for n, floor in enumerate(FLOORS) for name in floor}

HOMES: Final[Mapping[str, str]] = {
    "babel": "calendars",
    "click": "cli",
    "ctypes": "vault",
    "frontmatter": "notes.frontmatter",
    "jinja2": "pages",
    "msgspec": "frozen",
    "markupsafe": "pages",
    "networkx": "network.network",
    "platformdirs": "vault",
    "rapidfuzz": "book.spelt",
    "snowballstemmer": "book.topics",
    "watchdog": "daemon.hints",
    "yaml": "notes.frontmatter",
}
LATE: Final = frozenset(
    words("babel ctypes jinja2 markupsafe networkx platformdirs rapidfuzz watchdog")
)
DOORS: Final = frozenset({"vault", "shipped"})
CLOCKS: Final = frozenset({"cli", "opened", "unchanged"})

DISK_MODULES: Final = frozenset(
    {"fcntl", "glob", "io", "mmap", "os", "shutil", "sqlite3", "tempfile"}
)
NO_DISK: Final = frozenset(
    {"os._exit", "os.environ", "os.getpid", "io.BytesIO"}
    | {f"os.O_{name}" for name in ("APPEND", "CREAT", "RDWR", "TRUNC", "WRONLY")}
)
"""What `os` and `io` have of this process, and of no file."""
DISK_CALLS: Final = frozenset(
    words("""
    open read_text read_bytes write_text write_bytes unlink mkdir rmdir touch
    iterdir rglob symlink_to hardlink_to chmod stat lstat is_file is_dir
    is_symlink readlink samefile
    FileHandler RotatingFileHandler TimedRotatingFileHandler WatchedFileHandler
""")
)
CLOCK_CALLS: Final = frozenset(
    words("""
    date.today datetime.today datetime.now datetime.utcnow time.time
    time.monotonic time.perf_counter time.localtime time.gmtime time.strftime
    time.time_ns time.monotonic_ns
""")
)
NEVER: Final = frozenset(
    words("""
    asyncio asyncore ftplib http imaplib nntplib poplib random requests secrets
    smtplib socketserver ssl telnetlib urllib urllib3 uuid webbrowser xmlrpc
""")
)
ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    # Tells systemd, on this machine, that the daemon is ready and alive.
    "socket": ("daemon.notify",),
    # Asks systemd, launchd or the task scheduler to start the daemon; begins the
    # process, Python itself, that the code of enabled plugins runs in.
    "subprocess": ("daemon.supervisor", "toolkit.process"),
}
"""What could send something, and the modules that may have it, for a reason."""
LOCAL_SOCKETS: Final = frozenset(words("socket AF_UNIX SOCK_DGRAM"))
"""All that may be used of sockets: none that reaches another machine."""
SENDING: Final = frozenset(
    words("""
    SocketHandler DatagramHandler SysLogHandler SMTPHandler HTTPHandler
    create_connection create_server getaddrinfo system popen startfile
    execv execve execvp execvpe posix_spawn spawnv spawnl
""")
)
PROGRAMS: Final = frozenset(words("systemctl launchctl schtasks"))
URL_TEXT: Final = "urllib.parse"  # text alone, no network
NO_NAMES: Final = frozenset(
    words("""
    base common handler handlers helper helpers manager managers misc processor
    processors service_layer services shared util utils
""")
)
MODULE_LINES: Final = 350
FUNCTION_LINES: Final = 40


@dataclass(frozen=True)
class Import:
    """One import: the dotted name, where it stands and whether it is there to run."""

    name: str
    line: int
    late: bool
    typing: bool

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Module:
    """A module of vaultkit as text."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """Its name on a floor: `insights.help` stands on the floor of `insights`."""
        return floor_of(self.path.removesuffix(".py").split("/"))

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(walk(self.tree, late=False, typing=False))


def floor_of(parts: list[str]) -> str:
    """Return where the module of this dotted name stands: `book.who`, `cli`."""
    if parts[0] in GROUPS and parts[1:] and parts[1] != FACE:
        return ".".join(parts[:2])
    return parts[0]


def walk(node: ast.AST, *, late: bool, typing: bool) -> Iterator[Import]:
    """Yield every import below a node."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, node.lineno, late, typing)
    elif isinstance(node, ast.ImportFrom):
        source = node.module or ""
        for alias in node.names:
            yield Import(f"{source}.{alias.name}", node.lineno, late, typing)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for inner in node.body:
            yield from walk(inner, late=late, typing=True)
    else:
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, late=late or inside, typing=typing)


def own(imported: Import) -> str:
    """Return the floor name of a module of ours that is imported, or ""."""
    parts = imported.name.split(".")
    if parts[0] != "vaultkit":
        return ""
    name = floor_of(parts[1:]) if parts[1:] else FACE
    return name if name in NAMES else FACE


def direction(module: Module) -> Iterator[str]:
    """One direction: a module imports from its own floor or from below."""
    if module.name == FACE or module.name in GROUPS:
        return
    if module.name not in FLOOR:
        yield f"{module.path} stands on no floor: add it to FLOORS and architecture.md"
        return
    for found in module.imports:
        name = own(found)
        # A package and its own parts are one module here.
        if name != module.name and FLOOR.get(name, -1) > FLOOR[module.name]:
            yield f"{module.path}:{found.line} imports {name}, which is above it"


def siblings(module: Module) -> Iterator[str]:
    """Insights never import each other."""
    if module.name != "insights" or module.path.endswith("__init__.py"):
        return
    for found in module.imports:
        parts = found.name.split(".")
        insight = ROOT / "vaultkit/insights" / f"{'.'.join(parts[2:3])}.py"
        if parts[:2] == ["vaultkit", "insights"] and insight.exists():
            yield f"{module.path}:{found.line} imports the insight {parts[2]}"


def homes(module: Module) -> Iterator[str]:
    """One home per library; heavy ones are imported inside functions."""
    for found in module.imports:
        package = found.package
        if package in sys.stdlib_module_names or package == "vaultkit":
            continue
        home = HOMES.get(package)
        if home is None:
            yield f"{module.path}:{found.line} imports {package}, which has no home"
        elif home != module.name:
            yield f"{module.path}:{found.line} imports {package}, at home in {home}.py"
        elif package in LATE and not (found.late or found.typing):
            yield f"{module.path}:{found.line} imports {package} early: do it late"


def disk(module: Module) -> Iterator[str]:
    """One door to the disk: vault.py (and shipped.py for what is ours)."""
    if module.name in DOORS:
        return
    for found in module.imports:
        if found.name in NO_DISK:
            continue
        if found.package in DISK_MODULES and not found.typing:
            yield f"{module.path}:{found.line} imports {found.package}: only vault.py"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in DISK_CALLS:
            yield f"{module.path}:{node.lineno} calls {called(node)}(): only vault.py"


def called(node: ast.Call) -> str:
    """Return the last word of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def clock(module: Module) -> Iterator[str]:
    """The day is an argument: only the command reads the clock."""
    if module.name in CLOCKS:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            words = ast.unparse(node).split(".")[-2:]
            if ".".join(words) in CLOCK_CALLS:
                yield f"{module.path}:{node.lineno} reads {'.'.join(words)}: only cli"


def nothing_sent(module: Module) -> Iterator[str]:
    """Nothing is sent and nothing is left to chance."""
    for found in module.imports:
        if found.package in NEVER and not found.name.startswith(URL_TEXT):
            yield f"{module.path}:{found.line} imports {found.package}: never"
        allowed = ONLY.get(found.package, (module.name,))
        if module.name not in allowed:
            yield f"{module.path}:{found.line} imports {found.package}: only {allowed}"
        if found.package in ONLY and found.name != found.package:
            yield f"{module.path}:{found.line} imports from {found.package}: name it"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in SENDING:
            yield f"{module.path}:{node.lineno} calls {called(node)}(): never"


def local_sockets(module: Module) -> Iterator[str]:
    """A socket reaches this machine alone."""
    if module.name not in ONLY["socket"]:
        return
    known: set[ast.AST] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in LOCAL_SOCKETS:
            known.add(node.value)
        elif isinstance(node, ast.Name) and node.id == "socket" and node not in known:
            yield f"{module.path}:{node.lineno} uses what else there is of sockets"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "socket.socket":
            family = ast.unparse(node.args[0]) if node.args else "the usual family"
            if family != "socket.AF_UNIX":
                yield f"{module.path}:{node.lineno} makes a socket of {family}"


def sizes(module: Module) -> Iterator[str]:
    """Small things: modules up to 350 lines, functions up to 40."""
    lines = module.text.count("\n")
    if lines > MODULE_LINES:
        yield f"{module.path} has {lines} lines; {MODULE_LINES} is the limit"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                where = f"{module.path}:{node.lineno} {node.name}"
                yield f"{where} has {length} lines; {FUNCTION_LINES} is the limit"


def opening(module: Module) -> Iterator[str]:
    """A module opens with one sentence; its name says what it keeps."""
    first = (ast.get_docstring(module.tree) or "").partition("\n")[0]
    if not first.endswith((".", ":")):
        yield f"{module.path} does not open with one plain sentence"
    words = set(module.path.removesuffix(".py").split("/"))
    if words & NO_NAMES:
        yield f"{module.path} has a name that says nothing: {words & NO_NAMES}"


RULES: Final = (
    direction,
    siblings,
    homes,
    disk,
    clock,
    nothing_sent,
    local_sockets,
    sizes,
    opening,
)


def modules() -> dict[str, Module]:
    top = ROOT / "vaultkit"
    files = (p for p in sorted(top.rglob("*.py")) if "_shipped" not in p.parts)
    paths = ((p.relative_to(top).as_posix(), p.read_text("utf-8")) for p in files)
    return {path: Module(path, text) for path, text in paths}


MODULES: Final = modules()
NAMES: Final = {module.name for module in MODULES.values()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Callable[[Module], Iterator[str]]) -> None:
    broken = [breach for module in MODULES.values() for breach in rule(module)]
    assert broken == [], f"{rule.__doc__}\n" + "\n".join(broken)


def test_no_module_imports_itself_in_a_circle() -> None:
    """Imports that run when a module loads form no circle."""
    arrows: dict[str, set[str]] = {}
    for module in MODULES.values():
        towards = arrows.setdefault(module.name, set())
        for found in module.imports:
            name = own(found)
            if not (found.late or found.typing) and name not in {module.name, FACE}:
                towards.update({name} & NAMES)
    seen: set[str] = set()
    while ready := {name for name in arrows.keys() - seen if arrows[name] <= seen}:
        seen |= ready
    assert seen == arrows.keys(), f"a circle among {sorted(arrows.keys() - seen)}"


def test_the_architecture_page_names_every_module() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    parts = {re.sub(r"/.*", "/", path) for path in MODULES if path[0] != "_"}
    missing = sorted(part for part in parts if f"`{part}`" not in page)
    assert missing == [], "docs/architecture.md says what each module is"


BREACHES: Final[Mapping[Callable[[Module], Iterator[str]], Module]] = {
    direction: Module("notes/note.py", "from vaultkit.book import book\n"),
    homes: Module("book/book.py", "import networkx\n"),
    disk: Module("pages.py", "def f(p):\n    return p.read_text()\n"),
    clock: Module("book/book.py", "from datetime import date\nday = date.today()\n"),
    nothing_sent: Module("cli/build.py", "import urllib.request\n"),
    local_sockets: Module("daemon/notify.py", "import socket\nsocket.socket()\n"),
    sizes: Module("book/book.py", "def f():\n" + "    f()\n" * 41),
    opening: Module("utils.py", '"""Tools."""\n'),
    siblings: Module("insights/mend.py", "from vaultkit.insights import help\n"),
}


@pytest.mark.parametrize("rule", BREACHES, ids=lambda rule: rule.__name__)
def test_the_rule_sees_a_breach(rule: Callable[[Module], Iterator[str]]) -> None:
    assert list(rule(BREACHES[rule]))


def test_a_late_library_may_not_come_early() -> None:
    early = Module("network/network.py", "import networkx\n")
    late = Module("network/network.py", "def graph():\n    import networkx\n")
    assert list(homes(early))
    assert not list(homes(late))


@pytest.mark.parametrize(
    "line",
    [
        "way = socket.socket()",
        "way = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "way = socket.create_connection((where, 80))",
        "way = socket.socket(getattr(socket, family))",
        "way = getattr(socket, family)",
        "from socket import AF_INET",
        "import urllib.request",
    ],
)
def test_the_one_socket_reaches_no_other_machine(line: str) -> None:
    local = "import socket\nway = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
    assert not breaches(Module("daemon/notify.py", local))
    assert breaches(Module("daemon/watch.py", local))
    assert breaches(Module("daemon/notify.py", f"{local}{line}\n"))


def breaches(module: Module) -> list[str]:
    return [*nothing_sent(module), *local_sockets(module)]


def test_a_log_goes_to_no_other_machine() -> None:
    text = "import logging.handlers\nlogging.handlers.HTTPHandler(where, '/')\n"
    assert list(nothing_sent(Module("vault/state.py", text)))

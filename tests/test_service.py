"""What systems are told, read back as each of them reads it."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_cli import ran, says
from vaultkit.daemon import service, supervisor
from vaultkit.daemon.service import SYSTEMS, Service, Step
from vaultkit.problems import ServiceFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PYTHON: Final = "/opt/my tools/100% $HOME/bin/python"
ROOTS: Final = (
    "/home/ana/notes",
    "/home/ana/My Notes",
    '/home/ana/"quoted" & <b>it\'s</b>',
    "/home/ana/100% $HOME ${HOME} $$ %h %%",
    "/home/ana/back\\slash\\",
    "/home/ana/ends in \\",
    "/home/ana/Übersicht 人々 😀",
    "/home/ana/-rf; rm #x",
    "/",
)
PATHS: Final = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    st.binary(min_size=1).map(lambda name: os.fsdecode(name.replace(b"\0", b"-"))),
).map(lambda name: f"/home/{name}")
NS: Final = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def a_service(root: str, **more: str) -> Service:
    program = (PYTHON, "-P", "-m", "vaultkit")
    return Service(root=root, program=program, environment=more, user=r"HOME\ana")


# --- names ---------------------------------------------------------------------------


@given(PATHS)
def test_a_name_is_plain_and_of_one_path(root: str) -> None:
    name = a_service(root).name
    assert re.fullmatch(r"vaultkit-[a-z0-9-]{1,24}-[0-9a-f]{8}", name)
    assert a_service(root).name == name
    assert a_service(f"{root}x").name != name


@pytest.mark.parametrize(
    ("root", "said"),
    [
        ("/home/ana/My Notes", "my-notes"),
        ("/home/ana/Übersicht", "ubersicht"),
        ("/home/ana/人々", "vault"),
        (r"C:\Users\Ana\Notes", "notes"),
        ("/srv/one\\two/", "one-two"),
        ("/", "vault"),
    ],
)
def test_a_name_says_which_vault_it_is(root: str, said: str) -> None:
    assert a_service(root).name.startswith(f"vaultkit-{said}-")


# --- systemd -------------------------------------------------------------------------


def unit(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return a unit's sections as systemd reads them: lines, joined by a backslash."""
    found: dict[str, list[tuple[str, str]]] = {}
    here: list[tuple[str, str]] = []
    for line in re.sub(r"\\\n\s*", " ", text).split("\n"):
        if re.match(r"\s*([#;]|$)", line):
            continue
        if head := re.fullmatch(r"\[(\w+)\]", line):
            here = found.setdefault(head[1], [])
        else:
            key, sign, value = line.partition("=")
            assert sign
            assert re.fullmatch(r"[A-Z][A-Za-z]+", key)
            here.append((key, value.strip()))
    return found


_ESCAPES: Final = {"\\": "\\", '"': '"', "n": "\n", "t": "\t"}


def unit_words(value: str, *, command: bool) -> list[str]:
    """Return the words of a value, as systemd reads and, in the end, runs them."""
    words: list[bytes] = []
    rest = value
    while rest:
        found = re.match(r'"((?:[^"\\]|\\.)*)"(?: |$)', rest)
        assert found, rest
        words.append(b"".join(_unescaped(found[1])))
        rest = rest[found.end() :]
    texts = []
    for number, word in enumerate(words):
        text = word.decode("utf-8", "surrogateescape")
        assert "%" not in text.replace("%%", ""), "a specifier"
        text = text.replace("%%", "%")
        if command and number:
            assert "$" not in text.replace("$$", ""), "a variable"
            text = text.replace("$$", "$")
        texts.append(text)
    return texts


def _unescaped(text: str) -> Iterator[bytes]:
    for part in re.finditer(r"\\x([0-9a-f]{2})|\\(.)|([^\\]+)", text, re.DOTALL):
        if part[1]:
            yield bytes([int(part[1], 16)])
        elif part[2]:
            yield _ESCAPES[part[2]].encode()
        else:
            yield part[3].encode()


@given(PATHS)
def test_systemd_reads_the_command_that_was_meant(root: str) -> None:
    told = a_service(root, XDG_STATE_HOME=root)
    text = service.systemd(told)
    text.encode()
    lines = dict(unit(text)["Service"])
    assert unit_words(lines["ExecStart"], command=True) == list(told.command)
    pairs = unit_words(lines["Environment"], command=False)
    assert pairs == [f"XDG_STATE_HOME={root}"]


@pytest.mark.parametrize("root", ROOTS)
def test_systemd_itself_takes_the_unit(tmp_path: Path, root: str) -> None:
    told = Service(
        root=root,
        program=(sys.executable, "-P", "-m", "vaultkit"),
        environment={"XDG_STATE_HOME": root},
    )
    file = tmp_path / f"{told.name}.service"
    file.write_text(service.systemd(told), "utf-8")
    read = unit(file.read_text("utf-8"))
    assert set(read) == {"Unit", "Service", "Install"}
    assert dict(read["Service"])["Type"] == "notify"
    if shutil.which("systemd-analyze") is None:  # what is read above is all there is
        return
    done = verified(file)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    dump = verified(file, SYSTEMD_LOG_LEVEL="debug")
    (found, *_) = re.findall(r"^\s*Command Line: (.*)$", dump.stdout, re.MULTILINE)
    assert shell_words(found) == list(told.command)


def shell_words(line: str) -> list[str]:
    """Return the words of a line, quoted as for a shell; `$$` will be one `$`."""
    words = (quoted or bare for quoted, bare in _SHELL.findall(line))
    return [re.sub(r"\\(.)", r"\1", word).replace("$$", "$") for word in words]


_SHELL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def verified(file: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Return what systemd says of a unit, of whatever user and machine."""
    run = file.parent / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    return subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(run), "LC_ALL": "C.UTF-8", **more},
    )


def test_a_unit_asks_for_nothing_that_needs_a_namespace() -> None:
    keys = {key for key, _ in unit(service.systemd(a_service("/notes")))["Service"]}
    assert {"NoNewPrivileges", "RestrictAddressFamilies", "WatchdogSec"} <= keys
    private = {"PrivateNetwork", "PrivateTmp", "ProtectSystem", "ReadWritePaths"}
    assert keys.isdisjoint(private)


# --- launchd -------------------------------------------------------------------------


def texts(value: object) -> bool:
    """Return whether a value is text, or a list of texts."""
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) for one in several)


def seconds(value: object) -> bool:
    """Return whether a value is a number of seconds, and no boolean."""
    return type(value) is int and value >= 0


# What launchd.plist(5) says of the keys that an agent of ours has.
KEYS: Final[dict[str, Callable[[object], bool]]] = {
    "Label": lambda value: isinstance(value, str),
    "ProgramArguments": lambda value: isinstance(value, list) and texts(value),
    "RunAtLoad": lambda value: isinstance(value, bool),
    "KeepAlive": lambda value: value in ({"SuccessfulExit": False}, True, False),
    "ThrottleInterval": seconds,
    "ExitTimeOut": seconds,
    "EnvironmentVariables": lambda value: (
        isinstance(value, dict) and texts([*value, *value.values()])
    ),
}


@pytest.mark.parametrize("root", ROOTS)
def test_launchd_reads_the_command_that_was_meant(root: str) -> None:
    told = a_service(root, XDG_STATE_HOME=root)
    agent = plistlib.loads(service.launchd(told))
    assert agent["ProgramArguments"] == list(told.command)
    assert agent["Label"] == told.name
    assert agent["EnvironmentVariables"] == {"XDG_STATE_HOME": root}
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert [key for key, value in agent.items() if not KEYS[key](value)] == []
    assert "EnvironmentVariables" not in plistlib.loads(
        service.launchd(a_service(root))
    )


# --- the Task Scheduler --------------------------------------------------------------

# The parts of the schema that a task of ours uses: what may stand in what. A tuple is
# a sequence, in this order; a set is in any.
SCHEMA: Final[dict[str, tuple[str, ...] | set[str]]] = {
    "Task": {
        *("RegistrationInfo", "Triggers", "Principals", "Settings", "Data"),
        "Actions",
    },
    "RegistrationInfo": {
        *("URI", "SecurityDescriptor", "Source", "Date", "Author", "Version"),
        *("Description", "Documentation"),
    },
    "Triggers": {"LogonTrigger"},
    "LogonTrigger": (
        *("Enabled", "StartBoundary", "EndBoundary", "Repetition"),
        *("ExecutionTimeLimit", "UserId", "Delay"),
    ),
    "Repetition": {"Interval", "Duration", "StopAtDurationEnd"},
    "Principals": {"Principal"},
    "Principal": {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
    "Settings": {
        *("AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy"),
        *("DisallowStartIfOnBatteries", "StopIfGoingOnBatteries"),
        *("AllowHardTerminate", "StartWhenAvailable", "NetworkProfileName"),
        *("RunOnlyIfNetworkAvailable", "WakeToRun", "Enabled", "Hidden"),
        *("DeleteExpiredTaskAfter", "IdleSettings", "NetworkSettings"),
        *("ExecutionTimeLimit", "Priority", "RunOnlyIfIdle"),
    },
    "Actions": {"Exec"},
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
}
NEEDED: Final = {
    "Task": {"Actions", "Principals"},  # which the context of the actions names
    "Repetition": {"Interval"},
    "Principals": {"Principal"},
    "Actions": {"Exec"},
    "Exec": {"Command"},
}
VALUES: Final = {
    "Enabled": "true|false",
    "Interval": r"PT\d+[MH]",
    "ExecutionTimeLimit": r"PT\d+[SMH]",
    "UserId": ".+",
    "LogonType": "InteractiveToken",
    "RunLevel": "LeastPrivilege",
    "MultipleInstancesPolicy": "Parallel|Queue|IgnoreNew|StopExisting",
    "DisallowStartIfOnBatteries": "true|false",
    "StopIfGoingOnBatteries": "true|false",
    "StartWhenAvailable": "true|false",
    "Priority": r"\d|10",
    "Command": ".+",
    "Arguments": ".+",
    "Description": ".+",
}


def breaches(element: ET.Element) -> Iterator[str]:
    """Yield what the schema forbids, in an element and below it."""
    name = element.tag.removeprefix(NS)
    inside = [child.tag.removeprefix(NS) for child in element]
    rule = SCHEMA.get(name)
    if rule is None:
        if inside or not re.fullmatch(VALUES.get(name, "(?!)"), element.text or ""):
            yield f"{name} is {element.text!r}"
        return
    yield from misplaced(name, inside, rule)
    texts = (element.text, *(child.tail for child in element))
    if any(said and said.strip() for said in texts):
        yield f"{name} holds text"
    for child in element:
        yield from breaches(child)


def misplaced(
    name: str, inside: list[str], rule: tuple[str, ...] | set[str]
) -> Iterator[str]:
    """Yield what is wrong with the elements that one holds."""
    if unknown := set(inside) - set(rule):
        yield f"{name} holds {unknown}"
    if lacks := NEEDED.get(name, set()) - set(inside):
        yield f"{name} lacks {lacks}"
    if len(set(inside)) < len(inside):
        yield f"{name} holds something twice"
    if isinstance(rule, tuple) and inside != [one for one in rule if one in inside]:
        yield f"{name} holds {inside} in another order"


def windows_words(line: str) -> list[str]:
    """Return the arguments that a Windows program reads from a line."""
    words: list[str] = []
    for found in re.finditer(r'(?:[^\s"\\]|\\+(?!")|\\+"|"(?:\\.|[^"\\])*")+', line):
        words.append("")
        quoted, rest = False, found[0]
        while rest:
            run = re.match(r'(\\*)("?)', rest)
            assert run is not None
            slashes, mark = len(run[1]), run[2]
            if mark:
                words[-1] += "\\" * (slashes // 2)
                if slashes % 2:
                    words[-1] += '"'
                else:
                    quoted = not quoted
            else:
                words[-1] += run[1] + rest[slashes : slashes + 1]
            rest = rest[run.end() + (0 if mark else 1) :]
        assert not quoted
    return words


@pytest.mark.parametrize("root", [*ROOTS, r"C:\Users\Ana & Bo\My 'Notes'", "C:\\"])
def test_the_task_scheduler_reads_the_command_that_was_meant(root: str) -> None:
    told = a_service(root)
    data = SYSTEMS["win32"].data(told)
    text = data.decode("utf-16")
    assert text.startswith('<?xml version="1.0" encoding="UTF-16"?>\n<Task version="1')
    task = ET.fromstring(data)  # noqa: S314 (our own text)
    assert task.tag == f"{NS}Task"
    assert list(breaches(task)) == []
    principal = task.find(f".//{NS}Principal")
    actions = task.find(f"{NS}Actions")
    assert principal is not None
    assert actions is not None
    assert actions.get("Context") == principal.get("id")
    assert task.findtext(f".//{NS}Command") == told.command[0]
    line = task.findtext(f".//{NS}Arguments") or ""
    assert line == subprocess.list2cmdline(told.command[1:])
    assert windows_words(line) == list(told.command[1:])


def test_the_schema_is_held() -> None:
    text = service.task(a_service("/notes")).partition("\n")[2]
    swapped = re.sub(
        r"(<Enabled>true</Enabled>\s*)(<Repetition>.*?</Repetition>)",
        r"\2\1",
        text,
        flags=re.DOTALL,
    )
    wrong = (
        swapped,
        text.replace("true", "yes"),
        text.replace("PT5M", "5 minutes"),
        text.replace("<Interval>PT5M</Interval>", ""),
        text.replace("<Exec>", "<Exec>run"),
        text.replace("</Exec>", "</Exec>run"),
        re.sub("<Actions.*</Actions>", "", text, flags=re.DOTALL),
    )
    for one in wrong:
        assert one != text
        assert list(breaches(ET.fromstring(one)))  # noqa: S314 (our own text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_an_argument_is_quoted_as_windows_reads_it(text: str) -> None:
    if not re.search(r"[^\S \t]", text):  # of white space, paths have no other there
        assert service._argument(text) == subprocess.list2cmdline([text])  # noqa: SLF001 (the one part that can be held to Python's own)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
@pytest.mark.parametrize("root", ["/a\nb", "/a\x07", "/caf\udce9"])
def test_what_no_file_can_say_is_refused(platform: str, root: str) -> None:
    with pytest.raises(ServiceFailedError, match="character"):
        SYSTEMS[platform].data(a_service(root))


def test_no_window_opens() -> None:
    assert service.windowless(r"C:\py\Python.exe") == r"C:\py\pythonw.exe"
    assert service.windowless("/usr/bin/python3") == "/usr/bin/python3"


# --- installing ----------------------------------------------------------------------

FAKE: Final = """\
#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in *"$FAILS"*) echo "no such thing"; exit 5;; esac
echo active
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that tells what a systemd that is not there was asked."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in supervisor.PROGRAMS:
        (programs / name).write_text(FAKE)
        (programs / name).chmod(0o755)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("FAILS", "nothing")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "calls").touch()
    return tmp_path / "calls"


def units(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "config").rglob("*.service"))


def a_vault(tmp_path: Path) -> Path:
    root = tmp_path / "My Notes"
    root.mkdir()
    (root / "Ana.md").write_text("---\ntype: person\n---\n")
    return root


def test_a_service_comes_and_goes(tmp_path: Path, system: Path) -> None:
    root = a_vault(tmp_path)
    assert "from now on" in says(root, "service", "install")
    (file,) = units(tmp_path)
    assert file.parent == tmp_path / "config/systemd/user"
    name = file.name
    assert name.startswith("vaultkit-my-notes-")
    lines = dict(unit(file.read_text("utf-8"))["Service"])
    words = unit_words(lines["ExecStart"], command=True)
    assert words[-3:] == ["watch", "--quiet", str(root)]
    assert system.read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable {name}",
        f"--user --no-block restart {name}",
    ]
    status = ran(root, "service", "status")
    assert status.code == 1, "nobody watches: what started it was a fake"
    assert "systemd on vaultkit-my-notes-" in status.out
    assert ": active\n" in status.out
    assert "from now on" in says(root, "service", "install")
    system.write_text("")
    assert "no more" in says(root, "service", "uninstall")
    assert units(tmp_path) == []
    assert system.read_text().splitlines() == [
        f"--user disable --now {name}",
        "--user daemon-reload",
    ]
    assert "there is no service" in says(root, "service", "uninstall")
    assert [file.name for file in root.iterdir()] == ["Ana.md"]


def test_every_vault_is_a_service_of_its_own(tmp_path: Path, system: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        says(tmp_path, "service", "install", name)
    assert len(units(tmp_path)) == 2
    says(tmp_path, "service", "uninstall", "one")
    (left,) = units(tmp_path)
    assert left.name.startswith("vaultkit-two-")
    assert system.read_text()


def test_what_the_system_refuses_leaves_nothing_behind(
    tmp_path: Path, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_vault(tmp_path)
    monkeypatch.setenv("FAILS", "restart")
    text = says(root, "service", "install", code=9)
    assert "nothing was installed" in text
    assert "restart" in text
    assert "no such thing" in text
    assert units(tmp_path) == []
    assert system.read_text()


def test_a_service_that_was_there_stays_where_a_new_one_fails(
    tmp_path: Path, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_vault(tmp_path)
    says(root, "service", "install")
    monkeypatch.setenv("FAILS", "restart")
    says(root, "service", "install", code=9)
    assert len(units(tmp_path)) == 1
    monkeypatch.setenv("FAILS", "disable")
    says(root, "service", "uninstall", code=9)
    assert len(units(tmp_path)) == 1
    assert system.read_text()


def test_a_system_without_systemd_is_told_what_to_do(
    tmp_path: Path, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_vault(tmp_path)
    monkeypatch.setenv("PATH", "")
    text = says(root, "service", "install", code=9)
    assert "there is no `systemctl` here" in text
    assert units(tmp_path) == []
    monkeypatch.setattr(sys, "platform", "plan9")
    assert "vaultkit watch --quiet" in says(root, "service", "install", code=9)
    assert system.read_text() == ""


@pytest.mark.parametrize("platform", SYSTEMS)
def test_a_file_is_shown_and_nothing_done(
    tmp_path: Path, system: Path, platform: str
) -> None:
    root = a_vault(tmp_path)
    shown = says(root, "service", "install", "--print", "--for", platform)
    assert "watch" in shown
    assert str(root) in shown
    assert units(tmp_path) == []
    assert system.read_text() == ""
    says(root, "service", "install", "--for", platform, code=2)


@pytest.mark.parametrize("platform", SYSTEMS)
def test_only_the_programs_of_a_system_are_run(system: Path, platform: str) -> None:
    told = SYSTEMS[platform]
    steps = (*told.start("n", "f"), *told.stop("n", "f"), *told.gone, told.ask("n"))
    assert {step.command[0] for step in steps} <= supervisor.PROGRAMS
    for step in steps:
        supervisor._run([step])  # noqa: SLF001 (as it will be)
    assert len(system.read_text().splitlines()) == len(steps)
    with pytest.raises(ValueError, match="curl"):
        supervisor._run([Step(("curl", "x"))])  # noqa: SLF001 (as above)

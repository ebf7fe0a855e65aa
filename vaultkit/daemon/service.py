"""Service: the texts by which a system is told to keep `vaultkit watch` running.

Every function here only returns text: a unit for systemd, an agent for launchd, a task
for the Windows Task Scheduler, and the commands that make each of them take it.
"""

from __future__ import annotations

import hashlib
import html
import plistlib
import re
import unicodedata
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.problems import ServiceFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_LONGEST: Final = 24
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f]")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL: Final = re.compile('[\x00-\x1f\x7f\\\\"%$\ud800-\udfff]')
_BACKSLASHES: Final = re.compile(r'(\\*)("|$)')
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is to be kept running for one vault.

    Attributes:
        root: The vault's folder, absolute.
        program: The command `vaultkit`, with absolute paths.
        environment: What it must find in its environment to be as it is here.
        user: Who it runs as, as Windows names them; "" elsewhere.
    """

    root: str
    program: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    user: str = ""

    @property
    def folder(self) -> str:
        """The name of the vault's folder; a backslash is a letter where `/` begins."""
        between = "/" if self.root.startswith("/") else "\\"
        return self.root.rstrip(between).rpartition(between)[2]

    @property
    def name(self) -> str:
        """A name that no other vault here has, and that says which it is."""
        plain = unicodedata.normalize("NFKD", self.folder).lower()
        said = _NOT_PLAIN.sub("-", plain.encode("ascii", "ignore").decode())
        path = self.root.encode("utf-8", "surrogateescape")
        digest = hashlib.blake2b(path, digest_size=4).hexdigest()
        said = said[:_LONGEST].strip("-") or "vault"
        return f"vaultkit-{said}-{digest}"

    @property
    def command(self) -> tuple[str, ...]:
        """The command that keeps the pages."""
        return (*self.program, "watch", "--quiet", self.root)

    @property
    def title(self) -> str:
        """What it does, in a line."""
        shown = self.folder.encode("utf-8", "replace").decode()
        return f"vaultkit keeps the pages of {_CONTROL.sub(' ', shown)} true"


class Step(NamedTuple):
    """A command for the system.

    Attributes:
        command: The program and its arguments.
        must: Whether nothing else is to be done where it fails.
    """

    command: tuple[str, ...]
    must: bool = True


@dataclass(frozen=True, slots=True)
class System:
    """How one system is told.

    Attributes:
        name: What it is called.
        suffix: How the name of the file ends that tells it.
        data: That file, of a service.
        start: What makes it take the file and begin, of a service's name and file.
        stop: What makes it end and forget that.
        gone: What is to be done when the file is gone.
        ask: What says whether it runs.
    """

    name: str
    suffix: str
    data: Callable[[Service], bytes]
    start: Callable[[str, str], tuple[Step, ...]]
    stop: Callable[[str, str], tuple[Step, ...]]
    gone: tuple[Step, ...]
    ask: Callable[[str], Step]


# --- systemd -------------------------------------------------------------------------

_UNIT: Final = """\
# Written by `vaultkit service install`; `vaultkit service uninstall` removes it.
# To change something use `systemctl --user edit {name}`.
[Unit]
Description={title}
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
{environment}# A disk that is not mounted yet is waited for; wrong usage stays wrong.
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=2 8
SuccessExitStatus=130 143
TimeoutStartSec=600
TimeoutStopSec=30
WatchdogSec=300

# It never sends anything; so it may not, either.
RestrictAddressFamilies=AF_UNIX
NoNewPrivileges=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes

[Install]
WantedBy=default.target
"""


def systemd(service: Service) -> str:
    """Return a user unit for systemd.

    Only what needs no user namespace is asked for: where those are forbidden, as on
    many systems, a unit that asks for a file system or network of its own never starts.
    """
    # The program itself may hold a `$`; in arguments it starts a variable.
    first, *rest = service.command
    words = [_unit_word(first), *(_unit_word(word, dollar="$$") for word in rest)]
    pairs = (f"{key}={value}" for key, value in sorted(service.environment.items()))
    return _UNIT.format(
        name=service.name,
        title=service.title.replace("%", "%%"),
        command=" ".join(words),
        environment="".join(f"Environment={_unit_word(pair)}\n" for pair in pairs),
    )


def _unit_word(text: str, dollar: str = "$") -> str:
    """Return a word as it stands in a unit, in quotation marks."""
    known = {"\\": "\\\\", '"': '\\"', "%": "%%", "$": dollar}

    def safe(found: re.Match[str]) -> str:
        one = found[0]
        if one in known:
            return known[one]
        data = one.encode("utf-8", "surrogateescape")
        return "".join(f"\\x{byte:02x}" for byte in data)

    return f'"{_SPECIAL.sub(safe, text)}"'


def _systemctl(*words: str, must: bool = True) -> Step:
    return Step(("systemctl", "--user", *words), must)


SYSTEMD: Final = System(
    name="systemd",
    suffix=".service",
    data=lambda service: systemd(service).encode(),
    start=lambda name, _file: (
        _systemctl("daemon-reload"),
        _systemctl("enable", f"{name}.service"),
        _systemctl("--no-block", "restart", f"{name}.service"),
    ),
    stop=lambda name, _file: (_systemctl("disable", "--now", f"{name}.service"),),
    gone=(_systemctl("daemon-reload", must=False),),
    ask=lambda name: _systemctl("is-active", f"{name}.service"),
)


# --- launchd -------------------------------------------------------------------------


def launchd(service: Service) -> bytes:
    """Return an agent for launchd, as a property list.

    Raises:
        ServiceFailedError: A path holds what no property list can.
    """
    agent: dict[str, object] = {
        "Label": service.name,
        "ProgramArguments": list(service.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ExitTimeOut": 30,
    }
    if service.environment:
        agent["EnvironmentVariables"] = dict(sorted(service.environment.items()))
    _speakable((*service.command, *service.environment.values()))
    return plistlib.dumps(agent, sort_keys=False)


LAUNCHD: Final = System(
    name="launchd",
    suffix=".plist",
    data=launchd,
    # `load` ends with 0 whatever happens; whether it is there tells.
    start=lambda name, file: (
        Step(("launchctl", "unload", file), must=False),
        Step(("launchctl", "load", "-w", file)),
        Step(("launchctl", "list", name)),
    ),
    stop=lambda _name, file: (Step(("launchctl", "unload", "-w", file)),),
    gone=(),
    ask=lambda name: Step(("launchctl", "list", name)),
)


# --- the Windows Task Scheduler ------------------------------------------------------

_TASK: Final = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{title}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <Repetition>
        <Interval>PT5M</Interval>
      </Repetition>
      <UserId>{user}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>6</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def task(service: Service) -> str:
    """Return a task for the Windows Task Scheduler, as XML.

    It begins when the user logs on, and every five minutes where it does not run: the
    scheduler itself starts nothing again that ended with an error.

    Raises:
        ServiceFailedError: A path holds what no XML can.
    """
    _speakable((*service.command, service.user))
    program, *arguments = service.command
    return _TASK.format(
        title=html.escape(_NOT_XML.sub("?", service.title), quote=False),
        user=html.escape(service.user, quote=False),
        program=html.escape(program, quote=False),
        arguments=html.escape(" ".join(map(_argument, arguments)), quote=False),
    )


def _argument(text: str) -> str:
    """Return an argument as Windows programs read it from one line."""
    if text and not re.search(r'[\s"]', text):
        return text
    # Backslashes count twice before a quotation mark, and only there.
    inside = _BACKSLASHES.sub(lambda found: found[1] * 2 + _marked(found[2]), text)
    return f'"{inside}"'


def _marked(mark: str) -> str:
    return f"\\{mark}" if mark else ""


def windowless(program: str) -> str:
    """Return the Python that opens no window, where this is one that does."""
    return re.sub(r"(?i)python\.exe$", "pythonw.exe", program)


def _speakable(texts: Iterable[str]) -> None:
    for text in texts:
        if _CONTROL.search(text) or _NOT_XML.search(text):
            raise ServiceFailedError(
                f"{text!r} holds a character that no service here can be told of."
            )


TASKS: Final = System(
    name="the Task Scheduler",
    suffix=".xml",
    data=lambda service: b"\xff\xfe" + task(service).encode("utf-16-le"),
    start=lambda name, file: (
        Step(("schtasks", "/Create", "/TN", name, "/XML", file, "/F")),
        Step(("schtasks", "/End", "/TN", name), must=False),
        Step(("schtasks", "/Run", "/TN", name)),
    ),
    stop=lambda name, _file: (
        Step(("schtasks", "/End", "/TN", name), must=False),
        Step(("schtasks", "/Delete", "/TN", name, "/F")),
    ),
    gone=(),
    ask=lambda name: Step(("schtasks", "/Query", "/TN", name, "/FO", "LIST")),
)

SYSTEMS: Final[Mapping[str, System]] = MappingProxyType(
    {"linux": SYSTEMD, "darwin": LAUNCHD, "win32": TASKS}
)
"""By how Python calls the platform."""

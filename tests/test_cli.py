from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vaultkit.cli import COMMANDS, run, terminal
from vaultkit.cli.terminal import harmless

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX processes")
LOG = "- 2026-11-02 coffee: [[Priya Nair]] has bees on the roof now\n"


@dataclass(frozen=True)
class Ran:
    """A command that was run in this process: its exit code and what it printed."""

    code: int
    out: str
    err: str


def ran(root: Path, *args: str) -> Ran:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with chdir(root), redirect_stdout(out), redirect_stderr(err):
        code = run(args)
    printed = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        printed.append(stream.read())
    return Ran(code, *printed)


def says(root: Path, *args: str, code: int = 0) -> str:
    done = ran(root, *args)
    assert done.code == code, done.err
    return done.out if code in {0, 1, 7} else done.err


def data(root: Path, *args: str, code: int = 0) -> dict[str, Any]:
    found = json.loads(says(root, *args, "--json", code=code))
    assert isinstance(found, dict)
    return found


def built(root: Path, *args: str, code: int = 0) -> str:
    return says(root, "build", "--today", "2026-11-21", *args, code=code)


def a_log(root: Path, text: str = LOG) -> Path:
    (root / "Log.md").write_text(text, "utf-8")
    return root


def names(root: Path) -> set[str]:
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix() for file in files}


# --- help ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(tmp_path: Path, name: str) -> None:
    text = says(tmp_path, name, "--help")
    assert f"Usage: vaultkit {name} " in text
    assert f"Example:\n    vaultkit {name}" in text
    assert says(tmp_path, name, "-h") == text


def test_the_help_lists_every_command_and_exit_code(tmp_path: Path) -> None:
    text = says(tmp_path, "--help")
    for word in (*COMMANDS, *["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"]):
        assert f"\n  {word} " in text or f"\n    {word} " in text
    commands = text.partition("Commands:")[2].partition("Example:")[0]
    assert "..." not in commands, "a summary was cut off"


def test_the_version(tmp_path: Path) -> None:
    assert says(tmp_path, "--version").startswith("vaultkit ")


@pytest.mark.parametrize(
    "args",
    [["nonsense"], ["build", "--today", "soon"], ["new", "cat", "Tom"], ["demo"]],
)
def test_wrong_usage_ends_with_2(tmp_path: Path, args: list[str]) -> None:
    assert "Usage:" in says(tmp_path, *args, code=2)


# --- build and check -----------------------------------------------------------------


def test_build_says_what_it_did_and_where_to_begin(tmp_path: Path) -> None:
    first = built(a_log(tmp_path))
    assert "written" in first
    assert "Open `Network/This week.md` first." in first
    pages = names(tmp_path) - {"Log.md"}
    assert f"{len(pages)} written" in first
    assert built(tmp_path) == f"{len(pages)} unchanged\n"


def test_looking_writes_nothing(tmp_path: Path) -> None:
    a_log(tmp_path)
    assert "+ Network/This week.md  (new)" in built(tmp_path, "--dry-run")
    assert "would be: " in built(tmp_path, "--check", code=1)
    assert names(tmp_path) == {"Log.md"}
    built(tmp_path)
    assert "unchanged" in built(tmp_path, "--check")


def test_build_as_json(tmp_path: Path) -> None:
    (tmp_path / "Network").mkdir()
    (tmp_path / "Network/This week.md").write_text("mine")
    found = data(a_log(tmp_path), "build", "--today", "2026-11-21", code=7)
    assert found["vault"] == str(tmp_path.resolve())
    assert found["today"] == "2026-11-21"
    assert found["notes"] == 2
    changes = {one["path"]: one for one in found["changes"]}
    assert changes["Network/This week.md"]["change"] == "refused"
    assert changes["Network/This week.md"]["problem"]["code"] == "page-taken"
    assert changes["Network/People I know.md"]["change"] == "written"


def test_a_refused_page_is_told_and_the_others_are_written(tmp_path: Path) -> None:
    (tmp_path / "Network").mkdir()
    (tmp_path / "Network/This week.md").write_text("mine")
    text = built(a_log(tmp_path), code=7)
    assert "Network/This week.md:1:1: page-taken" in text
    assert "1 refused" in text
    assert (tmp_path / "Network/This week.md").read_text() == "mine"
    assert (tmp_path / "Network/People I know.md").exists()


def test_an_edited_page_is_told_once(tmp_path: Path) -> None:
    built(a_log(tmp_path))
    page = tmp_path / "Network/People I know.md"
    page.write_text(page.read_text().replace("Priya", "Prya") + "Mine.\n")
    text = built(tmp_path)
    assert "page-edited" in text
    assert "1 written, 1 set aside" in text
    assert page.read_text().endswith("-->\nMine.\n")
    assert built(tmp_path).endswith("unchanged\n")


def test_a_vault_that_lost_its_people_is_left_alone(tmp_path: Path) -> None:
    built(a_log(tmp_path))
    (tmp_path / "Log.md").rename(tmp_path / "Log.txt")
    before = {p: p.read_bytes() for p in (tmp_path / "Network").iterdir()}
    assert "--accept-loss" in built(tmp_path, code=4)
    assert {p: p.read_bytes() for p in (tmp_path / "Network").iterdir()} == before
    built(tmp_path, "--accept-loss")


def test_settings_that_cannot_be_read_stop_the_build(tmp_path: Path) -> None:
    a_log(tmp_path)
    (tmp_path / "vaultkit.toml").write_text("folder = \n")
    assert "vaultkit.toml:1:10: this is not TOML" in built(tmp_path, code=2)
    assert names(tmp_path) == {"Log.md", "vaultkit.toml"}
    assert "settings-toml" in says(tmp_path, "check", code=1)


def test_the_day_is_the_one_asked_for_then_the_pinned_one(tmp_path: Path) -> None:
    a_log(tmp_path)
    (tmp_path / "vaultkit.toml").write_text("today = 2026-11-20\n")
    assert data(tmp_path, "build")["today"] == "2026-11-20"
    assert data(tmp_path, "build", "--today", "2026-11-21")["today"] == "2026-11-21"


def test_the_vault_is_found_from_a_folder_inside(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "a/b").mkdir(parents=True)
    built(a_log(tmp_path / "a/b"), "--dry-run")
    built(tmp_path / "a/b")
    assert (tmp_path / "Network").is_dir()


def test_check_counts_and_ends_with_1_for_errors_alone(tmp_path: Path) -> None:
    assert says(a_log(tmp_path), "check") == "no problems in 1 note\n"
    (tmp_path / "vaultkit.toml").write_text("folderr = 'x'\n")
    text = says(tmp_path, "check")
    assert text.startswith("vaultkit.toml:1:1: settings-unknown there is no setting")
    assert "\n  Did you mean `folder`?\n1 warning in 1 note\n" in text
    (tmp_path / "vaultkit.toml").write_text("folder = 3\n")
    found = data(tmp_path, "check", code=1)
    assert found["errors"] == 1
    assert found["problems"][0]["code"] == "settings-value"
    assert found["problems"][0]["severity"] == "error"


# --- nothing there -------------------------------------------------------------------


@pytest.mark.parametrize("command", ["build", "check", "inspect"])
def test_folders_without_notes_say_so(tmp_path: Path, command: str) -> None:
    assert "no Markdown note in this folder" in says(tmp_path, command, code=3)
    (tmp_path / "photo.jpg").write_bytes(bytes(2_000))
    assert "only 1 other file" in says(tmp_path, command, code=3)
    assert "no such folder" in says(tmp_path, command, "nowhere", code=3)
    assert "name its folder" in says(tmp_path, command, "photo.jpg", code=3)
    assert names(tmp_path) == {"photo.jpg"}


def test_binaries_that_call_themselves_notes_are_no_vault(tmp_path: Path) -> None:
    (tmp_path / "photo.md").write_bytes(b"\xff\xfe\0\1")
    assert "none of its 1 Markdown files is text" in built(tmp_path, code=3)
    assert names(tmp_path) == {"photo.md"}
    assert "photo.md:1:1: file-not-text" in says(tmp_path, "check", code=1)


# --- people --------------------------------------------------------------------------


def test_somebody_is_found_by_how_their_name_begins(tmp_path: Path) -> None:
    a_log(tmp_path, LOG + "- 2026-11-03 call: [[Priya Rao]]\n")
    for name in ("Priya Nair", "priya  NAIR", "priya n", "nair"):
        assert "bees on the roof" in says(tmp_path, "person", name)
    assert "Priya Nair, Priya Rao" in says(tmp_path, "person", "pri", code=6)
    assert "Did you mean Priya Nair" in says(tmp_path, "person", "Prya Nair", code=6)
    assert "Nobody is called Zoe" in says(tmp_path, "person", "Zoe", code=6)
    found = data(tmp_path, "person", "nair")
    assert found["last"][0]["text"] == "has bees on the roof now"


def test_somebody_private_is_not_shown_but_inspected(tmp_path: Path) -> None:
    a_log(tmp_path)
    (tmp_path / "People").mkdir()
    (tmp_path / "People/Priya Nair.md").write_text("---\nprivate: true\n---\n")
    assert "Nobody is called" in says(tmp_path, "person", "Priya Nair", code=6)
    built(tmp_path)
    for page in (tmp_path / "Network").iterdir():
        assert "Priya" not in page.read_text()
    found = data(tmp_path, "inspect")
    assert [one["name"] for one in found["people"]] == ["Priya Nair"]
    assert "IS SHOWN HERE" in says(tmp_path, "inspect", "--help")


# --- new, init, demo, clean ----------------------------------------------------------


def test_a_new_note_goes_where_such_notes_are_and_never_over_one(
    tmp_path: Path,
) -> None:
    assert says(tmp_path, "new", "person", "Ada Moss") == "created People/Ada Moss.md\n"
    (tmp_path / "People").rename(tmp_path / "Friends")
    assert says(tmp_path, "new", "person", "Bo") == "created Friends/Bo.md\n"
    before = (tmp_path / "Friends/Bo.md").read_bytes()
    assert "Friends/Bo.md exists" in says(tmp_path, "new", "person", "bo", code=5)
    assert (tmp_path / "Friends/Bo.md").read_bytes() == before
    for kind in ("event", "introduction", "topic"):
        says(tmp_path, "new", kind, f"A {kind}")
    assert "no problems in" in says(tmp_path, "check")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../Ada", "has a `/`"),
        ("a/b", "has a `/`"),
        ("A#b", "has a `#`"),
        ("[[A]]", "has a `[`"),
        ("What?", "has a `?`"),
        ("a\tb", "cannot be seen"),
        ("a\u200bb", "cannot be seen"),
        (".Ada", "begins with a dot"),
        ("Ada Jr.", "ends with a dot"),
        ("CON", "reserved by Windows"),
        ("nul.md", "reserved by Windows"),
        ("com1.x", "reserved by Windows"),
        (" ", "is empty"),
        (".md", "is empty"),
        ("a.md.md", "twice"),
        ("%%s%%", "comments and templates"),
        ("{{title}}", "comments and templates"),
        ("2026-11-02", "is a day"),
        ("2 November 2026", "is a day"),
        ("x" * 121, "too long"),
        ("花" * 100, "too long"),
    ],
)
@pytest.mark.parametrize("kind", ["person", "event"])
def test_a_name_that_no_note_can_have_is_refused(
    tmp_path: Path, kind: str, name: str, why: str
) -> None:
    said = " ".join(says(tmp_path, "new", kind, name, code=2).split())
    assert "cannot name a note: it " in said
    assert why in said
    assert names(tmp_path) == set()


@pytest.mark.parametrize("name", ["Ada Moss", " Ada Moss.md ", "Ada Moss.MD"])
def test_a_note_is_named_as_it_was_meant(tmp_path: Path, name: str) -> None:
    assert says(tmp_path, "new", "person", name) == "created People/Ada Moss.md\n"


@pytest.mark.parametrize("name", ["St. John", "Dr. O'Neil (Jr)", "Fair 2026-11-02"])
def test_a_name_with_a_dot_or_a_day_in_it_is_a_name(tmp_path: Path, name: str) -> None:
    assert says(tmp_path, "new", "person", name) == f"created People/{name}.md\n"


def test_nobody_is_asked_for_without_a_name(tmp_path: Path) -> None:
    a_log(tmp_path)
    assert "NAME is empty" in says(tmp_path, "person", " ", code=2)


def test_init_says_what_it_found_and_never_writes_twice(tmp_path: Path) -> None:
    a_log(tmp_path)
    shown = says(tmp_path, "init", "--dry-run")
    assert names(tmp_path) == {"Log.md"}
    text = says(tmp_path, "init")
    assert "found 1 note\n" in text
    assert "with that there are 1 person, 0 with a note" in text
    assert (tmp_path / "vaultkit.toml").read_text() == shown
    assert "exists already" in says(tmp_path, "init", code=5)
    assert says(tmp_path, "check") == "no problems in 1 note\n"


def test_the_demo_is_a_vault_of_its_own(tmp_path: Path) -> None:
    text = says(tmp_path, "demo", "life")
    assert "This week.md` first" in text
    assert (tmp_path / "life/Network/This week.md").exists()
    assert says(tmp_path, "build", "life", "--check")
    assert "exists already" in says(tmp_path, "demo", "life", code=5)


def test_clean_leaves_what_is_the_users(tmp_path: Path) -> None:
    built(a_log(tmp_path))
    page = tmp_path / "Network/People I know.md"
    page.write_text(page.read_text() + "mine")
    assert "- Network/This week.md" in says(tmp_path, "clean", "--dry-run")
    assert "1 unchanged" in says(tmp_path, "clean")
    assert names(tmp_path) == {"Log.md", "Network/People I know.md"}


# --- the terminal --------------------------------------------------------------------


def test_nothing_in_a_note_controls_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[31m\u202e\x9b2J"
    a_log(tmp_path, f"- 2026-11-02 coffee: [[Eve]] said {evil}hello\n")
    (tmp_path / f"Eve {evil} hello.md").write_text("---\ntype: person\n---\n")
    for args in (["person", "Eve"], ["inspect", "--json"], ["person", "Nobody hello"]):
        done = ran(tmp_path, *args)
        text = done.out + done.err
        assert "hello" in text
        assert not set(evil) & set("\x1b\x07\x9b\u202e") & set(text)
    assert harmless("a\x00b\x1b[1m\ud800\n" + "x" * 10_000).startswith(
        "a b [1m\ufffd\n"
    )
    assert len(harmless("x" * 10_000)) < 2_100


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {"NO_COLOR": "yes"},
        {"HOME": "/nowhere", "COLUMNS": "20"},
    ],
)
def test_any_environment_will_do(tmp_path: Path, env: dict[str, str]) -> None:
    a_log(tmp_path, "- 2026-11-02 coffee: [[Zoë 林]] grüßt\n")
    done = subprocess.run(
        [sys.executable, "-m", "vaultkit", "person", "Zo"],
        cwd=tmp_path,
        env=os.environ | env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


@posix
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    a_log(
        tmp_path, LOG + "".join(f"- 2026-11-02 call: [[P{n}]]\n" for n in range(4000))
    )
    command = f"{sys.executable} -m vaultkit inspect --json | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout == b"{\n"
    assert done.stderr == b""


@posix
def test_ctrl_c_ends_with_130_and_without_a_traceback(tmp_path: Path) -> None:
    a_log(tmp_path)
    waiting = subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "build"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    from vaultkit import vault  # noqa: PLC0415 (the lock of this one test)

    with vault.claimed(tmp_path, "build", lambda _holder: True):
        assert waiting.stderr is not None
        line = waiting.stderr.readline()
        if b"waiting" not in line:  # it was faster than we were
            waiting.communicate()
            return
        time.sleep(0.1)
        waiting.send_signal(signal.SIGINT)
        _, errors = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert b"Traceback" not in errors


def test_who_reads_no_more_has_the_code_of_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Ada.md").write_text(
        "---\ntype: person\nphone: 1\ncadence: soon\n---\n"
    )
    real = terminal.finish

    def broken() -> None:
        real()
        raise BrokenPipeError

    told = ["build", str(tmp_path), "--check"]
    code = run(told)
    monkeypatch.setattr(terminal, "finish", broken)
    assert code == 1
    assert run(told) == code


def test_a_brief_tells_a_card_and_claims_no_more_than_it_knows(tmp_path: Path) -> None:
    (tmp_path / "2026-11-02.md").write_text("- card: [[Perrin]] tunes bagpipes\n")
    (tmp_path / "People").mkdir()
    (tmp_path / "People/Tom.md").write_text("Owes nobody anything.\n")
    told = says(tmp_path, "person", "Perrin", "--today", "2026-11-03")
    assert "A card changed hands\n  2 November 2026  tunes bagpipes" in told
    told = says(tmp_path, "person", "Tom", "--today", "2026-11-03")
    assert told == "Tom\n\nWhatever else is noted stands in\n  People/Tom.md\n"


def test_a_day_that_is_on_no_calendar_is_told_in_words(tmp_path: Path) -> None:
    told = ran(tmp_path, "build", "--today", "2026-02-29")
    assert told.code == 2
    assert "'2026-02-29' is not a date such as 2026-11-02." in told.err


@pytest.mark.skipif(sys.platform != "linux", reason="a device that is always full")
def test_no_room_to_print_is_told_and_no_traceback(tmp_path: Path) -> None:
    a_log(tmp_path)
    for words in (["build"], ["build"], ["check"], ["schema"], ["build", "--json"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "vaultkit", *words],
                cwd=tmp_path,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 7
        assert b"cut short: No space left on device." in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_page_that_is_only_silent_today_is_not_said_to_need_a_beginning(
    tmp_path: Path,
) -> None:
    a_log(tmp_path)
    (tmp_path / "Me.md").write_text("---\ntype: me\ninterests: bees\n---\n")
    fair = "---\ntype: event\ndate: 2026-03-01\ntopics: bees\n---\n"
    for what, begun in ((fair, True), (fair.replace("type", "kind"), False)):
        (tmp_path / "Fair.md").write_text(what)
        toml = 'today = 2026-11-21\ninsights_off = ["reconnect", "help", '
        toml += '"introductions", "give-and-ask", "interests", "learning", "origins"]\n'
        (tmp_path / "vaultkit.toml").write_text(toml)
        built(tmp_path)
        text = (tmp_path / "Network/This week.md").read_text()
        assert ("Not here yet, *Events and people*" in text) is not begun


def test_my_own_name_is_told_to_be_mine(tmp_path: Path) -> None:
    a_log(tmp_path)
    (tmp_path / "Lena Brandt.md").write_text("---\ntype: me\naliases: Leni\n---\n")
    told = ran(tmp_path, "person", "Lena")
    assert told.code == 6
    assert told.err == "vaultkit: Lena Brandt is you, and nobody else is called Lena.\n"
    assert "is you" in ran(tmp_path, "introduce", "Priya", "leni").err
    assert "is you" not in ran(tmp_path, "person", "Len").err


@pytest.mark.parametrize("name", ["build", "log", "person", "export"])
def test_no_option_is_told_to_build_where_nothing_is_built(
    tmp_path: Path, name: str
) -> None:
    told = ran(tmp_path, name, "--help").out
    assert "--today YYYY-MM-DD  Take this day for today." in told


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-12-12 Bee fair", "2026-12-12"),
        ("Bee fair 2026-12-12", "2026-12-12"),
        ("Bee fair", "2026-11-02"),
        ("Bee fair 2027", "2026-11-02"),
    ],
)
def test_a_new_event_is_on_the_day_that_its_name_says(
    tmp_path: Path, name: str, day: str
) -> None:
    says(tmp_path, "new", "event", name, "--today", "2026-11-02")
    note = (tmp_path / "Events" / f"{name}.md").read_text()
    assert f"\ndate: {day}\n" in note

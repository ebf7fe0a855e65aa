"""How a line of a log starts: a list mark, a box, a date, a word and a colon."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from vaultkit import memo, names
from vaultkit.dates import DATE_LIKE, iso_date, leading_date
from vaultkit.notes.contact import meeting
from vaultkit.ways import USUAL

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.ways import Ways

Start: TypeAlias = "tuple[int, date | None, str, bool | None, bool]"
"""Where the words start, the line's own date, its word ("" if none), whether its box is
ticked (None without a box), and whether it is a list item."""

_MARK: Final = re.compile(
    r"[ \t]*(?:%%[ \t]*)?(?:\|[ \t]*)?"
    r"((?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?:\[(.)\](?:[ \t]+|$))?(?:%%[ \t]*)?"
)
_CLOCK_STARTS: Final = frozenset("(*0123456789")
_HALF: Final = r"(?:[aApP][mM]\b|[aApP]\.[mM]\.)"
_TIME: Final = (
    rf"[0-9]{{1,2}}(?:[:h][0-9]{{2}}(?::[0-9]{{2}})?(?: ?{_HALF})?"
    rf"|{_HALF}| (?:[AP]M|Uhr)\b)"
)
_CLOCK: Final = re.compile(
    rf"(?:\*\*|[*(])?{_TIME}(?: ?[-\u2013\u2014] ?{_TIME})?(?:\*\*|[*)])?[:,]?"
    r"(?: [-\u2013\u2014])?[ \t]+"
)
_LETTER: Final = r"[^\W\d_]"
_LETTERS: Final = (
    rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u0900-\u0e7f\u200c\u200d'\u2019-]){{0,30}}"
)
_WORD: Final = re.compile(
    rf"(?:\*{{1,3}}|__?|==)?({_LETTERS}(?: {_LETTERS}){{0,2}}) ?(?:\*{{1,3}}|__?|==)?"
    r"[:\uff1a]{1,2}(?:\*{1,3}|__?|==)?(?=[\s\[]|$)[ \t]*"
)
_HASHTAG: Final = re.compile(
    rf"#(?:[\w-]{{1,60}}/){{0,4}}({_LETTERS}(?:[_-]{_LETTERS}){{0,2}}):?"
    r"(?=[\s\[]|$)[ \t]*"
)
_BARE: Final = re.compile(rf"({_LETTERS}(?: {_LETTERS}){{0,2}}) (?=[\[(*_]{{0,4}}20)")
"""Words without a colon, and behind them what may be a date of this century."""
_DATED: Final = re.compile(r"[\[(*_]{0,4}[0-9]")
_SIGN: Final = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_EMOJI: Final = re.compile(
    r"(?![\u2610\u2716\u274c\u274e\u26d4\u2b1c\U0001f532\U0001f6ab])"
    rf"[{_SIGN}][{_SIGN}\ufe0e\ufe0f\u200d]{{0,15}}[ \t]+"
)
"""Signs before a word or a date, to be looked at; no cross or empty box is one."""
_STRUCK: Final = re.compile(
    r"~~(?:[^~]|~(?!~))+~~[ \t]*(?:\^[A-Za-z0-9-]{1,64}[ \t]*)?"
)
_WORDS_ALONE: Final = re.compile(rf"{_LETTERS}(?: {_LETTERS}){{0,2}}")
_TO_DO: Final = re.compile(r"(?:(?i:to-?do)|DOING|LATER|WAITING)(?![\w-])")
_INTENDED: Final = re.compile(r"to[ -]?do\b.*", re.DOTALL)
_BULLETS: Final = frozenset({"- ", "* ", "+ "})
_AFTER_DATE: Final = frozenset({" ", ": "})
_FARTHEST: Final = 110
"""Characters in which a word and its colon stand: three words of thirty letters."""
_MOST_KNOWN: Final = 32_768
_KNOWN: Final[dict[str, Start]] = memo.learned({})
"""Starts read before, to a limit: what stands in many notes is met early."""


def start(text: str, ways: Ways = USUAL) -> Start | None:
    """Return how a line starts; None for one that says nothing of its own.

    That is a quote, and a line that is struck through.
    """
    before, _, words = text.partition(": ")
    if words and (words[0].isalpha() or _is_link(words)):
        known = _KNOWN.get(before) or _before_words(before)
        if known:
            return known
    return _usual(text) or _any(text, ways)


def _is_link(words: str) -> bool:
    """Return whether words begin with a link, and it cannot be a date."""
    return words[:2] == "[[" and not words[2:3].isdigit()


def is_intention(word: str, text: str, at: int) -> bool:
    """Return whether a line without a box says what is to be done.

    Args:
        word: Its word before a colon.
        text: The line: `- TODO call Ada`.
        at: Where in it the words start, behind its list mark.
    """
    if word:
        return word[0] == "t" and _INTENDED.fullmatch(word) is not None
    return _TO_DO.match(text, at) is not None


def _before_words(text: str) -> Start | None:
    """Return how a line with a word starts, from what stands before its colon alone.

    Few days and few words make most of the lines of a vault.
    """
    if len(text) > _FARTHEST:
        return None
    found = _usual(f"{text}: xx")
    if found is None or found[0] != len(text) + 2 or not found[2]:
        return None
    if len(_KNOWN) < _MOST_KNOWN:
        _KNOWN[text] = found
    return found


def _usual(text: str) -> Start | None:
    """Return how a line in the usual shape starts; None leaves it to `_any`.

    Ten times as quick as the patterns, and nearly every line is of this shape.
    """
    listed = text[:2] in _BULLETS
    at = 2 if listed else 0
    task = None
    if listed and text[at + 2 : at + 4] == "] " and text[at] == "[":
        task = text[at + 1] in "xX"
        at += 4
    day = None
    if text[at + 4 : at + 5] == "-":
        day = iso_date(text[at : at + 10])
        after = text[at + 10 : at + 11]
        at += 12 if text[at + 10 : at + 12] == ": " else 11
        named = text[at : at + 3].lower() in DATE_LIKE  # by the weekday too, perhaps
        if day is None or after not in {" ", ":"} or named:
            return None
    colon = text.find(":", at, at + _FARTHEST)
    if colon >= 0:
        word = _plain_word(text[at:colon])
        if not word or text[colon + 1 : colon + 2] != " ":
            return None
        at = colon + 2
    elif (
        "\uff1a" in text
        or (
            day is None  # nor may the words be a date, nor have one behind them
            and ("20" in text or text[at : at + 3].lower() in DATE_LIKE)
        )
    ):
        return None
    else:
        word = ""
    first = text[at : at + 1]
    if first.isalpha() or (first == "[" and not text[at + 2 : at + 3].isdigit()):
        return (at, day, word, task, listed) if text[at + 1 : at + 2] else None
    return None


@lru_cache(maxsize=4096)
def _plain_word(text: str) -> str:
    """Return up to three words folded, or "" if it is anything else."""
    return names.fold(text) if _WORDS_ALONE.fullmatch(text) else ""


def _any(text: str, ways: Ways = USUAL) -> Start | None:
    """Return how a line of any shape starts."""
    mark = _MARK.match(text)
    if mark is None:
        return None
    box = mark[2] if mark[1] else None
    at = mark.start(2) - 1 if mark[2] and not mark[1] else mark.end()
    if text.startswith(">", at):
        return None
    at = _behind_signs(text, at, ways)
    own = leading_date(text[at:], ways)
    if own:
        at = _behind_signs(text, at + own[1], ways)
    if text[at : at + 1] in _CLOCK_STARTS:
        clock = _CLOCK.match(text, at)
        at = _behind_signs(text, clock.end(), ways) if clock else at
    if text.startswith("~~", at) and _STRUCK.fullmatch(text, at):
        return None
    day, before, listed = own[0] if own else None, at, bool(mark[1])
    found, at = word(text, at)
    if day is None and (listed or text.startswith("#", before)):
        found, at, day = _behind(text, before, found, at, ways)
    return at, day, found, None if box is None else box in "xX", listed


def _behind_signs(text: str, at: int, ways: Ways) -> int:
    """Return where a date or a word begins with signs before it; else `at`."""
    signs = _EMOJI.match(text, at)
    end = signs.end() if signs else at
    if not signs or not (
        word(text, end)[0]
        or leading_date(text[end:], ways)
        or _TO_DO.match(text, end)
        or _CLOCK.match(text, end)
    ):
        return at
    return end


def _behind(
    text: str, start: int, found: str, at: int, ways: Ways
) -> tuple[str, int, date | None]:
    """Return the word, where the rest starts, and the date that stands behind the word.

    `coffee 2026-11-02`, `coffee: 2026-11-02` and `#coffee 2026-11-02` have one: a word
    for contact, or a hashtag. Any other word, and the date may be anything's.
    """
    bare = None if found or "20" not in text else _BARE.match(text, start)
    said, end = (names.fold(bare[1]), bare.end()) if bare else (found, at)
    if said and (text.startswith("#", start) or meeting(said)[0]):
        dated = leading_date(text[end:], ways) if _DATED.match(text, end) else None
        if dated:
            return said, end + dated[1], dated[0]
    return found, at, None


def word(text: str, at: int) -> tuple[str, int]:
    """Return the word that says what kind of line it is, and where the rest starts."""
    if text.startswith("#", at):
        tag = _HASHTAG.match(text, at)
        if tag:
            return names.fold(tag[1].replace("_", " ").replace("-", " ")), tag.end()
        return "", at
    if text.find(":", at, at + _FARTHEST) < 0 and "\uff1a" not in text:
        return "", at
    match = _WORD.match(text, at)
    return (names.fold(match[1]), match.end()) if match else ("", at)

"""Days out: birthdays, and when a relationship would go quiet, as a calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaultkit.dates import iso
from vaultkit.findings.reasons import last_contact
from vaultkit.findings.silence import silence
from vaultkit.interop import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.book.people import Person
    from vaultkit.toolkit.kinds import Asked

_DAY: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
_NO_YEAR: Final = 2000  # which has a 29 February
_TELLS: Final = frozenset({"quiet"})


def ical(asked: Asked, /) -> str:
    """Return a calendar of whole days: birthdays, yearly, and days to reconnect.

    A day to reconnect is the first on which the cadence set for somebody, or their
    circle's, would say that they have gone quiet. Those who have are on the page
    Reconnect and not here; seasons that ended, names that rest and everything private
    are left in peace.
    """
    return content.written(_calendar(asked))


def _calendar(asked: Asked) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vaultkit//people//EN")
    yield "CALSCALE:GREGORIAN"
    yield "X-WR-CALNAME:vaultkit"
    for who in asked.network.book.people.values():
        if who.me or who.over:
            continue
        yield from _birthday(who, asked.today)
        yield from _reconnect(who, asked)
    yield "END:VCALENDAR"


def _birthday(who: Person, today: date) -> Iterator[str]:
    found = _DAY.fullmatch(who.birthday)
    if found is None:
        return
    year, month, day = (int(part or _NO_YEAR) for part in found.groups())
    leap = (month, day) == (2, 29)
    often = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" if leap else "FREQ=YEARLY"
    yield from _begun("birthday", who, date(year, month, day), today)
    yield f"RRULE:{often}"
    yield f"SUMMARY:{content.value(f'Birthday of {who.name}')}"
    yield "END:VEVENT"


def _reconnect(who: Person, asked: Asked) -> Iterator[str]:
    day = _due(who, asked)
    last = last_contact(asked.network, who.id, asked.today)
    if day is None or last is None or last.date is None:
        return
    told = f"{'on' if isinstance(last.date, date) else 'in'} {iso(last.date)}"
    yield from _begun("reconnect", who, day, asked.today)
    yield f"SUMMARY:{content.value(f'A word with {who.name}?')}"
    yield f"DESCRIPTION:{content.value(f'Last in touch {told}.')}"
    yield "END:VEVENT"


def _due(who: Person, asked: Asked) -> date | None:
    """Return the first day to come on which somebody would have gone quiet.

    The page itself is asked about that day, so that the two cannot disagree.
    """
    days = asked.network.contact_days(who.id, asked.today)
    often = who.cadence or asked.settings.circles.get(who.circle)
    if not days or not often:
        return None
    day = days[-1] + timedelta(days=often + 1)
    found = silence(asked.network, who.id, asked.settings, day)
    if found is not None and found.state == "snoozed" and found.until is not None:
        day = found.until
        found = silence(asked.network, who.id, asked.settings, day)
    told = found is not None and found.state in _TELLS and day > asked.today
    return day if told else None


def _begun(kind: str, who: Person, day: date, today: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{content.identifier(kind, who.id)}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day.year:04}{day:%m%d}"
    yield "TRANSP:TRANSPARENT"

"""Properties: what a key in front matter means, and its value with that meaning.

`PROPERTIES` is the one table: the reader, the documentation and `private` are made
from it.
"""

from __future__ import annotations

from typing import Final, Literal

from vaultkit.frozen import Frozen

Meaning = Literal[
    "text",
    "texts",
    "topics",
    "people",
    "date",
    "span",
    "circle",
    "season",
    "birthday",
    "number",
    "kind",
    "private",
]
"""How a value is read: as words, a list of words, topics, people, a day, ...."""

Of = Literal["any", "person", "me", "event", "introduction", "opportunity", "topic"]
"""The kinds of note a property belongs to."""


class Property(Frozen, frozen=True):
    """One property.

    Attributes:
        name: Its name, as written by us and shown in the documentation.
        meaning: How its value is read.
        of: The kinds of note it belongs to.
        says: What it is, for the documentation.
        synonyms: Other keys it is read from, the earlier before the later.
    """

    name: str
    meaning: Meaning
    of: tuple[Of, ...]
    says: str
    synonyms: tuple[str, ...] = ()


def _property(
    name: str, meaning: Meaning, of: Of, says: str, synonyms: str = ""
) -> Property:
    return Property(name, meaning, (of,), says, tuple(synonyms.split()))


PROPERTIES: Final = (
    # --- every note
    _property(
        "type",
        "kind",
        "any",
        "what the note is about: `person`, `me`, `event`, `meeting`, `introduction`, "
        "`opportunity` or `topic`",
        "note_type",
    ),
    _property("tags", "texts", "any", "tags; `person` makes the note a person"),
    _property(
        "categories",
        "texts",
        "any",
        'categories; `"[[People]]"` makes the note a person',
        "category",
    ),
    _property(
        "aliases",
        "texts",
        "any",
        "other names or spellings",
        "alias also_known_as aka nicknames nickname",
    ),
    _property(
        "private",
        "private",
        "any",
        "`true` keeps the note off every page; a list of properties keeps those off",
        "confidential",
    ),
    # --- people
    _property(
        "circle",
        "circle",
        "person",
        "`inner`, `close`, `active`, `wider` (or 5, 15, 50, 150)",
        "tier priority prm-tier",
    ),
    _property(
        "cadence",
        "span",
        "person",
        'how often you like to be in touch: "6 weeks", "quarterly", 45 (days)',
        "contact_frequency stay_in_touch prm-cadence frequency keep_in_touch "
        "reach_out_every contact_every",
    ),
    _property(
        "last_contact",
        "date",
        "person",
        "when you were last in touch, beside what the log shows; a month will do",
        "last_contacted last_chat last_seen prm-last-contacted last_met last_spoke "
        "last_talked last_contact_date last_contacted_on",
    ),
    _property(
        "snooze_until",
        "date",
        "person",
        "not to be brought up before this day",
        "prm-snooze-until snoozed_until snooze",
    ),
    _property(
        "season",
        "season",
        "person",
        "`resting` or `ended`: a good ending, never nagged",
        "paused prm-paused",
    ),
    _property(
        "interests",
        "topics",
        "person",
        "what they care about",
        "topics likes interested_in hobbies passions cares_about",
    ),
    _property(
        "offers",
        "topics",
        "person",
        "what they can help with",
        "skills expertise can_help_with helps_with good_at offer",
    ),
    _property(
        "needs",
        "topics",
        "person",
        "what they look for",
        "looking_for asks need seeking needs_help_with",
    ),
    _property(
        "learning",
        "topics",
        "person",
        "what they (or, in your own note, you) want to learn",
        "wants_to_learn want_to_learn learn",
    ),
    _property(
        "met", "date", "person", "when you met", "first_met met_on met_date date_met"
    ),
    _property(
        "met_at",
        "text",
        "person",
        "the event or place where you met, a link or words",
        "how_we_met where_we_met met_where",
    ),
    _property(
        "introduced_by",
        "people",
        "person",
        "who brought you together",
        "met_through introduced_through met_via",
    ),
    _property(
        "introduced_to", "people", "person", "whom you introduced them to", "intro_to"
    ),
    _property(
        "introduced_me_to",
        "people",
        "person",
        "whom they introduced you to",
        "introduced_me brought_me_to",
    ),
    _property("knows", "people", "person", "whom they know", "friends friend_of"),
    _property(
        "not_same",
        "people",
        "person",
        "who seems to be the same person, and is not",
        "not_the_same different_from distinct_from not_to_confuse_with",
    ),
    _property(
        "org",
        "text",
        "person",
        "where they work",
        "company organisation organization employer works_at",
    ),
    _property(
        "role",
        "text",
        "person",
        "what they do; counts as a likely offer, and is said to be one",
        "position job job_title occupation profession",
    ),
    _property("place", "text", "person", "where they live", "location city lives_in"),
    _property("email", "text", "person", "kept as typed", "mail emails email_address"),
    _property(
        "phone",
        "text",
        "person",
        "kept as typed",
        "tel telephone mobile cell phone_number",
    ),
    _property(
        "birthday",
        "birthday",
        "person",
        "a date, with or without the year",
        "birthdate date_of_birth bday dob born",
    ),
    _property(
        "ways",
        "texts",
        "person",
        "how they like to be in touch: walk, letter, call",
        "way reach_by prefers",
    ),
    _property(
        "vouch",
        "topics",
        "person",
        "topics you would put your name to, whatever the days met say",
        "vouch_for vouches",
    ),
    # --- me
    _property("purpose", "text", "me", "why you do this, in one line"),
    _property(
        "reach_outs_per_week",
        "number",
        "me",
        "how many people you want to reach out to in a week",
        "reach_outs weekly_reach_outs",
    ),
    # --- events and meetings
    _property("date", "date", "event", "the day", "day when start starts"),
    _property(
        "topics", "topics", "event", "what it is about", "topic interests about subject"
    ),
    _property("place", "text", "event", "where", "location venue where"),
    _property(
        "people",
        "people",
        "event",
        "who was or will be there",
        "attendees participants guests with who",
    ),
    _property(
        "goal", "number", "event", "how many people to meet before you may go home"
    ),
    _property("energy", "number", "event", "how it left you: -2 drained to 2 lifted"),
    _property("decision", "kind", "event", "`going` or `skipping`", "attending"),
    # --- introductions
    _property(
        "between", "people", "introduction", "the two people", "people introducing"
    ),
    _property("why", "text", "introduction", "what for", "reason because"),
    _property("yes", "people", "introduction", "who of them said yes", "said_yes"),
    _property("no", "people", "introduction", "who of them said no", "said_no"),
    _property(
        "introduced", "date", "introduction", "the day you did it", "introduced_on sent"
    ),
    _property(
        "heard_back",
        "date",
        "introduction",
        "the day you heard how it went",
        "heard closed",
    ),
    # --- opportunities
    _property("date", "date", "opportunity", "when it came", "day when"),
    _property(
        "through",
        "people",
        "opportunity",
        "the people or the event it came through",
        "via from thanks_to people",
    ),
    _property("what", "text", "opportunity", "what it was", "summary description"),
    # --- topics
    _property(
        "broader",
        "topics",
        "topic",
        "the wider topic it is part of",
        "part_of parent up",
    ),
)
"""Every property there is, in the order the documentation lists them."""


NAMES: Final = frozenset(entry.name for entry in PROPERTIES)
"""The name of every property, as `private` and problems refer to it."""

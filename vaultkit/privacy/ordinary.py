"""Ordinary: words that are names as well, and words of names that are nobody."""

from __future__ import annotations

from typing import Final

_COMMON: Final = """
    amber angel april art august autumn bill blanche blue brook bud carol chance
    chase cherry claire clay cliff coral cruz crystal daisy dale dawn dean dick
    dolores don drew earl ebony eden ernst faith fern flora ford franc frank gay
    gene ginger glen grace grand grant gray grey guy harmony hazel heath heather
    heaven heide hope hunter iris ivory ivy jack jade jay jean jewel joy jules june
    justice king lane laurel lily lotus luz mai mar march mark max may mercedes
    mercy merry miles mina misty moon myrtle noble nova ocean olive opal page pat
    patience paz pearl penny petal pierce pink pip poppy prince queen rain ray reed
    rex rich river rob robin rock rocky rose rosemary roy ruby rusty sage sandy
    scarlet serene skip sky sonny spring star stern stone storm sue summer sunny
    trinity victor viola violet vita wade ward will willow winter wolf worth young
"""
ORDINARY: Final = frozenset(_COMMON.split())
"""Names that are words as well: only with a capital letter are they somebody."""

MONTHS: Final = frozenset(["march", "april", "may", "june", "july", "august", "mai"])
"""Names that beside a number are a date."""

_BEFORE: Final = """
    dr mr mrs ms miss mx prof sir dame lady lord frau herr mme madame monsieur senor
    senora don aunt auntie uncle tante onkel oma opa granny grandma grandpa cousin
    the der die das la el le les
"""
TITLES: Final = frozenset(_BEFORE.split())
"""Words before a name that are no part of it."""

_EPITHETS: Final = """
    old big little young small tall dear sweet best good great poor late new crazy happy
    friend neighbour neighbor boss doctor mother father mum mom dad sister brother wife
    husband colleague client jr sr junior senior ii iii phd md gmbh ltd inc
"""
EPITHETS: Final = frozenset(_EPITHETS.split())
"""Words in names and nicknames that alone mean nobody."""

_INSIDE: Final = """
    de da do das dos di du del della der den des la le les van von vom zu zum zur ter
    ten te bin ibn al el af av st jr sr
"""
PARTICLES: Final = frozenset(_INSIDE.split())
"""Small words inside a name, which people leave out or put in."""

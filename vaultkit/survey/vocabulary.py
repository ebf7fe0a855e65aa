"""Vocabulary: what people call people, meetings and properties in their vaults.

It is only for looking: what is found by it is proposed in `vaultkit.toml`, where the
user sees it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


PEOPLE: Final = _words(
    """person persons people contact contacts friend friends colleague colleagues crm
    rolodex address_book personen kontakt kontakte mensch menschen leute freund freunde
    bekannte kollegen personne personnes gens contacto contactos persona personas
    amigo amigos amis ami persone contatti amici pessoa pessoas contatos mensen
    contacten vrienden personer kontakter venner authors_and_people _people"""
)
MEETINGS: Final = _words(
    """meeting meetings meeting_note meeting_notes 1-1 1-1s one-on-one one-on-ones call
    calls treffen besprechung besprechungen gespräch gespräche réunion réunions reunion
    reunions reunión reuniones riunione riunioni reunião reuniões vergadering
    vergaderingen møte møter möten"""
)
EVENTS: Final = _words(
    """event events conference conferences meetup meetups veranstaltung veranstaltungen
    tagung konferenz konferenzen événement événements conférence conférences evento
    eventos conferencia conferencias eventi konferens konferanse"""
)
ME: Final = _words(
    "me about_me myself ich über_mich moi à_propos_de_moi yo io eu ik jeg"
)
"""What a note about oneself is called."""

PROPERTIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "type": "typ art tipo",
        "categories": "kategorie kategorien catégorie catégories categoría categorías",
        "aliases": "spitzname rufname surnom apodo",
        "circle": "kreis cercle círculo",
        "cadence": "rhythmus rythme ritmo",
        "last_contact": "letzter_kontakt zuletzt dernier_contact último_contacto",
        "interests": "interessen themen intérêts intereses interessi",
        "offers": "bietet kann_helfen_mit kann_helfen_bei peut_aider ofrece",
        "needs": "sucht braucht cherche besoins busca necesita",
        "learning": "lernt will_lernen apprend aprende",
        "met": "kennengelernt kennengelernt_am rencontré rencontrés conocido",
        "met_at": "kennengelernt_bei wie_kennengelernt lieu_de_rencontre dónde",
        "introduced_by": "vorgestellt_von kennengelernt_durch présenté_par"
        " presentado_por",
        "introduced_me_to": "hat_mir_vorgestellt hat_mich_vorgestellt m_a_présenté",
        "knows": "kennt connaît conoce",
        "org": "firma arbeitgeber entreprise société empresa",
        "role": "beruf tätigkeit métier profession_fr profesión",
        "place": "ort wohnort stadt lieu ville ciudad lugar",
        "email": "e-mail-adresse courriel correo",
        "phone": "telefon handy téléphone teléfono",
        "birthday": "geburtstag anniversaire cumpleaños",
        "date": "datum fecha",
        "people": "teilnehmer leute participants_fr asistentes personen",
        "topics": "thema themen sujets temas",
    }
)
"""Properties by their names in other languages, which settings then know."""
TONGUES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "german": _words(
            """typ art kategorie kategorien spitzname rufname kreis rhythmus interessen
            themen bietet sucht braucht lernt kennengelernt kennt firma arbeitgeber
            beruf tätigkeit ort wohnort stadt telefon handy geburtstag datum
            teilnehmer leute letzter_kontakt vorgestellt_von"""
        ),
        "french": _words(
            """catégorie catégories surnom cercle rythme intérêts besoins cherche
            rencontré entreprise société métier ville courriel téléphone anniversaire
            sujets connaît"""
        ),
        "spanish": _words(
            """categoría apodo círculo intereses busca ofrece conocido empresa
            profesión ciudad correo teléfono cumpleaños fecha asistentes conoce"""
        ),
    }
)
"""Names of properties that tell the language of a vault."""

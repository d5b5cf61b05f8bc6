"""CAMEO and PLOVER codes of events, and what they are in our words; knows no table."""

from __future__ import annotations

import re
from typing import Final

_ROOTS: Final[dict[str, tuple[str, str | None]]] = {
    "01": ("Make public statement", "CONSULT"),
    "02": ("Appeal", "REQUEST"),
    "03": ("Express intent to cooperate", "AGREE"),
    "04": ("Consult", "CONSULT"),
    "05": ("Engage in diplomatic cooperation", "SUPPORT"),
    "06": ("Engage in material cooperation", "COOPERATE"),
    "07": ("Provide aid", "AID"),
    "08": ("Yield", "CONCEDE"),
    "09": ("Investigate", "ACCUSE"),
    "10": ("Demand", "REQUEST"),
    "11": ("Disapprove", "ACCUSE"),
    "12": ("Reject", "REJECT"),
    "13": ("Threaten", "THREATEN"),
    "14": ("Protest", "PROTEST"),
    "15": ("Exhibit force posture", "MOBILIZE"),
    "16": ("Reduce relations", "SANCTION"),
    "17": ("Coerce", "COERCE"),
    "18": ("Assault", "ASSAULT"),
    "19": ("Fight", "ASSAULT"),
    "20": ("Use unconventional mass violence", "ASSAULT"),
}
"""CAMEO's roots (codebook 1.1b3) with the PLOVER type (2021) that took each over. 01 is a statement
and no act, which PLOVER left out: the nearest is CONSULT only for its diplomatic ones, so none."""

_PREFIXES: Final[dict[str, tuple[str, str | None]]] = {
    "14": ("Protests", None),
    "145": ("Riots", "Violent demonstration"),
    "173": ("Strategic developments", "Arrests"),
    "175": ("Violence against civilians", None),
    "18": ("Violence against civilians", None),
    "181": ("Violence against civilians", "Abduction/forced disappearance"),
    "182": ("Violence against civilians", "Attack"),
    "1821": ("Violence against civilians", "Sexual violence"),
    "183": ("Explosions/Remote violence", None),
    "1831": ("Explosions/Remote violence", "Suicide bomb"),
    "1832": ("Explosions/Remote violence", "Suicide bomb"),
    "1833": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "185": ("Violence against civilians", "Attack"),
    "186": ("Violence against civilians", "Attack"),
    "19": ("Battles", None),
    "193": ("Battles", "Armed clash"),
    "194": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "195": ("Explosions/Remote violence", "Air/drone strike"),
    "20": ("Violence against civilians", None),
    "2041": ("Explosions/Remote violence", "Chemical weapon"),
}
"""The longest prefix of a CAMEO code that is here says which of ACLED's types its acts are."""

PLOVER_TYPES_OLD: Final = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "CRIME": "COERCE",
    "REDUCE": "SANCTION", "FIGHT": "ASSAULT", "YIELD": "CONCEDE", "STATEMENT": "CONSULT",
}  # fmt: skip
"""Types of PLOVER's earlier versions and the type of 2021 that took each over."""

_MODES: Final[dict[tuple[str, str], tuple[str, str | None]]] = {
    ("PROTEST", ""): ("Protests", None),
    ("PROTEST", "riot"): ("Riots", "Violent demonstration"),
    ("COERCE", "arrest"): ("Strategic developments", "Arrests"),
    ("COERCE", "seize"): ("Strategic developments", "Looting/property destruction"),
    ("ASSAULT", ""): ("Violence against civilians", None),
    ("ASSAULT", "abduct"): ("Violence against civilians", "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): ("Violence against civilians", "Sexual violence"),
    ("ASSAULT", "firearms"): ("Battles", "Armed clash"),
    ("ASSAULT", "aerial"): ("Explosions/Remote violence", "Air/drone strike"),
    ("ASSAULT", "drone"): ("Explosions/Remote violence", "Air/drone strike"),
    ("ASSAULT", "heavy-weapons"): (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    ),
    ("ASSAULT", "explosives"): ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("ASSAULT", "suicide-attack"): ("Explosions/Remote violence", "Suicide bomb"),
}


def cameo_code(cell: str) -> str | None:
    """Give a CAMEO code as text with the zero that a spreadsheet takes off; None if it is none.

    Codes have two to four digits; root, base and event code are told apart by their length, and
    those below 10 begin with a zero.

    >>> cameo_code("036"), cameo_code("190"), cameo_code("36"), cameo_code("---")
    ('036', '190', '036', None)
    """
    text = cell.strip().removesuffix(".0")
    if not re.fullmatch(r"\d{1,4}", text):
        return None
    if text[:2] in _ROOTS:
        # "36" could be no root; "11" could be root 11 or, its zero lost, 011.
        return text
    return "0" + text if ("0" + text)[:2] in _ROOTS else None


def cameo_meaning(code: str | None) -> tuple[str | None, str | None, str | None]:
    """Give ACLED's type, sub-type and the PLOVER type of a CAMEO code.

    An act that ACLED does not record keeps CAMEO's own words as its type.

    >>> cameo_meaning("195")
    ('Explosions/Remote violence', 'Air/drone strike', 'ASSAULT')
    >>> cameo_meaning("040"), cameo_meaning(None)
    (('Consult', None, 'CONSULT'), (None, None, None))
    """
    if code is None:
        return None, None, None
    words, plover = _ROOTS[code[:2]]
    plover = None if code[:2] == "01" else plover
    for length in (4, 3, 2):
        if len(code) >= length and code[:length] in _PREFIXES:
            return (*_PREFIXES[code[:length]], plover)
    return words, None, plover


def plover_meaning(kind: str, mode: str) -> tuple[str | None, str | None, str | None]:
    """Give ACLED's type, sub-type and the PLOVER type (2021) of a PLOVER type and mode.

    >>> plover_meaning("ASSAULT", "drone")
    ('Explosions/Remote violence', 'Air/drone strike', 'ASSAULT')
    >>> plover_meaning("CONSULT", "visit"), plover_meaning("", "")
    (('Consult', None, 'CONSULT'), (None, None, None))
    """
    name = kind.strip().upper()
    if not name:
        return None, None, None
    name = PLOVER_TYPES_OLD.get(name, name)
    if name not in {plover for _, plover in _ROOTS.values()} | {"RETREAT"}:
        return kind.strip(), None, None
    found = _MODES.get((name, mode.strip().lower())) or _MODES.get((name, ""))
    return (*(found or (name.capitalize(), None)), name)

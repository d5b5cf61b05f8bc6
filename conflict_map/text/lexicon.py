"""Words for kinds of places and for governments that reports use beside names; no rules."""

from __future__ import annotations

from typing import Final

from conflict_map.vocabulary import FeatureClass as F

FEATURE_WORDS: Final[dict[str, F]] = {
    **dict.fromkeys(
        ("province", "provinces", "governorate", "governorates", "oblast", "oblasts", "state", "states", "prefecture",
         "prefectures", "voivodeship", "department", "departments", "wilaya", "muhafazah"),
        F.ADMIN1,
    ),
    **dict.fromkeys(
        ("district", "districts", "county", "counties", "sub-district", "subdistrict", "raion", "rayon", "territory",
         "commune", "municipality", "municipalities", "township", "townships", "cercle", "locality", "canton", "parish"),
        F.ADMIN2,
    ),
    **dict.fromkeys(
        ("city", "cities", "town", "towns", "village", "villages", "settlement", "settlements", "hamlet", "camp", "camps",
         "neighborhood", "neighbourhood", "neighborhoods", "neighbourhoods", "suburb", "suburbs", "port", "capital",
         "locality", "localities", "stronghold", "outpost"),
        F.POPULATED_PLACE,
    ),
    **dict.fromkeys(("region", "regions", "area", "areas", "valley", "peninsula", "strip", "corridor", "enclave",
                     "countryside"), F.REGION),
    **dict.fromkeys(("river", "lake", "sea", "gulf", "strait", "bay", "ocean", "canal"), F.WATER),
    **dict.fromkeys(("airport", "airbase", "base", "crossing", "checkpoint", "hill", "mountain", "mountains", "dam",
                     "border crossing", "hospital", "prison", "refinery", "power plant", "bridge"), F.SITE),
    "country": F.COUNTRY,
    "countries": F.COUNTRY,
}  # fmt: skip
"""What a type word says of the name beside it. "Region" stays loose: it is an oblast in one country."""

GOVERNMENT_SEATS: Final = frozenset(
    {
        "kremlin",
        "white house",
        "pentagon",
        "elysee",
        "élysée",
        "downing street",
        "whitehall",
        "élysée palace",
    }
)
"""Buildings that stand for a government; never a place of an event unless the sentence says so."""

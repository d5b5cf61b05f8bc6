"""What a page that is made to be corrected is told besides; knows no event and no correction."""

from __future__ import annotations

from typing import Any

from conflict_map.vocabulary import SUB_EVENT_TYPES, EventType
from conflict_map.web.assets import EDITING, PAGE_SCRIPTS, for_reading, page_html, static_text
from conflict_map.web.catalogue import CATALOGUE


def editing_payload() -> dict[str, Any]:
    """Give the columns of a corrections file and the words that it takes for types.

    >>> told = editing_payload()
    >>> told["columns"][:2], told["sub_types"]["Armed clash"]
    (['about', 'article_id'], 'Battles')
    """
    from conflict_map.corrections.columns import NAMES  # noqa: PLC0415  # brings the gazetteer

    return {
        "columns": list(NAMES),
        "types": [kind.value for kind in EventType],
        "sub_types": {sub: kind.value for sub, kind in SUB_EVENT_TYPES.items()},
    }


def words_of_editing() -> frozenset[str]:
    """Give the sentences that only a page that is made to be corrected says."""
    own = "".join(static_text(name) for name in PAGE_SCRIPTS if name in EDITING)
    rest = page_html() + "".join(map(static_text, for_reading(PAGE_SCRIPTS)))
    return frozenset(
        key for key in CATALOGUE
        if f"'{key}'" in own and f"'{key}'" not in rest and f'"{key}"' not in rest
    )  # fmt: skip

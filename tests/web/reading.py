"""Reads a page's data as the page does, for the tests that look inside it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.web.container import NO_TEXT, array_of, read_text_block, unpack
from conflict_map.web.encode import POINT_SCALE, UNKNOWN
from conflict_map.web.shorten import expanded

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK = re.compile(r'<script type="application/octet-stream" id="([^"]+)"[^>]*>([^<]*)</script>')


class Reading:
    """Give the columns, places and marks of a payload by row."""

    def __init__(self, head: dict[str, Any], data: bytes, texts: list[str]) -> None:
        self.head, self.data, self.texts = head, data, texts
        self.rows = head["rows"]
        self._blocks: dict[int, list[list[str | None]]] = {}
        counts = self.array(head["marks"]["count"]).tolist()
        self.start = [0, *np.cumsum(counts).tolist()]
        self.place_at = self.array(head["marks"]["at"]).tolist()
        places = head["places"]
        self.lat = (self.array(places["lat"]) / POINT_SCALE).tolist()
        self.lon = (self.array(places["lon"]) / POINT_SCALE).tolist()
        self.shape = self.array(places["shape"]).tolist()
        self.name = [self.reader(places["name"])(i) for i in range(len(self.lat))]

    @classmethod
    def of(cls, payload) -> Reading:
        return cls(payload.head, b"".join(payload.sections.parts), payload.texts)

    @classmethod
    def of_html(cls, html: str) -> Reading:
        blocks = dict(_BLOCK.findall(html))
        head, data = unpack(blocks["conflict-map-data"])
        texts = [blocks[f"conflict-map-data-texts-{k}"] for k in range(head["texts"]["blocks"])]
        return cls(head, data, texts)

    def array(self, reference) -> np.ndarray:
        return array_of(reference, self.data)

    def column(self, name: str) -> Callable[[int], Any]:
        code = self.head["columns"][name]
        return self.column(code["like"]) if "like" in code else self.reader(code)

    def reader(self, code: dict[str, Any]) -> Callable[[int], Any]:
        if "list" in code:
            return lambda row: code["list"][row]
        if "prefixes" in code:
            prefix, number = self.array(code["prefix"]), self.array(code["number"])
            return lambda row: f"{code['prefixes'][prefix[row]]}{number[row]}"
        if "text" in code:
            return lambda row: self.text(code["text"], row)
        if "whole" in code:
            whole = self.array(code["whole"]).tolist()
            return lambda row: None if whole[row] == UNKNOWN else whole[row] / code["scale"]
        if "real" in code:
            real = self.array(code["real"]).tolist()
            return lambda row: None if np.isnan(real[row]) else real[row]
        if "after" in code:
            leader = self.head["columns"][code["after"]]
            words, read = leader.get("words", [leader.get("all")]), self.column(code["after"])
            each = self.array(code["each"]).tolist()

            def after(row: int) -> Any:
                value = read(row)
                word = each[0 if value is None else words.index(value) + 1]
                return code["words"][word - 1] if word else None

            return after
        if "name_of_place" in code:
            places = [self.start[row + 1] > self.start[row] for row in range(self.rows)]
            return lambda row: self.name[self.place_at[self.start[row]]] if places[row] else None
        if "place_at" in code:
            of_place = self.array(code["place_at"]).tolist()
            rows, row_at = self.array(code["rows"]).tolist(), self.array(code["row_at"]).tolist()
            own = dict(zip(rows, row_at, strict=True))

            def by_place(row: int) -> Any:
                placed = self.start[row + 1] > self.start[row]
                word = own.get(row, of_place[self.place_at[self.start[row]]] if placed else 0)
                return code["words"][word - 1] if word else None

            return by_place
        if "words" in code:
            at = self.array(code["at"]).tolist()
            return lambda row: code["words"][at[row] - 1] if at[row] else None
        return lambda _row: code["all"]

    def text(self, column: int, row: int) -> str | None:
        per = self.head["texts"]["rows"]
        if row // per not in self._blocks:
            self._blocks[row // per] = self._texts_of(row // per)
        short = self._blocks[row // per][column][row % per]
        texts = self.head["texts"]
        if texts["names"][column] not in texts.get("shortened", ()):
            return short
        return expanded(short, [self.column(name)(row) for name in texts["own"]])

    def _texts_of(self, number: int) -> list[list[str | None]]:
        raw = read_text_block(self.texts[number])
        names, per = self.head["texts"]["names"], self.head["texts"]["rows"]
        count = min(per, self.rows - number * per)
        lengths = np.frombuffer(raw, "<u4", count * len(names)).tolist()
        units = raw[4 * len(lengths) :].decode("utf-8").encode("utf-16-le")
        out: list[str | None] = []
        at = 0
        for length in lengths:
            if length == NO_TEXT:
                out.append(None)
                continue
            out.append(units[2 * at : 2 * (at + length)].decode("utf-16-le"))
            at += length
        return [out[k * count : (k + 1) * count] for k in range(len(names))]

    def details(self) -> dict[str, Any]:
        if "details" not in self.head["columns"]:
            return {}
        read, ids = self.column("details"), self.column("event_id")
        return {ids(row): json.loads(text) for row in range(self.rows) if (text := read(row))}

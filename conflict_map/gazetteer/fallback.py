"""Asks an online geocoder for names that the gazetteer lacks, when told to; knows no articles.

Nothing here runs unless a caller makes an ``OnlineFallback``. What a server says is a stranger's
text: it is checked, cut and cleaned before it becomes a place, and it never replaces a place of
the gazetteer.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import inspect
import logging
import sys
import threading
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from geopy.adapters import BaseSyncAdapter, get_retry_after
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders.base import Geocoder

from conflict_map.errors import UsageError
from conflict_map.gazetteer.answers import Answer, Answers, Clock
from conflict_map.gazetteer.faults import OwnWordsError, RefusedError, TurnError
from conflict_map.gazetteer.strangers import as_places, read_answer
from conflict_map.gazetteer.transport import GuardedAdapter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from conflict_map.gazetteer.book import Gazetteer
    from conflict_map.model import Candidate, Place, Resolution

ONLINE: Final = "online"
"""The rung of a candidate, and the prefix of a place's id, that a server gave."""
_TRIES: Final = 3
_FAILURES_IN_A_ROW: Final = 5
_LEAST_PAUSE_S: Final = 1.0
"""Nominatim's usage policy: at most one request a second."""
_MOST_PAUSE_S: Final = 8.0
_MOST_NAME: Final = 120
_ASKED_FOR: Final = 5
"""How many places a server is asked for."""
_POLICY: Final = frozenset({401, 402, 403, 407})


class _FailureError(Exception):
    """Say why a server could not be asked, and what follows from it."""

    def __init__(
        self, why: str, *, again: bool = False, stop: bool = False, wait_s: float | None = None
    ) -> None:
        super().__init__(why)
        self.again = again
        self.stop = stop
        self.wait_s = wait_s


class _NotAskedError(Exception):
    """Say why no request was made at all."""


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    country: str | None
    query: str
    key: str


class OnlineFallback:
    """An online geocoder for names that no gazetteer has: polite, cached, and never silent.

    ``geocoder`` is any synchronous geopy geocoder with a ``user_agent`` of its own; it is copied,
    and the copy connects through ``GuardedAdapter`` only. ``cache`` is a folder, or None to keep
    nothing. ``say`` is told, before the first request, which host gets the names (standard error
    if None). Every name costs at most ``name_s`` seconds and three tries, all names together
    ``run_s``; after five failures in a row nothing is asked any more.

    >>> from geopy.geocoders import Nominatim
    >>> OnlineFallback(Nominatim(user_agent="desk@example.org"), cache=None).asked
    0
    """

    def __init__(
        self,
        geocoder: Geocoder,
        *,
        cache: Path | None,
        say: Callable[[str], None] | None = None,
        timeout_s: float = 10.0,
        pause_s: float = _LEAST_PAUSE_S,
        name_s: float = 30.0,
        run_s: float = 600.0,
        not_found_days: int = 30,
        clock: Clock | None = None,
    ) -> None:
        _check(geocoder)
        self._say = say or _to_stderr
        self._clock = clock or Clock()
        self._timeout_s, self._name_s, self._run_s = timeout_s, name_s, run_s
        self._pause_s = max(_LEAST_PAUSE_S, pause_s)
        self._not_found_days = not_found_days
        self._geocoder = copy.copy(geocoder)
        self._geocoder.adapter = GuardedAdapter(
            proxies=geocoder.proxies, ssl_context=geocoder.ssl_context, turn=self._turn
        )
        self._takes = frozenset(inspect.signature(geocoder.geocode).parameters)
        self._service = "|".join(
            (
                type(geocoder).__name__,
                str(getattr(geocoder, "api", "")),
                str(getattr(geocoder, "domain", "")),
            )
        )
        self._notes: list[str] = []
        self._cache = cache
        self._answers: Answers | None = None
        self._lock = threading.RLock()
        self._host = ""
        self._told: set[str] = set()
        self._until = 0.0
        self._not_before = 0.0
        self._spent_s = 0.0
        self._in_a_row = 0
        self._stopped: str | None = None
        self._given: dict[tuple[str, str | None], tuple[Candidate, ...]] = {}
        """What became of each question: asked once a run, whatever the answer."""
        self._reasons: dict[tuple[str, str | None], str] = {}
        self._outcomes: Counter[str] = Counter()

    @property
    def asked(self) -> int:
        """Give how many different questions came up, answered from the cache or not."""
        return len(self._given)

    @property
    def stopped(self) -> str | None:
        """Give why nothing is asked any more; None while all is well."""
        return self._stopped

    @property
    def warnings(self) -> tuple[str, ...]:
        """Give what a report must tell of the online look-ups; no names."""
        return (*self.counts, *self._notes)

    @property
    def counts(self) -> tuple[str, ...]:
        """Give one line on how many names were asked and what became of them; none if none was."""
        if not self._outcomes:
            return ()
        told = ", ".join(f"{n} {what}" for what, n in sorted(self._outcomes.items()))
        return (f"online look-ups of names at {self._host or 'a server'}: {told}",)

    def beside(self, gazetteer: Gazetteer) -> Gazetteer:
        """Give a gazetteer that asks this geocoder for the names that ``gazetteer`` lacks.

        Only ``lookup`` with ``fuzzy`` asks, and only where the gazetteer has no candidate at all,
        not even another romanisation: a known name never goes out.
        """
        # It is a gazetteer in all but class: whatever kind stands behind it answers for itself.
        return cast("Gazetteer", _Beside(gazetteer, self))

    def candidates(
        self, name: str, gazetteer: Gazetteer, *, country: str | None = None, limit: int = 25
    ) -> tuple[Candidate, ...]:
        """Give what the geocoder makes of a name, rung ``online``; empty where it has nothing.

        Why it is empty stands in ``reason``. No failure is an error of the caller's.
        """
        question = self._question(name, gazetteer, country)
        if question is None:
            return ()
        with self._lock:
            asked = (question.name, question.country)
            if asked not in self._given:
                self._given[asked] = self._found(question, gazetteer)
            return self._given[asked][: max(0, limit)]

    def reason(self, name: str, country: str | None = None) -> str | None:
        """Give why a name got no candidate; None if it got one or was never asked."""
        name = _clean_name(name)
        if country is not None:
            return self._reasons.get((name, country.upper()))
        return next((why for (asked, _), why in self._reasons.items() if asked == name), None)

    def place(self, place_id: str) -> Place | None:
        """Give a place that the geocoder gave in this run, by its id, or None."""
        places = (c.place for found in self._given.values() for c in found)
        return next((place for place in places if place.id == place_id), None)

    def credit(self, resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
        """Say on each resolution what came from the geocoder, or why nothing did."""
        return tuple(self._credited(resolution) for resolution in resolutions)

    def close(self) -> None:
        """Close the cache."""
        if self._answers is not None:
            self._answers.close()

    # --- asking -----------------------------------------------------------------------------

    def _found(self, question: _Question, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
        """Give the candidates for a question, or keep the reason why there are none."""
        found: tuple[Candidate, ...] = ()
        try:
            answer = self._answer(question)
        except (_FailureError, _NotAskedError) as failure:
            outcome, why = "failed", f"could not be asked: {failure}"
        else:
            told = f"asked on {answer.day.isoformat()}"
            found = as_places(answer, question.name, gazetteer, question.country)
            if found:
                outcome, why = "answered", ""
            elif answer.found:
                outcome = "of no use"
                why = f"has only other names, kinds or countries for it ({told})"
            else:
                outcome, why = "unknown there", f"does not know it ({told})"
        self._outcomes[outcome] += 1
        if why:
            host = self._host or "the online geocoder"
            self._reasons[question.name, question.country] = f"{host} {why}"
        return found

    def _question(self, name: str, gazetteer: Gazetteer, country: str | None) -> _Question | None:
        name = _clean_name(name)
        if not any(char.isalpha() for char in name) or len(name) > _MOST_NAME:
            return None
        country = country.upper() if country else None
        query = name
        if country and not self._takes & {"country_codes", "countries", "country"}:
            record = gazetteer.country(country)
            query = f"{name}, {record.name}" if record else name
        asked = "\0".join((self._service, name.casefold(), country or ""))
        key = hashlib.sha256(asked.encode()).hexdigest()
        return _Question(name, country, query, key)

    def _answer(self, question: _Question) -> Answer:
        if self._answers is None:
            self._answers = Answers(self._cache, say=self._note, clock=self._clock)
        kept = self._answers.get(question.key, not_found_days=self._not_found_days)
        if kept is not None:
            self._host = self._host or kept.host
            return kept
        began = self._clock.elapsed()
        try:
            found = self._tried(question, began + self._name_s)
        finally:
            self._spent_s += self._clock.elapsed() - began
        answer = Answer(host=self._host, day=self._answers.day_now(), found=found)
        self._answers.put(question.key, answer)
        return answer

    def _tried(self, question: _Question, until: float) -> tuple[dict[str, Any], ...]:
        """Ask up to three times, with growing waits, within the time for one name."""
        for attempt in range(1, _TRIES + 1):
            self._check_open(until)
            self._until = until
            try:
                found = self._once(question)
            except _FailureError as failure:
                self._count(failure)
                wait = failure.wait_s if failure.wait_s is not None else 2.0**attempt
                late = self._clock.elapsed() + wait >= until
                if failure.wait_s is not None:
                    self._not_before = self._clock.elapsed() + wait
                if self._stopped or not failure.again or late or attempt == _TRIES:
                    raise
                self._clock.sleep(wait)
            else:
                self._in_a_row = 0
                return found
        raise AssertionError("unreachable")

    def _check_open(self, until: float) -> None:
        if self._stopped:
            raise _NotAskedError(self._stopped)
        if self._spent_s > self._run_s:
            self._stop(f"the {self._run_s:.0f} s for all names are used up")
            raise _NotAskedError(self._stopped or "")
        wait = self._not_before - self._clock.elapsed()
        if wait > until - self._clock.elapsed():
            raise _NotAskedError(f"it wants to be left alone for {wait:.0f} s")
        if wait > 0:
            self._clock.sleep(wait)

    def _count(self, failure: _FailureError) -> None:
        self._in_a_row += 1
        if failure.stop:
            self._stop(str(failure))
        elif self._in_a_row >= _FAILURES_IN_A_ROW:
            self._stop(f"{self._in_a_row} failures in a row, the last: {failure}")

    def _stop(self, why: str) -> None:
        self._stopped = why
        self._note(f"{self._host}: nothing more is asked there: {why}")

    def _once(self, question: _Question) -> tuple[dict[str, Any], ...]:
        """Ask once; whatever goes wrong becomes a failure that says what follows from it."""
        timeout = min(self._timeout_s, max(0.1, self._until - self._clock.elapsed()))
        try:
            with _hushed():
                found = self._geocoder.geocode(
                    question.query, exactly_one=False, timeout=timeout, **self._options(question)
                )
            return read_answer(found)
        except (_FailureError, _NotAskedError):
            raise
        except Exception as error:  # noqa: BLE001 - a geocoder's parser may raise anything
            raise self._failure(error) from None

    def _options(self, question: _Question) -> dict[str, Any]:
        offered: dict[str, Any] = {
            "limit": _ASKED_FOR, "language": "en", "addressdetails": True, "namedetails": True,
        }  # fmt: skip
        if question.country:
            filters = ("country_codes", "countries", "country")
            use = next((name for name in filters if name in self._takes), None)
            if use:
                offered[use] = question.country.lower()
        return {name: value for name, value in offered.items() if name in self._takes}

    def _failure(self, error: Exception) -> _FailureError:
        """Sort an error by what follows from it; only words of our own are kept."""
        status = getattr(error.__cause__, "status_code", None)
        if isinstance(error, RefusedError):
            return _FailureError(str(error), stop=True)
        if isinstance(error, GeocoderRateLimited) or status == 429:
            self._pause_s = min(_MOST_PAUSE_S, self._pause_s * 2)
            wait = _retry_after(error)
            return _FailureError("it is asked too often (status 429)", again=True, wait_s=wait)
        refused = (
            GeocoderInsufficientPrivileges, GeocoderAuthenticationFailure, GeocoderQuotaExceeded,
        )  # fmt: skip
        if isinstance(error, refused) or status in _POLICY:
            why = f"it refuses (status {status or 'unknown'}): see its usage policy, agent and key"
            return _FailureError(why, stop=True)
        if isinstance(error, (GeocoderTimedOut, GeocoderUnavailable)):
            told = f"status {status}" if status else _words(error, "it cannot be reached")
            wait = _retry_after(error) if status == 503 else None
            return _FailureError(told, again=True, wait_s=wait)
        if isinstance(error, GeocoderQueryError):
            return _FailureError(f"it does not take the question (status {status or 200})")
        if status is not None:
            return _FailureError(f"status {status}", again=status >= 500)
        if isinstance(error, OwnWordsError):
            return _FailureError(str(error))
        if isinstance(error, ConfigurationError):
            return _FailureError("the geocoder is not set up rightly", stop=True)
        if isinstance(error, GeocoderServiceError):
            return _FailureError("it reports a fault", again=True)
        return _FailureError(f"the answer is malformed ({type(error).__name__})")

    # --- manners ----------------------------------------------------------------------------

    @contextlib.contextmanager
    def _turn(self, scheme: str, host: str) -> Iterator[float]:
        """Say who gets the names, then wait for our turn; give the seconds left for the name."""
        self._host = host
        if host not in self._told:
            self._told.add(host)
            told = f"online look-ups are on: names that the gazetteer lacks are sent to {host}"
            if scheme == "http":
                told += ", over plain http, which others can read on the way"
            self._say(told)
        assert self._answers is not None
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(
                    self._answers.turn(host, pause_s=self._pause_s, until=self._until)
                )
            except TurnError as error:
                raise _NotAskedError(str(error)) from None
            except OSError as error:
                raise _NotAskedError(
                    f"the cache folder cannot be locked ({error.strerror})"
                ) from None
            yield max(0.1, self._until - self._clock.elapsed())

    def _note(self, text: str) -> None:
        self._notes.append(text)
        self._say(text)

    def _credited(self, resolution: Resolution) -> Resolution:
        location = resolution.location
        if location is None:
            why = self.reason(resolution.mention.name)
            return (
                resolution
                if why is None
                else replace(resolution, reason=f"{resolution.reason}; {why}")
            )
        given = [place for place in location.places if is_online(place)]
        if not given:
            return resolution
        sources = "; ".join(dict.fromkeys(place.source for place in given))
        names = " and ".join(dict.fromkeys(place.name for place in given))
        method = location.method.removesuffix(", the gazetteer's point")
        marked = f"{method}; the point of {names} is not the gazetteer's: {sources}"
        return replace(resolution, location=replace(location, method=marked))


class _Beside:
    """A gazetteer with a geocoder behind it."""

    def __init__(self, gazetteer: Gazetteer, fallback: OnlineFallback) -> None:
        self._gazetteer = gazetteer
        self._fallback = fallback

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # copying and pickling look for these before there is anything
            raise AttributeError(name)
        return getattr(self._gazetteer, name)

    def __len__(self) -> int:
        return len(self._gazetteer)

    def lookup(
        self, name: str, *, country: str | None = None, limit: int = 25, fuzzy: bool = True
    ) -> tuple[Candidate, ...]:
        """Give the gazetteer's candidates, or where it has none those of the geocoder."""
        found = self._gazetteer.lookup(name, country=country, limit=limit, fuzzy=fuzzy)
        if found or not fuzzy or limit <= 0:
            return found
        return self._fallback.candidates(name, self._gazetteer, country=country, limit=limit)

    def place(self, place_id: str) -> Place | None:
        """Give a record of the gazetteer, or a place that the geocoder gave in this run."""
        if not place_id.startswith(f"{ONLINE}:"):
            return self._gazetteer.place(place_id)
        return self._fallback.place(place_id)

    def ids(self, place_id: str) -> tuple[str, ...]:
        """Give every id of a place; a place that the geocoder gave has one."""
        if not place_id.startswith(f"{ONLINE}:"):
            return self._gazetteer.ids(place_id)
        return (place_id,) if self._fallback.place(place_id) else ()


def is_online(place: Place) -> bool:
    """Tell whether a place is a server's answer, not a record of a gazetteer."""
    return place.id.startswith(f"{ONLINE}:")


def _check(geocoder: object) -> None:
    if not isinstance(geocoder, Geocoder):
        raise UsageError(f"expected a geopy geocoder, got {type(geocoder).__name__}")
    if not isinstance(geocoder.adapter, BaseSyncAdapter):
        raise UsageError("the geocoder is asynchronous; give one with a synchronous adapter")
    agent = str(geocoder.headers.get("User-Agent", ""))
    if not agent or agent.startswith("geopy/"):
        raise UsageError(
            "the geocoder has no user_agent of its own; give it one that says who asks and how"
            " to reach you"
        )


def _words(error: Exception, otherwise: str) -> str:
    return str(error) if isinstance(error, OwnWordsError) else otherwise


def _retry_after(error: Exception) -> float | None:
    """Read how long a server wants to be left alone, in seconds."""
    headers = getattr(error.__cause__, "headers", None) or {}
    try:
        with _hushed():
            seconds = get_retry_after(headers)
        return None if seconds is None else float(seconds)
    except (ValueError, TypeError, OverflowError):
        return None


def _clean_name(name: str) -> str:
    return " ".join(name.split())


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep geopy from logging addresses, which hold the name and perhaps a key."""
    logger = logging.getLogger("geopy")

    def drop(_: logging.LogRecord) -> bool:
        return False

    logger.addFilter(drop)
    try:
        yield
    finally:
        logger.removeFilter(drop)


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"conflict-map: {text}\n")

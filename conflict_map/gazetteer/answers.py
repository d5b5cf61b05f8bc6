"""What online geocoders answered, kept on disk, and whose turn it is to ask; knows no places.

The one module that reads the clock: for the day of an answer, which is kept with it, its age, and
the second between two requests. The same cache gives the same output on any day.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from conflict_map.gazetteer.faults import TurnError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FILE: Final = "online-answers.sqlite"
_VERSION: Final = 1
_POLL_S: Final = 0.05


class Clock:
    """The time of day, the time that passes, and waiting; tests bring their own."""

    def now(self) -> float:
        """Give the seconds since 1970, UTC."""
        return time.time()

    def elapsed(self) -> float:
        """Give seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered on a day; nothing ``found`` is an answer too."""

    host: str
    day: date
    found: tuple[dict[str, Any], ...]


def default_folder() -> Path | None:
    """Give the user's cache folder for this program, or None where there is no home."""
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            given = os.environ.get("XDG_CACHE_HOME", "")
            # A relative path there is to be ignored (XDG base directory specification).
            base = Path(given) if Path(given).is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "conflict-map"


class Answers:
    """The answers of one cache folder; without a usable folder, those of this run.

    A damaged file, or one of a newer version, is set aside as ``.bad`` with one warning. Errors
    are never kept: only what a host said. What is told names no folder: it goes into reports.
    """

    def __init__(
        self, folder: Path | None, *, say: Callable[[str], None], clock: Clock | None = None
    ) -> None:
        self._say = say
        self._clock = clock or Clock()
        self._memory: dict[str, Answer] = {}
        self._stamps: dict[str, float] = {}
        self._folder = self._usable(folder)
        self._db = self._opened() if self._folder else None

    def get(self, key: str, *, not_found_days: int) -> Answer | None:
        """Give what was answered, unless it was "not found" and is older than some days."""
        answer = self._memory.get(key) or self._stored(key)
        if answer is None:
            return None
        age = (self.day_now() - answer.day).days
        if not answer.found and not 0 <= age <= not_found_days:
            return None
        self._memory[key] = answer
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer."""
        self._memory[key] = answer
        if self._db is None:
            return
        row = (key, answer.host, answer.day.isoformat(), json.dumps(answer.found))
        try:
            with self._db:
                self._db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            self._give_up(error)

    def day_now(self) -> date:
        """Give the day, UTC."""
        return datetime.fromtimestamp(self._clock.now(), tz=UTC).date()

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    @contextlib.contextmanager
    def turn(self, host: str, *, pause_s: float, until: float) -> Iterator[None]:
        """Wait until the last request to a host is ``pause_s`` ago, and keep others waiting.

        Over all processes that share the folder, one at a time. ``until`` is in the seconds of
        ``Clock.elapsed``.

        Raises
        ------
        TurnError
            If it is not our turn by then.
        """
        with self._locked(host, until) as file:
            ago = self._clock.now() - self._last(host, file)
            # A clock that was set back must not hold us up for longer than the pause.
            wait = min(pause_s, max(0.0, pause_s - ago)) if ago >= 0 else pause_s
            if self._clock.elapsed() + wait > until:
                raise TurnError("too many requests are waiting")
            if wait:
                self._clock.sleep(wait)
            self._mark(host, file)
            yield

    # --- the turn ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def _locked(self, host: str, until: float) -> Iterator[IO[bytes] | None]:
        if self._folder is None:
            yield None
            return
        name = "turn-" + hashlib.sha256(host.encode()).hexdigest()[:16]
        with (self._folder / name).open("a+b") as file:
            while not _try_lock(file):
                if self._clock.elapsed() > until:
                    raise TurnError("another process keeps asking it")
                self._clock.sleep(_POLL_S)
            try:
                yield file
            finally:
                _unlock(file)

    def _last(self, host: str, file: IO[bytes] | None) -> float:
        if file is None:
            return self._stamps.get(host, float("-inf"))
        file.seek(0)
        try:
            return float(file.read(32))
        except ValueError:
            return float("-inf")

    def _mark(self, host: str, file: IO[bytes] | None) -> None:
        now = self._clock.now()
        self._stamps[host] = now
        if file is not None:
            file.seek(0)
            file.truncate()
            file.write(repr(now).encode())
            file.flush()

    # --- the file ---------------------------------------------------------------------------

    def _usable(self, folder: Path | None) -> Path | None:
        """Make the folder for this user alone; answers tell what somebody looked for."""
        if folder is None:
            return None
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = folder / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            why = f"the cache folder cannot be used ({error.strerror or error})"
            self._say(f"online answers are not kept: {why}")
            return None
        return folder

    def _opened(self) -> sqlite3.Connection | None:
        assert self._folder is not None
        path = self._folder / _FILE
        for _ in range(2):
            try:
                return _connect(path)
            except sqlite3.OperationalError as error:
                self._give_up(error)
                return None
            except sqlite3.DatabaseError as error:
                aside = _free_name(path)
                try:
                    path.replace(aside)
                except OSError:
                    break
                self._say(
                    f"the kept online answers cannot be used ({error}); {_FILE} is set aside as"
                    f" {aside.name} and begun anew"
                )
        return None

    def _stored(self, key: str) -> Answer | None:
        if self._db is None:
            return None
        try:
            row: Sequence[str] | None = self._db.execute(
                "SELECT host, day, found FROM answer WHERE key = ?", (key,)
            ).fetchone()
            if row is None:
                return None
            found = tuple(dict(one) for one in json.loads(row[2]))
            return Answer(host=row[0], day=date.fromisoformat(row[1]), found=found)
        except (sqlite3.Error, ValueError, TypeError) as error:
            self._give_up(error)
            return None

    def _give_up(self, error: Exception) -> None:
        self.close()
        self._say(f"online answers are not kept: {_FILE}: {error}")


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file and check that it is whole and ours."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    # One thread asks at a time: the fallback holds a lock.
    db = sqlite3.connect(path, timeout=5, check_same_thread=False)
    try:
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("it is damaged")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version != (_VERSION if tables else 0):
            raise sqlite3.DatabaseError(f"expected version {_VERSION}, got {version}")
        with db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, host TEXT NOT NULL,"
                " day TEXT NOT NULL, found TEXT NOT NULL) WITHOUT ROWID"
            )
            db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("SELECT key, host, day, found FROM answer LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        if "no such column" in str(error):
            raise sqlite3.DatabaseError("it is of another kind") from None
        raise
    except sqlite3.Error:
        db.close()
        raise
    return db


def _free_name(path: Path) -> Path:
    """Give the first name for a file to set aside that overwrites none."""
    aside = path.with_suffix(".bad")
    number = 2
    while aside.exists():
        aside = path.with_suffix(f".{number}.bad")
        number += 1
    return aside


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)

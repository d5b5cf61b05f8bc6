"""Runs the command and turns every expected fault into one line and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from conflict_map.cli.parser import build_parser, with_reverse
from conflict_map.cli.talk import (
    EXIT_INTERRUPTED,
    EXIT_NOTHING,
    EXIT_PIPE,
    EXIT_TERMINATED,
    EXIT_USAGE,
    say,
)
from conflict_map.errors import ConflictMapError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 done, 1 nothing could be used, 2 wrong usage."""
    _speak_utf8()
    arguments = build_parser().parse_args(with_reverse(sys.argv[1:] if argv is None else argv))
    with contextlib.suppress(ValueError):  # only the main thread may set a handler
        signal.signal(signal.SIGTERM, _terminated)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        say(f"conflict-map: {error}")
        return EXIT_USAGE
    except ConflictMapError as error:
        say(f"conflict-map: {error}")
        return EXIT_NOTHING
    except BrokenPipeError:
        # The reader has gone: say nothing, also not when the interpreter flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE
    except OSError as error:
        say(f"conflict-map: {error.filename or 'a file'}: {error.strerror or error}")
        return EXIT_NOTHING
    except MemoryError:
        say("conflict-map: the memory is too small for this input; split it")
        return EXIT_NOTHING
    except KeyboardInterrupt:
        say("conflict-map: interrupted")
        return EXIT_INTERRUPTED
    except _TerminatedError:
        say("conflict-map: terminated")
        return EXIT_TERMINATED
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        say(
            f"conflict-map: a fault of the program ({type(error).__name__}: {error}); please "
            "report it with the output of: python -X dev -m conflict_map ..."
        )
        return EXIT_NOTHING
    return code


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; data must not depend on the machine."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


class _TerminatedError(BaseException):
    """Carry SIGTERM out of the work, so that temporary files are taken away on the way."""


def _terminated(_number: int, _frame: object) -> NoReturn:
    raise _TerminatedError

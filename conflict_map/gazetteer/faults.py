"""The ways in which an online geocoder fails, in geopy's terms and our own words; knows no places.

Only these messages are shown: a message that geopy took from a server may hold anything.
"""

from __future__ import annotations

from geopy.exc import (
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)


class OwnWordsError(Exception):
    """Mark an error whose message was written here."""


class RefusedError(OwnWordsError, GeocoderServiceError):  # type: ignore[misc]
    """Say why a server is not to be asked again: a wrong certificate, a redirect."""


class SlowError(OwnWordsError, GeocoderTimedOut):  # type: ignore[misc]
    """Say that a server took too long."""


class UnreachableError(OwnWordsError, GeocoderUnavailable):  # type: ignore[misc]
    """Say that a server is down or broke off."""


class MalformedError(OwnWordsError, GeocoderParseError):  # type: ignore[misc]
    """Say what is wrong with an answer."""


class TurnError(Exception):
    """Say that other processes kept the turn for too long."""

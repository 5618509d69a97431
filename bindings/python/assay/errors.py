"""What can go wrong, as exceptions. Messages are those of the command line."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

_WRONG_ARGUMENT, _WRONG_POLICY, _WRONG_DATA, _NOT_FOUND, _NO_MEMORY = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong, or suspicious, in a policy. Lines and columns count from 1, columns in characters."""

    code: str
    level: str
    message: str
    file: str
    line: int
    column: int
    help: list[str] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)

    def __str__(self) -> str:
        return "%s[%s]: %s (%s:%d:%d)" % (self.level, self.code, self.message, self.file, self.line, self.column)


def object_of(text: str) -> dict[str, Any]:
    """What a JSON text that holds an object says."""
    found: dict[str, Any] = json.loads(text)
    return found


def diagnostics_of(text: str) -> list[Diagnostic]:
    """The diagnostics of a JSON array of them."""
    known = Diagnostic.__dataclass_fields__
    return [Diagnostic(**{key: value for key, value in each.items() if key in known}) for each in json.loads(text)]


class AssayError(Exception):
    """All that the engine reports."""


class PolicyError(AssayError, ValueError):
    """A policy does not compile. str() is the message as the command line prints it, `diagnostics` the same as objects."""

    def __init__(self, message: str, diagnostics: list[Diagnostic] | None = None) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics or []


class ArgumentError(AssayError, ValueError):
    """An argument that means nothing: an as-of that is no time, a setting without a value."""


class DataError(AssayError, ValueError):
    """Leads or activities cannot be read: a malformed array, a column of a type that its field does not take, a stream that failed."""


class LeadNotFound(AssayError, LookupError):
    """No lead has the id that was asked for."""


def from_core(status: int, message: str, diagnostics: str) -> Exception:
    """The exception for an error of the engine."""
    if status == _WRONG_POLICY:
        return PolicyError(message, diagnostics_of(diagnostics))
    if status == _NO_MEMORY:
        return MemoryError(message)
    kinds = {_WRONG_ARGUMENT: ArgumentError, _WRONG_DATA: DataError, _NOT_FOUND: LeadNotFound}
    return kinds.get(status, AssayError)(message)

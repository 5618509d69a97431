"""Policies: compiled from text or a file, asked what they need, and run over tables."""
from __future__ import annotations

import datetime
import html
import os
from typing import Any, Callable, Mapping, Union

from . import _core
from .errors import ArgumentError, Diagnostic, diagnostics_of, object_of
from .result import Result, Stream

AsOf = Union[str, datetime.date, datetime.datetime]


def compile(  # noqa: A001 (assay.compile reads as it should)
    policy: str | os.PathLike[str],
    *,
    settings: Mapping[str, object] | None = None,
    file_name: str | None = None,
    read_file: Callable[[str], str | None] | None = None,
    engine: str = "native",
) -> Policy:
    """Compiles a policy: a path (any os.PathLike, or a text of one line that ends with ".assay"), or the text itself.

    `settings` are those of `--set`. `file_name` stands in messages, and files that the policy uses are looked for in its folder; or they
    come from `read_file`, which is given a path and returns the text, or None when there is no such file. Raises PolicyError."""
    if engine not in ("native", "interpreter"):
        raise ArgumentError("engine is 'native' or 'interpreter', not %r" % engine)
    if _is_path(policy):
        path = os.fspath(policy)
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            text = file.read()
        file_name = file_name or path
    else:
        text = str(policy)
    pairs = [(name, _setting_text(value)) for name, value in (settings or {}).items()]
    return Policy(_core.compile(text, file_name or "policy.assay", pairs, read_file, engine == "interpreter"))


class Policy:
    """A compiled policy. It does not change; any number of threads may use it at once. assay.compile makes one."""

    def __init__(self, core: _core.Policy) -> None:
        self._core = core
        self._description: dict[str, Any] | None = None

    @property
    def inputs(self) -> dict[str, Any]:
        """What the policy asks of its data: name, version, time zone, settings, and lists of fields and activities."""
        if self._description is None:
            self._description = object_of(self._core.inputs())
        return self._description

    @property
    def outputs(self) -> dict[str, Any]:
        """The columns of a result, and the rules that may show in its reasons."""
        return object_of(self._core.outputs(True))

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What is suspicious but not wrong."""
        return diagnostics_of(self._core.diagnostics())

    @property
    def name(self) -> str:
        return str(self.inputs["name"])

    def score(self, leads: Any, *, activities: Any = None, as_of: AsOf, explain: bool = False, threads: int = 0) -> Result:
        """Scores leads: a table of pyarrow, pandas, Polars or DuckDB (anything with __arrow_c_stream__ or __arrow_c_array__), or a list of dicts.

        `as_of` is the time that counts as now: a date means its end, a datetime without a zone is in the policy's; "now" asks the clock.
        `explain` adds the column `reasons`. `threads` 0 means all that the machine has. Rows come out in the order of the leads."""
        return Result(self._core.score(leads, activities, _options(as_of, explain, threads)), self, leads, activities, as_of)

    def stream(self, leads: Any, *, activities: Any = None, as_of: AsOf, explain: bool = False, threads: int = 0) -> Stream:
        """The same, lazily: leads are read when the result is, so neither need fit in memory. It can be read once."""
        return Stream(self._core.score_lazily(leads, activities, _options(as_of, explain, threads)))

    def explain(self, lead: Any, leads: Any = None, *, activities: Any = None, as_of: AsOf) -> dict[str, Any]:
        """Why a lead has its score: a dict of fields (its activities as a list under "activities"), or the id of one of `leads`."""
        if isinstance(lead, Mapping):
            leads, wanted = [dict(lead)], None
        elif leads is None:
            raise ArgumentError("explain needs a lead as a dict, or an id and the leads to look for it in")
        else:
            wanted = str(lead)
        return object_of(self._core.explain(leads, wanted, activities, _options(as_of, True, 1)))

    def test(self) -> dict[str, Any]:
        """Runs the tests inside the policy: how many passed and failed, and what was found where something else was expected."""
        return object_of(self._core.test())

    def __arrow_c_schema__(self) -> Any:
        """The columns that the policy reads, of the types that need no conversion."""
        return self._core.input_schema()

    def __repr__(self) -> str:
        return "<assay.Policy %r: %d rules>" % (self.name, len(self.outputs["rules"]))

    def _repr_html_(self) -> str:
        used = [field for field in self.inputs["fields"] if field["used"]]
        columns = ", ".join("<code>%s</code>" % html.escape(column["name"]) for column in self.outputs["columns"])
        rows = "".join("<tr><td><code>%s</code></td><td>%s</td></tr>" % (html.escape(field["name"]), html.escape(_type_text(field)))
                       for field in used)
        return ("<div><b>%s</b>, %d rules, time zone %s<br>gives %s<table><thead><tr><th>reads</th><th>type</th></tr></thead>"
                "<tbody>%s</tbody></table></div>" % (html.escape(self.name or "policy"), len(self.outputs["rules"]),
                                                     html.escape(self.inputs["timezone"]), columns, rows))


def _is_path(policy: str | os.PathLike[str]) -> bool:
    return isinstance(policy, os.PathLike) or (policy.endswith(".assay") and "\n" not in policy)


def _setting_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _type_text(field: dict[str, Any]) -> str:
    return "one of " + ", ".join(field["labels"]) if field["labels"] else field["type"]


def _options(as_of: AsOf, explain: bool, threads: int) -> _core.ScoreOptions:
    if isinstance(as_of, (datetime.date, datetime.datetime)):
        as_of = as_of.isoformat()
    if not isinstance(as_of, str):
        raise ArgumentError("as_of is a date, a datetime or a text, not %r" % (as_of,))
    return _core.ScoreOptions(as_of, explain, threads)

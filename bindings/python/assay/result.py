"""Results: Arrow data that any library takes over without copying."""
from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from . import _core
from .errors import object_of

if TYPE_CHECKING:
    from .policy import AsOf, Policy

_ROWS_SHOWN = 10


class Result:
    """Scored leads, a row each in their order. pyarrow.table(result), polars.DataFrame(result) and their like take it as it is."""

    def __init__(self, core: _core.Scored, policy: Policy, leads: Any, activities: Any, as_of: AsOf) -> None:
        self._core, self._policy, self._leads, self._activities, self._as_of = core, policy, leads, activities, as_of

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._core.stream()

    def __arrow_c_schema__(self) -> Any:
        return self._core.schema()

    def __len__(self) -> int:
        return self._core.rows()

    @property
    def report(self) -> dict[str, Any]:
        """What was found in the data: as-of, rows, columns matched and not, cells that could not be read."""
        return object_of(self._core.report())

    def explain(self, lead: object) -> dict[str, Any]:
        """Why the lead of that id has its score; reads the leads again."""
        return self._policy.explain(lead, self._leads, activities=self._activities, as_of=self._as_of)

    def to_pyarrow(self) -> Any:
        """As a pyarrow.Table."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> Any:
        """As a pandas.DataFrame."""
        return self.to_pyarrow().to_pandas()

    def to_polars(self) -> Any:
        """As a polars.DataFrame."""
        import polars

        return polars.DataFrame(self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """As a list of dicts, for a few leads."""
        return self._core.head(len(self))

    def __repr__(self) -> str:
        return "<assay.Result: %d leads>" % len(self)

    def _repr_html_(self) -> str:
        rows = self._core.head(_ROWS_SHOWN)
        names = list(rows[0]) if rows else []
        head = "".join("<th>%s</th>" % html.escape(name) for name in names)
        body = "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % html.escape(_shown(row[name])) for name in names) for row in rows)
        more = "" if len(rows) == len(self) else ", the first %d" % len(rows)
        return "<div>%d leads%s<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>" % (len(self), more, head, body)


class Stream:
    """Leads that are scored while they are read, once, by whoever takes the stream: pyarrow.RecordBatchReader.from_stream(stream)."""

    def __init__(self, core: _core.Lazy) -> None:
        self._core = core

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._core.stream()

    @property
    def report(self) -> dict[str, Any]:
        """What was found in the data that was read so far."""
        return object_of(self._core.report())


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_shown(each) for each in value)
    if isinstance(value, dict):
        return "%+g %s" % (value["points"], value["reason"]) if {"points", "reason"} <= set(value) else str(value)
    return "%g" % value if isinstance(value, float) else str(value)

"""Assay: policies for lead qualification, compiled to native code, over any Arrow table.

    import assay
    policy = assay.compile("policy.assay")
    scores = policy.score(leads, activities=activities, as_of="2026-11-22")
    scores.to_pandas()
"""
from __future__ import annotations

from . import _core
from .errors import ArgumentError, AssayError, DataError, Diagnostic, LeadNotFound, PolicyError
from .policy import Policy, compile
from .result import Result, Stream

__all__ = ["ArgumentError", "AssayError", "DataError", "Diagnostic", "LeadNotFound", "Policy", "PolicyError", "Result", "Stream", "compile"]

#: Of the package.
__version__ = _core.version().split(" ")[0]
#: Of all that results may depend on: "0.1.0 (LLVM 19.1.7, tzdata 2026b, Unicode 15.0.0)".
engine_version = _core.version()

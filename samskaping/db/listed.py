"""Several rows in one cell: what hangs on a row of a larger statement, read without a statement of its own."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Listed(FunctionElement[Any]):
    """The values of each row as a list, and all of these as one; no rows are an empty one, or nothing."""

    type = JSON()
    inherit_cache = True
    name = "listed"


@compiles(Listed, "postgresql")
def _postgresql(element: Listed, compiler: Any, **given: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **given)}))"


@compiles(Listed, "sqlite")
def _sqlite(element: Listed, compiler: Any, **given: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **given)}))"

"""The options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Json = Annotated[bool, Parameter(name="--json", negative="", help="Print the result as JSON.")]
Out = Annotated[Path | None, Parameter(help="Write the result to a .json, .csv or .parquet file.")]

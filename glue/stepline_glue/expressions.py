"""Spark SQL expressions of a contract, with `:logical_date` and `:run_id` bound."""

import re
from dataclasses import dataclass
from datetime import date

from pyspark.errors import ParseException
from pyspark.sql import Column
from pyspark.sql import functions as F

from stepline_glue.errors import ContractInvalid

# Quoted texts, quoted names and comments are stepped over: a colon in them is not a parameter.
_TOKEN = re.compile(
    r"'(?:[^'\\]|\\.)*'" r'|"(?:[^"\\]|\\.)*"' r"|`[^`]*`" r"|--[^\n]*" r"|/\*.*?\*/" r"|:(?P<name>[A-Za-z_]\w*)", re.DOTALL
)
_ORDER_TERM = re.compile(r"(?P<of>.+?)(?:\s+(?P<way>ASC|DESC))?(?:\s+NULLS\s+(?P<nulls>FIRST|LAST))?\s*", re.I | re.DOTALL)


@dataclass(frozen=True)
class Parameters:
    """Bound as literals rather than columns, so that Spark folds what depends on nothing else."""

    logical_date: date
    run_id: str

    def bind(self, expression: str, owner: str) -> Column:
        """`owner` names the expression in an error: `rule contact_day_is_logical_date`."""
        literals = {"logical_date": f"DATE '{self.logical_date.isoformat()}'", "run_id": _quoted(self.run_id)}

        def replace(match: re.Match[str]) -> str:
            name = match.group("name")
            if name is None:
                return match.group()
            if name not in literals:
                raise ContractInvalid(f"{owner} uses :{name}, and the parameters are :logical_date and :run_id: {expression}")
            return literals[name]

        try:
            return F.expr(_TOKEN.sub(replace, expression))
        except ParseException as problem:
            reason = str(problem).strip().splitlines()[0]
            raise ContractInvalid(f"{owner} is not a Spark SQL expression ({reason}): {expression}") from None


@dataclass(frozen=True)
class OrderTerm:
    """`duration DESC NULLS LAST`: what to order by, and which way."""

    expression: str
    descending: bool
    nulls_first: bool

    def apply(self, value: Column) -> Column:
        if self.descending:
            return value.desc_nulls_first() if self.nulls_first else value.desc_nulls_last()
        return value.asc_nulls_first() if self.nulls_first else value.asc_nulls_last()


def parse_order_term(term: str) -> OrderTerm:
    """As in Spark SQL, ascending puts nulls first and descending last when the term does not say."""
    match = _ORDER_TERM.fullmatch(term.strip())
    if match is None:
        raise ContractInvalid(f'contract.target.deduplicateBy has the term "{term}": write an expression, then ASC or DESC.')
    descending = (match["way"] or "").upper() == "DESC"
    nulls_first = match["nulls"].upper() == "FIRST" if match["nulls"] else not descending
    return OrderTerm(match["of"], descending, nulls_first)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"

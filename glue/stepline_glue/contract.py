"""The compiled contract (`contracts/compiled-contract.ts`) as typed data."""

from dataclasses import dataclass

from stepline_glue.errors import ContractInvalid
from stepline_glue.json_fields import JsonObject


@dataclass(frozen=True)
class ColumnType:
    kind: str
    """string, integer, decimal, double, boolean, date or timestamp."""
    spark: str
    """Spark SQL type: `int`, `decimal(9,2)`, ..."""
    max_bytes: int = 0
    """Of strings only, in UTF-8, as Redshift counts VARCHAR."""


@dataclass(frozen=True)
class CsvFormat:
    delimiter: str
    quote: str


@dataclass(frozen=True)
class SourceColumn:
    name: str
    type: ColumnType
    required: bool
    null_values: tuple[str, ...]
    """Compared after trimming; holds the empty text."""
    true_values: tuple[str, ...]
    false_values: tuple[str, ...]
    date_format: str | None


@dataclass(frozen=True)
class SourceData:
    object: str
    csv: CsvFormat
    columns: tuple[SourceColumn, ...]
    empty_batch: str
    """fail or succeed."""


@dataclass(frozen=True)
class Lookup:
    name: str
    file: str
    csv: CsvFormat
    columns: tuple[SourceColumn, ...]
    source_column: str
    lookup_column: str
    on_missing: str
    """quarantine or null."""


@dataclass(frozen=True)
class TargetColumn:
    name: str
    type: ColumnType
    required: bool
    expression: str


@dataclass(frozen=True)
class TargetTable:
    columns: tuple[TargetColumn, ...]
    key: tuple[str, ...]
    deduplicate_by: tuple[str, ...]
    partition_by: tuple[str, ...]


@dataclass(frozen=True)
class RowRule:
    id: str
    expression: str
    severity: str
    """error or warning."""


@dataclass(frozen=True)
class Contract:
    id: str
    version: str
    source: SourceData
    lookups: tuple[Lookup, ...]
    target: TargetTable
    rules: tuple[RowRule, ...]
    max_quarantined_percent: float


def parse_contract(text: str) -> Contract:
    """Refuses another `formatVersion`, and names that point nowhere."""
    json = JsonObject.parse(text, "contract", ContractInvalid)
    json.format_version(1)
    contract = Contract(
        id=json.text("id"),
        version=json.text("version"),
        source=_source(json.object("source")),
        lookups=json.objects("lookups", _lookup),
        target=_target(json.object("target")),
        rules=json.objects("rules", _rule),
        max_quarantined_percent=json.object("thresholds").number("maxQuarantinedPercent"),
    )
    _check_names(contract)
    return contract


def _source(json: JsonObject) -> SourceData:
    return SourceData(
        object=json.text("object"),
        csv=_csv(json.object("csv")),
        columns=json.objects("columns", _source_column),
        empty_batch=json.choice("emptyBatch", "fail", "succeed"),
    )


def _csv(json: JsonObject) -> CsvFormat:
    return CsvFormat(delimiter=json.text("delimiter"), quote=json.text("quote"))


def _source_column(json: JsonObject) -> SourceColumn:
    booleans = json.object("booleanValues") if "booleanValues" in json.members else None
    kind = _type(json.object("type"))
    if kind.kind == "boolean" and booleans is None:
        raise ContractInvalid(f"{json.path}.booleanValues is missing: name the texts that mean true and false.")
    return SourceColumn(
        name=json.text("name"),
        type=kind,
        required=json.boolean("required"),
        null_values=tuple(dict.fromkeys(("", *json.texts("nullValues")))),
        true_values=booleans.texts("true") if booleans else (),
        false_values=booleans.texts("false") if booleans else (),
        date_format=json.optional_text("dateFormat"),
    )


def _type(json: JsonObject) -> ColumnType:
    kind = json.choice("kind", "string", "integer", "decimal", "double", "boolean", "date", "timestamp")
    if kind == "string":
        return ColumnType(kind, "string", json.integer("maxBytes"))
    if kind == "integer":
        names = {16: "smallint", 32: "int", 64: "bigint"}
        bits = json.integer("bits")
        if bits not in names:
            raise ContractInvalid(f"{json.path}.bits is {bits}, expected 16, 32 or 64.")
        return ColumnType(kind, names[bits])
    if kind == "decimal":
        precision, scale = json.integer("precision"), json.integer("scale")
        if not 0 <= scale <= precision <= 38 or precision == 0:
            raise ContractInvalid(f"{json.path} is decimal({precision},{scale}), Spark and Redshift allow up to decimal(38,37).")
        return ColumnType(kind, f"decimal({precision},{scale})")
    return ColumnType(kind, kind)


def _lookup(json: JsonObject) -> Lookup:
    on = json.object("on")
    return Lookup(
        name=json.text("name"),
        file=json.text("file"),
        csv=_csv(json.object("csv")),
        columns=json.objects("columns", _source_column),
        source_column=on.text("source"),
        lookup_column=on.text("lookup"),
        on_missing=json.choice("onMissing", "quarantine", "null"),
    )


def _target(json: JsonObject) -> TargetTable:
    return TargetTable(
        columns=json.objects("columns", _target_column),
        key=json.texts("key"),
        deduplicate_by=json.texts("deduplicateBy"),
        partition_by=json.texts("partitionBy"),
    )


def _target_column(json: JsonObject) -> TargetColumn:
    return TargetColumn(
        name=json.text("name"),
        type=_type(json.object("type")),
        required=json.boolean("required"),
        expression=json.text("expression"),
    )


def _rule(json: JsonObject) -> RowRule:
    return RowRule(json.text("id"), json.text("expression"), json.choice("severity", "error", "warning"))


def _check_names(contract: Contract) -> None:
    source = {column.name for column in contract.source.columns}
    target = {column.name for column in contract.target.columns}
    _check("contract.target.key", set(contract.target.key), target)
    _check("contract.target.partitionBy", set(contract.target.partition_by), target)
    for lookup in contract.lookups:
        _check(f"contract.lookups.{lookup.name}.on.source", {lookup.source_column}, source)
        _check(f"contract.lookups.{lookup.name}.on.lookup", {lookup.lookup_column}, {column.name for column in lookup.columns})
    if not contract.target.key:
        raise ContractInvalid("contract.target.key is empty: name the target columns that identify a row.")


def _check(path: str, names: set[str], known: set[str]) -> None:
    unknown = sorted(names - known)
    if unknown:
        raise ContractInvalid(f"{path} names {', '.join(unknown)}, which is not one of {', '.join(sorted(known))}.")

"""The job: options, pinned input, transforms, output; the COPY manifest last."""

import re
from collections.abc import Sequence
from functools import partial

from py4j.protocol import Py4JJavaError
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import DataFrame, SparkSession

from stepline_glue.contract import Contract, parse_contract
from stepline_glue.counts import Counts, check_balance, check_not_empty, check_threshold, plural
from stepline_glue.errors import ContractInvalid, SchemaMismatch
from stepline_glue.expressions import Parameters
from stepline_glue.hadoop import HadoopFiles
from stepline_glue.lines import start_lines
from stepline_glue.lookup_tables import read_lookups
from stepline_glue.manifest import Locate, Manifest, parse_manifest, s3_location
from stepline_glue.options import Options, parse_options
from stepline_glue.plan import checked_rows
from stepline_glue.read import SourceFile, check_unchanged, open_pinned, read_csv
from stepline_glue.session import apply_settings, open_session
from stepline_glue.summary import summary_json
from stepline_glue.transforms.deduplicate import rank
from stepline_glue.transforms.quarantine import with_start_lines
from stepline_glue.transforms.reasons import Check
from stepline_glue.write import (
    SUMMARY,
    WrittenRows,
    clear,
    counts_of,
    curated_rows,
    drop_carried,
    narrow,
    quarantined_rows,
    target_schema,
    write_copy_manifest,
    write_empty,
    write_quarantine,
    write_rows,
)

say = partial(print, "transform:", flush=True)


def main(arguments: Sequence[str]) -> None:
    options = parse_options(arguments)
    run(open_session(), options)


def run(spark: SparkSession, options: Options, locate: Locate = s3_location) -> Counts:
    """Raises a JobError; there is no COPY manifest then. `locate` is where pinned files are, on S3 unless a test says else."""
    files = HadoopFiles(spark)
    contract = parse_contract(files.read_text(options.contract_uri))
    manifest = parse_manifest(files.read_text(options.manifest_uri), options)
    source = open_pinned(files, manifest.files, locate)
    apply_settings(spark, sum(file.status.bytes for file in source))
    say(f"{options.pipeline} {options.logical_date}, contract {contract.id} {contract.version}, attempt {options.attempt}")
    clear(files, options.output_uri, options.quarantine_uri)
    try:
        counts = _transform(spark, files, options, contract, manifest, source, locate)
    except AnalysisException as problem:
        raise ContractInvalid(f"An expression of contract {contract.id} does not fit its data: {_first_line(problem)}") from None
    except (Py4JJavaError, PySparkException) as problem:
        raise _schema_mismatch(problem) or problem from None
    _publish(spark, files, options, contract, counts, len(source))
    return counts


def _transform(
    spark: SparkSession,
    files: HadoopFiles,
    options: Options,
    contract: Contract,
    manifest: Manifest,
    source: Sequence[SourceFile],
    locate: Locate,
) -> Counts:
    parameters = Parameters(options.logical_date, options.run_id)
    rows = read_csv(spark, source, contract.source.csv, contract.source.columns)
    lookups = read_lookups(spark, files, contract.lookups, manifest, locate)
    checked, checks = checked_rows(rows, contract, lookups, parameters)
    narrowed = narrow(checked, contract)
    say(f"reading {plural(len(source), 'file')}, {plural(len(lookups), 'lookup')}")
    written = write_rows(rank(narrowed, contract.target), contract, options.output_uri)
    check_unchanged(files, source, locate)
    say(f"read {plural(written.source, 'row')} from {plural(len(source), 'file')}")
    by_rule = _quarantine(spark, options, contract, narrowed, rows, checks, written)
    drop_carried(files, options.output_uri)
    curated = curated_rows(spark, files, target_schema(spark, contract.target), options.output_uri)
    return counts_of(written, curated, by_rule)


def _quarantine(
    spark: SparkSession,
    options: Options,
    contract: Contract,
    narrowed: DataFrame,
    rows: DataFrame,
    checks: Sequence[Check],
    written: WrittenRows,
) -> dict[str, int]:
    if written.quarantined == 0:
        return {}
    bad = quarantined_rows(spark, narrowed, contract.target, options.output_uri)
    if written.multi_line:
        bad = with_start_lines(bad, start_lines(rows, contract.source.columns))
    return write_quarantine(bad, options.quarantine_uri, [check.rule for check in checks])


def _publish(
    spark: SparkSession, files: HadoopFiles, options: Options, contract: Contract, counts: Counts, source_files: int
) -> None:
    say(
        f"curated {plural(counts.curated, 'row')}, quarantined {counts.quarantined:,}, duplicates {counts.duplicates:,}"
        + "".join(f", {rule} {rows:,}" for rule, rows in sorted(counts.quarantined_by_rule.items()))
    )
    for rule, rows in sorted(counts.warnings_by_rule.items()):
        say(f"warning: {plural(rows, 'row')} broke {rule}")
    check_balance(counts)
    check_not_empty(counts, source_files, contract.source.empty_batch)
    files.write_text(options.output_uri + SUMMARY, summary_json(options, counts))
    check_threshold(counts, contract.max_quarantined_percent)
    if counts.curated == 0:
        write_empty(spark, contract.target, options.output_uri)
    loadable = write_copy_manifest(files, options.output_uri)
    say(f"published {plural(loadable, 'file')} for the load")


def _schema_mismatch(problem: Py4JJavaError | PySparkException) -> SchemaMismatch | None:
    """Spark compares each file's header with the contract's columns while it reads."""
    found = re.search(r"(CSV header does not conform|Number of column in CSV header).*?CSV file: (\S+)", str(problem), re.DOTALL)
    if found is None:
        return None
    return SchemaMismatch(f"{found[2]} does not have the contract's columns in its header: deliver the file again.")


def _first_line(problem: PySparkException) -> str:
    return str(problem).strip().splitlines()[0]

"""The whole job on buckets in a folder."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stepline_glue import job
from stepline_glue.hadoop import HadoopFiles
from stepline_glue.options import Options
from support import Batch, source_column, target_column

HEADER = "id,city,amount,paid\n"
GOOD = HEADER + "1,Paris,10,yes\n2,Rome,20,no\n"


def test_good_rows_bad_rows_and_duplicates_each_end_where_they_belong(batch: Batch) -> None:
    batch.put(
        "orders.csv",
        HEADER
        + "1,Paris,10.50,yes\n"  # line 2: kept
        + "1,Paris,9,yes\n"  # a duplicate, the other amount is greater
        + "2, Rome ,20,no\n"  # kept, warns
        + "three,Paris,1,yes\n"  # line 5
        + ",Paris,1,yes\n"
        + "4,Paris,10000,yes\n"
        + "5,Paris,-1,yes\n"
        + "6,Oslo,1,yes\n"
        + "7,Saint-Denis,1,yes\n"  # line 10: 11 bytes
        + "8,Paris\n"
        + "9,Paris,,yes\n"
        + "10,unknown,1,maybe\n"
        + "11,unknown,1,yes\n",  # kept, without a country
    )
    batch.contract["thresholds"]["maxQuarantinedPercent"] = 100
    counts = batch.run()
    assert (counts.source, counts.curated, counts.quarantined, counts.duplicates) == (13, 3, 9, 1)
    assert batch.reasons() == {
        5: "id.type",
        6: "id.required",
        7: "amount.type",
        8: "amount_not_negative",
        9: "lookup.cities",
        10: "city.length",
        11: "row.malformed",
        12: "amount_not_negative",
        13: "paid.type",
    }
    assert sorted((row["order_id"], row["country"], row["amount"]) for row in batch.curated_rows()) == [
        (1, "France", Decimal("10.50")),
        (2, "Italy", Decimal("20.00")),
        (11, None, Decimal("1.00")),
    ]
    assert batch.summary() == {
        "formatVersion": 1,
        "pipeline": "shop",
        "logicalDate": "2008-11-21",
        "runId": "run-1",
        "attempt": "1",
        "source": 13,
        "curated": 3,
        "quarantined": 9,
        "duplicates": 1,
        "quarantinedByRule": dict.fromkeys(batch.reasons().values(), 1) | {"amount_not_negative": 2},
        "warningsByRule": {"is_paid": 1},
    }


def test_a_quarantined_row_says_where_it_was_and_what_it_said(batch: Batch) -> None:
    batch.put("a b.csv", HEADER + '1,"Pa,""ris",x , yes\n2,Paris\n3,Paris,1,yes\n')
    batch.contract["thresholds"]["maxQuarantinedPercent"] = 100
    batch.run()
    source_file = batch.uri("data/a b.csv")
    assert batch.quarantined_rows() == [
        {
            "line": 2,
            "rule": "amount.type",
            "source_file": source_file,
            "row": {"id": "1", "city": 'Pa,"ris', "amount": "x ", "paid": " yes"},
        },
        {"line": 3, "rule": "row.malformed", "source_file": source_file, "text": "2,Paris"},
    ]


def test_rows_of_several_files_name_their_own_file(batch: Batch) -> None:
    for name in ("b", "a", "c"):
        batch.put(f"{name}.csv", HEADER + f"{ord(name)},Paris,1,yes\nbad-{name},Paris,1,yes\n")
    batch.run()
    found = [(Path(row["source_file"]).name, row["line"], row["row"]["id"]) for row in batch.quarantined_rows()]
    assert found == [("a.csv", 3, "bad-a"), ("b.csv", 3, "bad-b"), ("c.csv", 3, "bad-c")]


def test_lines_are_true_where_records_span_lines(batch: Batch) -> None:
    batch.put("orders.csv", HEADER + '1,"Par\nis",1,yes\n2,Paris,x,yes\n3,Paris,1,yes\n4,"\n\n",y,yes\n5,Paris,z,yes\n')
    batch.contract["thresholds"]["maxQuarantinedPercent"] = 100
    batch.run()
    assert batch.reasons() == {2: "lookup.cities", 4: "amount.type", 6: "amount.type", 9: "amount.type"}


def test_bytes_that_are_not_utf_8_are_quarantined(batch: Batch) -> None:
    batch.put("orders.csv", GOOD.encode() + b"3,Par\xefs,1,yes\n")
    batch.run()
    assert batch.reasons() == {4: "row.encoding"}


def test_curated_files_hold_exactly_the_targets_columns_in_order(batch: Batch) -> None:
    batch.put("orders.csv", GOOD + "x,Paris,1,yes\n")
    batch.run()
    (entry,) = batch.copy_manifest()["entries"]
    assert "/by_order_date=2008-11-21/" in entry["url"]
    # The file alone: read as a directory, Spark would add the partition's column.
    schema = batch.spark.read.option("recursiveFileLookup", True).parquet(entry["url"]).schema
    assert [(field.name, field.dataType.simpleString()) for field in schema] == [
        ("order_id", "int"),
        ("order_date", "date"),
        ("country", "string"),
        ("amount", "decimal(6,2)"),
        ("run_id", "string"),
    ]
    assert {(row["order_date"], row["run_id"]) for row in batch.curated_rows()} == {(date(2008, 11, 21), "run-1")}


def test_the_copy_manifest_names_every_curated_file_with_its_length(batch: Batch) -> None:
    batch.contract["target"]["partitionBy"] = ["country"]
    batch.put("orders.csv", GOOD + "3,unknown,5,yes\nx,Paris,1,yes\n")
    batch.run()
    entries = batch.copy_manifest()["entries"]
    named = {Path(entry["url"].removeprefix("file:")): entry["meta"]["content_length"] for entry in entries}
    assert all(entry["mandatory"] is True for entry in entries)
    assert named == {file: file.stat().st_size for file in batch.curated.rglob("*.parquet")}
    assert {file.parent.name for file in named} == {
        "by_country=France",
        "by_country=Italy",
        "by_country=__HIVE_DEFAULT_PARTITION__",
    }


def test_the_copy_manifest_is_written_last(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[str, set[str]]] = []
    write_text = HadoopFiles.write_text

    def recorded(files: HadoopFiles, uri: str, text: str) -> None:
        there = {path.name for path in batch.curated.rglob("*") if path.suffix in {".parquet", ".json"}}
        written.append((Path(uri).name, there))
        write_text(files, uri, text)

    monkeypatch.setattr(HadoopFiles, "write_text", recorded)
    batch.put("orders.csv", GOOD)
    batch.run()
    assert [name for name, _ in written] == ["_summary.json", "_copy_manifest.json"]
    now = {path.name for path in batch.curated.rglob("*") if path.suffix in {".parquet", ".json"}}
    assert written[-1][1] == now - {"_copy_manifest.json"}


def test_a_rerun_of_an_attempt_replaces_what_the_first_left(batch: Batch) -> None:
    batch.put("orders.csv", GOOD + "x,Paris,1,yes\n")
    batch.run()
    first = set(batch.folder.rglob("*.parquet"))
    (batch.curated / "stray.parquet").write_text("half written")
    (batch.quarantine / "stray.json").write_text('{"line":1}\n')
    counts = batch.run()
    assert (counts.curated, counts.quarantined) == (2, 1)
    assert not first & set(batch.folder.rglob("*.parquet"))
    assert len(batch.curated_rows()) == 2
    assert batch.reasons() == {4: "id.type"}


def test_exactly_the_allowed_share_is_no_failure(batch: Batch) -> None:
    batch.put("orders.csv", GOOD + "x,Paris,1,yes\ny,Paris,1,yes\n")
    assert batch.run().quarantined == 2
    assert batch.is_published()


def test_a_batch_without_rows_publishes_one_empty_file_where_the_contract_allows_it(batch: Batch) -> None:
    batch.contract["source"]["emptyBatch"] = "succeed"
    batch.put("orders.csv", HEADER)
    counts = batch.run()
    assert (counts.source, counts.curated) == (0, 0)
    assert len(batch.copy_manifest()["entries"]) == 1
    assert batch.curated_rows() == []


def test_a_target_without_a_text_column_keeps_its_bad_rows_too(batch: Batch) -> None:
    batch.contract["target"]["columns"] = [
        column for column in batch.contract["target"]["columns"] if column["type"]["kind"] != "string"
    ]
    batch.put("orders.csv", GOOD + "x,Paris,1,yes\n")
    assert batch.run().quarantined_by_rule == {"id.type": 1}
    assert batch.quarantined_rows()[0]["row"]["id"] == "x"
    assert sorted(row["order_id"] for row in batch.curated_rows()) == [1, 2]


def test_dates_before_the_gregorian_calendar_are_written_as_they_are(batch: Batch) -> None:
    batch.contract["source"]["columns"].append(source_column("since", {"kind": "timestamp"}, dateFormat="yyyy-MM-dd HH:mm"))
    batch.contract["target"]["columns"].append(target_column("since", "orders.since", {"kind": "timestamp"}))
    batch.contract["target"]["columns"].append(target_column("day", "to_date(orders.since)", {"kind": "date"}))
    batch.put("orders.csv", "id,city,amount,paid,since\n1,Paris,1,yes,1400-02-28 10:00\n")
    batch.run()
    assert [row["day"] for row in batch.curated_rows()] == [date(1400, 2, 28)]


def test_the_same_input_gives_the_same_rows_whatever_their_files_order(batch: Batch) -> None:
    rows = [f"{key},Paris,5,{paid}\n" for key in range(20) for paid in ("yes", "no")]
    batch.put("a.csv", HEADER + "".join(rows[:25]))
    batch.put("b.csv", HEADER + "".join(rows[25:]))
    batch.contract["target"]["columns"].append(target_column("paid", "orders.paid", {"kind": "boolean"}))
    batch.run()
    assert {row["paid"] for row in batch.curated_rows()} == {True}
    assert batch.summary()["duplicates"] == 20


def test_what_it_does_is_told_in_lines(batch: Batch, capsys: pytest.CaptureFixture[str]) -> None:
    batch.put("orders.csv", GOOD + "x,Paris,1,yes\n")
    batch.run()
    assert capsys.readouterr().out.splitlines() == [
        "transform: shop 2008-11-21, contract orders 1.0.0, attempt 1",
        "transform: reading 1 file, 1 lookup",
        "transform: read 3 rows from 1 file",
        "transform: curated 2 rows, quarantined 1, duplicates 0, id.type 1",
        "transform: warning: 1 row broke is_paid",
        "transform: published 1 file for the load",
    ]


def test_main_passes_its_arguments_on(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Options] = []
    monkeypatch.setattr(job, "run", lambda _, options: started.append(options))
    arguments = ["--JOB_NAME", "x", "--contract_uri", batch.uri("contract.json"), "--manifest_uri", batch.uri("manifest.json")]
    arguments += ["--output_uri", batch.uri("c/"), "--quarantine_uri", batch.uri("q/"), "--pipeline", "shop"]
    arguments += ["--logical_date", "2008-11-21", "--run_id", "run-7", "--attempt", "1"]
    job.main(arguments)
    assert [(options.run_id, options.logical_date) for options in started] == [("run-7", date(2008, 11, 21))]

"""Input the job refuses: nothing is published then."""

from typing import Any

import pytest

from stepline_glue import job, write
from stepline_glue.errors import (
    ContractInvalid,
    CountsUnbalanced,
    EmptyBatch,
    LookupInvalid,
    ManifestInvalid,
    QuarantineThresholdExceeded,
    SchemaMismatch,
    SourceChanged,
)
from support import Batch

HEADER = "id,city,amount,paid\n"
GOOD = HEADER + "1,Paris,10,yes\n2,Rome,20,no\n"


def test_a_header_that_is_not_the_contracts_is_named(batch: Batch) -> None:
    batch.put("orders.csv", GOOD)
    batch.put("renamed.csv", "id,town,amount,paid\n1,Paris,1,yes\n")
    with pytest.raises(SchemaMismatch, match=r"data/renamed\.csv does not have the contract's columns in its header"):
        batch.run()
    assert not batch.is_published()


def test_a_file_with_another_number_of_columns_is_named(batch: Batch) -> None:
    batch.put("wide.csv", "id,city,amount,paid,extra\n1,Paris,1,yes,x\n")
    with pytest.raises(SchemaMismatch, match=r"data/wide\.csv"):
        batch.run()


def test_a_file_that_changed_since_it_was_pinned_is_refused(batch: Batch) -> None:
    batch.put("orders.csv", GOOD)
    batch.files[0]["bytes"] += 1
    with pytest.raises(SourceChanged, match=r"orders\.csv has 48 bytes, the run pinned it with 49 bytes"):
        batch.run()


def test_a_file_that_changes_while_it_is_read_is_refused(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    write_rows = write.write_rows

    def then_change(*arguments: Any) -> Any:
        written = write_rows(*arguments)
        (batch.folder / "data/orders.csv").write_text(GOOD + "3,Paris,1,yes\n")
        return written

    monkeypatch.setattr(job, "write_rows", then_change)
    batch.put("orders.csv", GOOD)
    with pytest.raises(SourceChanged):
        batch.run()
    assert not batch.is_published()


def test_rows_lost_on_the_way_to_the_files_fail_the_run(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "curated_rows", lambda *_: 1)
    batch.put("orders.csv", GOOD)
    with pytest.raises(CountsUnbalanced, match=r"source 2 is not curated 1 \+ quarantined 0 \+ duplicates 0"):
        batch.run()
    assert not batch.is_published()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("city,country\nParis,France\nParis,Texas\n", r'cities \(cities\.csv\) has city "Paris" more than once'),
        ("city,country\n,France\n", r"breaks city\.required in record 1"),
        ("city,country\nParis\n", r"breaks row\.malformed in record 1"),
    ],
)
def test_a_lookup_that_would_lose_or_double_rows_is_refused(batch: Batch, content: str, message: str) -> None:
    batch.put("orders.csv", GOOD)
    batch.put_lookup("cities", content)
    with pytest.raises(LookupInvalid, match=message):
        batch.run()


def test_a_lookup_the_manifest_does_not_pin_is_named(batch: Batch) -> None:
    batch.put("orders.csv", GOOD)
    batch.lookups = []
    with pytest.raises(ManifestInvalid, match=r'manifest\.lookups has no "cities"'):
        batch.run()


def test_an_expression_over_a_column_that_is_not_there_is_the_contracts_fault(batch: Batch) -> None:
    batch.put("orders.csv", GOOD)
    batch.contract["rules"][0]["expression"] = "orders.weight > 0"
    with pytest.raises(ContractInvalid, match=r"An expression of contract orders does not fit its data: .*weight"):
        batch.run()


def test_more_bad_rows_than_allowed_fail_the_run_and_stay_to_be_looked_at(batch: Batch) -> None:
    batch.put("orders.csv", GOOD + "x,Paris,1,yes\ny,Paris,1,yes\n5,Oslo,1,yes\n")
    message = r"^3 of 5 rows \(60\.0 %\) broke a rule, the contract allows 50 %: id\.type 2, lookup\.cities 1$"
    with pytest.raises(QuarantineThresholdExceeded, match=message):
        batch.run()
    assert not batch.is_published()
    assert batch.reasons() == {4: "id.type", 5: "id.type", 6: "lookup.cities"}
    assert batch.summary()["quarantined"] == 3


def test_a_batch_without_rows_fails_where_the_contract_says_so(batch: Batch) -> None:
    batch.put("orders.csv", HEADER)
    with pytest.raises(EmptyBatch, match=r"^1 file without a data row: deliver the day's rows"):
        batch.run()
    assert not batch.is_published()


def test_a_failing_rerun_unpublishes_the_attempt(batch: Batch) -> None:
    batch.put("orders.csv", GOOD)
    batch.run()
    batch.contract["rules"][0]["expression"] = "orders.amount > 1000"
    with pytest.raises(QuarantineThresholdExceeded):
        batch.run()
    assert not batch.is_published()

"""How often the job reads its input, and what it does to it, by Spark's own account."""

from dataclasses import dataclass
from typing import Any

import pytest
from pyspark.sql import SparkSession

from support import Batch

HEADER = "id,city,amount,paid\n"
GOOD = HEADER + "".join(f"{number},Paris,10,yes\n" for number in range(1, 41))
BAD = "x,Paris,1,yes\ny,Rome,1,yes\n"


@dataclass
class Account:
    """What Spark says of the queries and stages since the test began."""

    spark: SparkSession
    queries: int
    stages: int

    def records_read(self) -> int:
        return sum(stage.inputRecords() for stage in _stages(self.spark) if stage.stageId() >= self.stages)

    def plans(self) -> list[str]:
        queries = _list(self.spark._jsparkSession.sharedState().statusStore().executionsList())
        return [query.physicalPlanDescription() for query in queries if query.executionId() >= self.queries]


def _stages(spark: SparkSession) -> list[Any]:
    context: Any = spark.sparkContext
    of_any, quantiles = context._jvm.java.util.ArrayList(), context._gateway.new_array(context._jvm.double, 0)
    return _list(context._jsc.sc().statusStore().stageList(None, False, False, quantiles, of_any))


def _list(items: Any) -> list[Any]:
    return [items.apply(position) for position in range(items.size())]


@pytest.fixture
def account(spark: SparkSession) -> Account:
    queries = _list(spark._jsparkSession.sharedState().statusStore().executionsList())
    return Account(
        spark,
        max((query.executionId() + 1 for query in queries), default=0),
        max((stage.stageId() + 1 for stage in _stages(spark)), default=0),
    )


def wait_for_events(spark: SparkSession) -> None:
    spark.sparkContext._jsc.sc().listenerBus().waitUntilEmpty()


def test_every_record_is_read_once_whether_rows_are_bad_or_not(batch: Batch, account: Account) -> None:
    batch.put("a.csv", GOOD + BAD)
    batch.put("b.csv", HEADER + "1,Rome,9,no\n50,Rome,9,no\n")
    counts = batch.run()
    assert (counts.source, counts.curated, counts.quarantined, counts.duplicates) == (44, 41, 2, 1)
    wait_for_events(batch.spark)
    cities = 2
    # What was written is read once more: the bad rows to become JSON lines, the curated rows to be counted.
    assert account.records_read() == 44 + cities + counts.quarantined + counts.curated


def test_a_target_without_a_text_column_is_the_exception(batch: Batch, account: Account) -> None:
    columns = [column for column in batch.contract["target"]["columns"] if column["type"]["kind"] != "string"]
    batch.contract["target"]["columns"] = columns
    batch.put("a.csv", GOOD + BAD)
    counts = batch.run()
    wait_for_events(batch.spark)
    assert account.records_read() == 2 * 42 + 2 + counts.curated


def test_no_row_leaves_the_jvm_and_nothing_is_cached(batch: Batch, account: Account) -> None:
    batch.put("a.csv", GOOD + BAD)
    batch.run()
    wait_for_events(batch.spark)
    plans = account.plans()
    assert any("Scan csv" in plan for plan in plans)
    for plan in plans:
        for step in ("EvalPython", "PythonUDF", "MapInPandas", "InMemoryTableScan"):
            assert step not in plan

"""The contract of the marketing pipeline, compiled as it is deployed, on the real contacts of 2008-11-21."""

import csv
import gzip
import io
import json
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from support import Batch

ROOT = Path(__file__).parents[2]
COMPILE = """
const { contractJson, loadContract } = require("./contracts/compile.ts");
process.stdout.write(contractJson(loadContract("contracts/campaign_contacts.odcs.yaml")));
"""
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@pytest.fixture(scope="module")
def contract() -> Any:
    compiled = subprocess.run(
        ["node", "-r", "ts-node/register", "-e", COMPILE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(compiled.stdout)


@pytest.fixture(scope="module")
def busiest_day() -> list[list[str]]:
    """Rows of 2008-11-21, with their number in the file; the year goes up where the month falls back by six or more."""
    with gzip.open(ROOT / "data/bank-marketing.csv.gz", "rt", encoding="utf-8", newline="") as file:
        _, *contacts = csv.reader(file)
    found, year, last = [], 2008, 0
    for number, contact in enumerate(contacts, 1):
        month = MONTHS.index(contact[10])
        year += last - month >= 6
        last = month
        if (year, month, contact[9]) == (2008, 10, "21"):
            found.append([str(number), *contact])
    return found


@pytest.fixture
def contacts(spark: SparkSession, tmp_path: Path, contract: Any) -> Batch:
    batch = Batch(spark, tmp_path)
    batch.contract = json.loads(json.dumps(contract))
    batch.lookups = []
    for lookup in contract["lookups"]:
        batch.put_lookup(lookup["name"], (ROOT / "contracts/lookups" / lookup["file"]).read_bytes())
    return batch


def delivered(contract: Any, rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column["name"] for column in contract["source"]["columns"])
    writer.writerows(rows)
    return text.getvalue()


def test_every_contact_of_the_busiest_day_is_curated(contacts: Batch, contract: Any, busiest_day: list[list[str]]) -> None:
    contacts.put("contact_date=2008-11-21/contacts.csv", delivered(contract, busiest_day))
    counts = contacts.run()
    assert (counts.source, counts.curated, counts.quarantined, counts.duplicates) == (825, 825, 0, 0)
    rows = contacts.curated_rows()
    assert sorted(row["contact_id"] for row in rows) == [int(row[0]) for row in busiest_day]
    assert {row["contact_date"] for row in rows} == {date(2008, 11, 21)}
    assert sum(row["balance_euros"] for row in rows) == sum(int(row[6]) for row in busiest_day)
    assert Counter(row["job"] for row in rows) == Counter(None if row[2] == "unknown" else row[2] for row in busiest_day)
    assert Counter(row["subscribed"] for row in rows) == Counter(row[17] == "yes" for row in busiest_day)
    assert all((row["job_category"] is None) == (row["job"] is None) for row in rows)
    assert list(rows[0]) == [column["name"] for column in contract["target"]["columns"]]


def test_poisoned_contacts_are_quarantined_by_the_rule_they_break(
    contacts: Batch, contract: Any, busiest_day: list[list[str]]
) -> None:
    names = [column["name"] for column in contract["source"]["columns"]]
    poison = [("age", "forty", "age.type"), ("age", "7", "age.range"), ("job", "astronaut", "lookup.job_categories")]
    poison += [("month", "dec", "contact_day_is_logical_date"), ("balance", "9999999999", "balance.type")]
    poison += [("marital", "", "marital.required"), ("housing", "maybe", "housing.type"), ("y", "", "y.required")]
    rows = [list(row) for row in busiest_day]
    for number, (name, value, _) in enumerate(poison):
        rows[number * 10][names.index(name)] = value
    repeated = [*rows[5]]
    repeated[names.index("campaign")] = "999"
    contacts.put("contacts.csv", delivered(contract, [*rows, repeated]))
    counts = contacts.run()
    assert (counts.source, counts.curated, counts.quarantined, counts.duplicates) == (826, 817, 8, 1)
    assert contacts.reasons() == {number * 10 + 2: rule for number, (_, _, rule) in enumerate(poison)}
    kept = next(row for row in contacts.curated_rows() if row["contact_id"] == int(repeated[0]))
    assert kept["campaign_contact_number"] == 999

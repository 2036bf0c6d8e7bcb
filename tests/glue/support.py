"""A small contract, and buckets in a folder to run the job on."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from stepline_glue.counts import Counts
from stepline_glue.job import run
from stepline_glue.manifest import PinnedFile
from stepline_glue.options import Options, parse_options

CSV = {"delimiter": ",", "quote": '"', "allowByteOrderMark": False}
STRING = {"kind": "string", "maxBytes": 10}
INTEGER = {"kind": "integer", "bits": 32}
YES_NO = {"true": ["yes"], "false": ["no"]}


def source_column(name: str, kind: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    return {"name": name, "type": dict(kind or STRING), "required": False, "nullValues": [""], **members}


def target_column(name: str, expression: str, kind: dict[str, Any] | None = None, required: bool = False) -> dict[str, Any]:
    return {"name": name, "type": dict(kind or STRING), "required": required, "expression": expression}


def orders_contract() -> dict[str, Any]:
    """Orders: id,city,amount,paid; cities joined; the later amount wins; amounts are not negative; unpaid ones warn."""
    return {
        "formatVersion": 1,
        "id": "orders",
        "name": "Orders",
        "version": "1.0.0",
        "source": {
            "object": "orders",
            "csv": CSV,
            "columns": [
                source_column("id", INTEGER, required=True),
                source_column("city", nullValues=["", "unknown"]),
                source_column("amount", {"kind": "decimal", "precision": 6, "scale": 2}),
                source_column("paid", {"kind": "boolean"}, booleanValues=YES_NO),
            ],
            "emptyBatch": "fail",
        },
        "lookups": [
            {
                "name": "cities",
                "file": "cities.csv",
                "csv": CSV,
                "columns": [source_column("city", required=True), source_column("country")],
                "on": {"source": "city", "lookup": "city"},
                "onMissing": "quarantine",
            }
        ],
        "target": {
            "schema": "shop",
            "table": "orders",
            "columns": [
                target_column("order_id", "orders.id", INTEGER, required=True),
                target_column("order_date", ":logical_date", {"kind": "date"}, required=True),
                target_column("country", "cities.country"),
                target_column("amount", "orders.amount", {"kind": "decimal", "precision": 6, "scale": 2}),
                target_column("run_id", ":run_id", {"kind": "string", "maxBytes": 80}, required=True),
            ],
            "key": ["order_id"],
            "deduplicateBy": ["orders.amount DESC"],
            "partitionBy": ["order_date"],
            "loadMode": "merge",
            "distribution": {"style": "AUTO"},
            "sortKey": [],
        },
        "rules": [
            {"id": "amount_not_negative", "expression": "orders.amount >= 0", "severity": "error", "description": ""},
            {"id": "is_paid", "expression": "orders.paid", "severity": "warning", "description": ""},
        ],
        "thresholds": {"maxQuarantinedPercent": 50},
    }


@dataclass
class Batch:
    """A run of the job: put files into it, then run it."""

    spark: SparkSession
    folder: Path

    def __post_init__(self) -> None:
        self.contract = orders_contract()
        self.files: list[dict[str, Any]] = []
        self.lookups: list[dict[str, Any]] = []
        self.put_lookup("cities", "city,country\nParis,France\nRome,Italy\n")

    def put(self, key: str, content: str | bytes) -> None:
        self.files.append(self._pinned(f"data/{key}", content))

    def put_lookup(self, name: str, content: str | bytes) -> None:
        others = [one for one in self.lookups if one["name"] != name]
        self.lookups = [*others, {**self._pinned(f"lookups/{name}.csv", content), "name": name}]

    def run(self, attempt: str = "1") -> Counts:
        return run(self.spark, self.options(attempt), self.locate)

    def options(self, attempt: str = "1") -> Options:
        self._write("contract.json", json.dumps(self.contract).encode())
        manifest = {
            "formatVersion": 1,
            "pipeline": "shop",
            "logicalDate": "2008-11-21",
            "runId": "run-1",
            "files": self.files,
            "lookups": self.lookups,
        }
        self._write("manifest.json", json.dumps(manifest).encode())
        return parse_options(
            [
                *("--contract_uri", self.uri("contract.json"), "--manifest_uri", self.uri("manifest.json")),
                *("--output_uri", self.uri("curated/attempt-1/"), "--quarantine_uri", self.uri("quarantine/attempt-1/")),
                *("--pipeline", "shop", "--logical_date", "2008-11-21", "--run_id", "run-1", "--attempt", attempt),
            ]
        )

    def uri(self, path: str) -> str:
        return f"file://{self.folder}/{path}"

    def locate(self, file: PinnedFile) -> str:
        return self.uri(file.key)

    @property
    def curated(self) -> Path:
        return self.folder / "curated/attempt-1"

    @property
    def quarantine(self) -> Path:
        return self.folder / "quarantine/attempt-1"

    def curated_rows(self) -> list[dict[str, Any]]:
        """What a load by the manifest gets: rows of exactly the files it names."""
        urls = [entry["url"] for entry in self.copy_manifest()["entries"]]
        return [row.asDict() for row in self.spark.read.parquet(*urls).collect()]

    def quarantined_rows(self) -> list[dict[str, Any]]:
        lines = [line for file in sorted(self.quarantine.glob("*.json")) for line in file.read_text("utf-8").splitlines()]
        return sorted((json.loads(line) for line in lines), key=lambda row: (row["source_file"], row["line"]))

    def reasons(self) -> dict[int, str]:
        """Line -> rule, of a batch with one file."""
        return {row["line"]: row["rule"] for row in self.quarantined_rows()}

    def copy_manifest(self) -> Any:
        return json.loads((self.curated / "_copy_manifest.json").read_text())

    def summary(self) -> Any:
        return json.loads((self.curated / "_summary.json").read_text())

    def is_published(self) -> bool:
        return (self.curated / "_copy_manifest.json").exists()

    def _pinned(self, key: str, content: str | bytes) -> dict[str, Any]:
        data = content.encode() if isinstance(content, str) else content
        self._write(key, data)
        return {"bucket": "raw", "key": key, "etag": "e", "sha256": sha256(data).hexdigest(), "bytes": len(data), "source": key}

    def _write(self, path: str, data: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        # Hadoop's local file system checks what it once wrote against a checksum file.
        file.with_name(f".{file.name}.crc").unlink(missing_ok=True)

"""Makes the JVM load and compile what a data job needs, before the run is asked for.

It works on its own few rows in a scratch directory and on an S3 that knows no object; its Spark context is gone when it returns.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window

EMPTY_LISTING = (
    b'<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    b"<Name>nothing</Name><KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>"
)


class EmptyS3(BaseHTTPRequestHandler):
    """Lists nothing, finds nothing."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(EMPTY_LISTING)))
        self.end_headers()
        self.wfile.write(EMPTY_LISTING)

    def log_message(self, format: str, *args: object) -> None:
        """The script's standard error is not for this."""


def warm_up(directory: Path) -> None:
    spark = (
        SparkSession.builder.appName("warm-up")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.warehouse.dir", str(directory))
        .getOrCreate()
    )
    try:
        work(spark, directory)
        look_into_s3(spark)
    finally:
        spark.stop()


def work(spark: SparkSession, directory: Path) -> None:
    """Read text columns, convert, number, join, aggregate, write: what the queries of a data job are made of."""
    source = directory / "source"
    spark.range(20).select(
        F.col("id").cast("string").alias("key"),
        F.lit("2008-11-21").alias("day"),
        (F.col("id") % 3).cast("string").alias("kind"),
    ).write.option("header", True).csv(str(source))
    rows = spark.read.option("header", True).csv(str(source))
    lookup = spark.createDataFrame([("0", "zero"), ("1", "one")], "kind string, name string")
    cleaned = (
        rows.withColumn("day", F.to_date("day", "yyyy-MM-dd"))
        .withColumn("number", F.when(F.col("key").rlike("^[0-9]+$"), F.col("key").cast("int")))
        .withColumn("nth", F.row_number().over(Window.partitionBy("key").orderBy("number")))
        .where(F.col("nth") == 1)
        .join(F.broadcast(lookup), "kind", "left")
        .cache()
    )
    cleaned.groupBy("kind").agg(F.count("*").alias("rows"), F.sum("number")).collect()
    cleaned.write.parquet(str(directory / "parquet"))
    cleaned.where(F.col("name").isNull()).write.json(str(directory / "json"))
    spark.read.parquet(str(directory / "parquet")).count()


def look_into_s3(spark: SparkSession) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), EmptyS3)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        jvm = spark.sparkContext._jvm
        assert jvm is not None
        conf = jvm.org.apache.hadoop.conf.Configuration()
        for name, value in {
            "fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
            "fs.s3a.endpoint": f"http://127.0.0.1:{server.server_port}",
            "fs.s3a.path.style.access": "true",
            "fs.s3a.connection.ssl.enabled": "false",
            "fs.s3a.access.key": "warm-up",
            "fs.s3a.secret.key": "warm-up",
            "fs.s3a.attempts.maximum": "1",
        }.items():
            conf.set(name, value)
        path = jvm.org.apache.hadoop.fs.Path("s3://nothing/here")
        # Not from the cache of file systems: the run's own must be made from the run's conf.
        file_system = jvm.org.apache.hadoop.fs.FileSystem.newInstance(path.toUri(), conf)
        try:
            file_system.exists(path)
        finally:
            file_system.close()
    finally:
        server.shutdown()
        server.server_close()

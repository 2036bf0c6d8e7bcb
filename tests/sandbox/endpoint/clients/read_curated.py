"""Spark reads Parquet through S3A. Prints rows and columns as JSON. Usage: read_curated.py JARS_FOLDER S3A_URI"""

from __future__ import annotations

import json
import os
import sys

from pyspark.sql import SparkSession


def main(jars: str, uri: str) -> None:
    settings = {
        "spark.master": "local[1]",
        "spark.ui.enabled": "false",
        "spark.driver.extraClassPath": f"{jars}/*",
        "spark.hadoop.fs.s3a.endpoint": os.environ["AWS_ENDPOINT_URL"],
        # S3A does not read AWS_REGION: without it, it signs for us-east-1.
        "spark.hadoop.fs.s3a.endpoint.region": os.environ["AWS_REGION"],
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.access.key": os.environ["AWS_ACCESS_KEY_ID"],
        "spark.hadoop.fs.s3a.secret.key": os.environ["AWS_SECRET_ACCESS_KEY"],
    }
    builder = SparkSession.Builder()
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    frame = spark.read.parquet(uri)
    print(json.dumps({"rows": frame.count(), "columns": frame.columns}))
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The transform of a pipeline: pinned CSV files in, curated Parquet, quarantined rows and a COPY manifest out."""

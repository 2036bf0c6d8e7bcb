"""Pinned CSV files as rows of text, each with its file and record."""

import gzip
from pathlib import Path

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from stepline_glue.columns import MALFORMED, POSITION, column, raw
from stepline_glue.contract import ColumnType, CsvFormat, SourceColumn
from stepline_glue.errors import FileUnreadable, SourceChanged
from stepline_glue.hadoop import HadoopFiles
from stepline_glue.lines import LINE, NUMBER, start_lines
from stepline_glue.manifest import PinnedFile
from stepline_glue.read import SourceFile, file_uri, open_pinned, read_csv, record_number
from stepline_glue.session import apply_settings

COLUMNS = [SourceColumn(name, ColumnType("string", "string", 99), False, ("",), (), (), None) for name in ("id", "name")]


def opened(spark: SparkSession, folder: Path, **contents: str | bytes) -> list[SourceFile]:
    apply_settings(spark, 0)
    pinned = []
    for name, content in contents.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(data)
        pinned.append(PinnedFile("raw", f"{name}.csv", "e", len(data)))
    return open_pinned(HadoopFiles(spark), pinned, lambda file: f"file://{folder}/{file.key}")


def rows(spark: SparkSession, files: list[SourceFile], csv: CsvFormat | None = None) -> list[Row]:
    read = read_csv(spark, files, csv or CsvFormat(",", '"'), COLUMNS)
    file = F.shiftright(column(POSITION), 33)
    found = read.select(file, record_number(), column(raw("id")), column(raw("name")), column(MALFORMED), POSITION)
    return found.orderBy(POSITION).drop(POSITION).collect()


def test_quotes_line_breaks_and_doubled_quotes_are_read_as_rfc_4180_says(spark: SparkSession, tmp_path: Path) -> None:
    files = opened(spark, tmp_path, a='id,name\n1,"Smith, Ann"\n2,"two\nlines"\n3,"say ""hi"""\n4, kept \n5,\n')
    assert [row[3] for row in rows(spark, files)] == ["Smith, Ann", "two\nlines", 'say "hi"', " kept ", None]


def test_records_are_numbered_in_each_file_from_one(spark: SparkSession, tmp_path: Path) -> None:
    contents = {f"part{number}": "id,name\n" + "".join(f"{number}-{row},x\n" for row in range(1, 40)) for number in range(5)}
    found = rows(spark, opened(spark, tmp_path, **contents))
    assert [row[2] for row in found] == [f"{row[0]}-{row[1]}" for row in found]
    assert [(row[0], row[1]) for row in found] == [(file, record) for file in range(5) for record in range(1, 40)]


def test_a_large_file_is_not_split_so_its_numbers_have_no_gap(spark: SparkSession, tmp_path: Path) -> None:
    files = opened(spark, tmp_path, large="id,name\n" + "".join(f"{row},{'x' * 60}\n" for row in range(1, 30_001)))
    spark.conf.set("spark.sql.files.maxPartitionBytes", "100000")
    spark.conf.set("spark.sql.files.openCostInBytes", "100000")
    read = read_csv(spark, files, CsvFormat(",", '"'), COLUMNS)
    assert read.where(column(raw("id")) != record_number().cast("string")).count() == 0


def test_start_lines_count_the_line_breaks_inside_earlier_records(spark: SparkSession, tmp_path: Path) -> None:
    first = 'id,name\n1,"a\nb\nc"\n2,x\n3\n4,"p\nq"\n5,y\n'
    files = opened(spark, tmp_path, first=first, second="id,name\n6,z\n")
    found = start_lines(read_csv(spark, files, CsvFormat(",", '"'), COLUMNS), COLUMNS)
    lines = sorted((row["uri"][-10:], row[NUMBER], row[LINE]) for row in found.collect())
    assert lines == [
        ("/first.csv", 1, 2),
        ("/first.csv", 2, 5),
        ("/first.csv", 3, 6),
        ("/first.csv", 4, 7),
        ("/first.csv", 5, 9),
        ("second.csv", 1, 2),
    ]


def test_a_record_with_too_few_or_too_many_fields_keeps_its_text(spark: SparkSession, tmp_path: Path) -> None:
    found = rows(spark, opened(spark, tmp_path, a="id,name\n1\n2,a,b\n3,c\n"))
    assert [row[4] for row in found] == ["1", "2,a,b", None]


def test_names_with_spaces_and_percent_signs_are_read_and_told_apart(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "contact_date=2008-11-21"
    folder.mkdir()
    files = opened(spark, folder, **{"a b+c": "id,name\n1,x\n", "a@b,c": "id,name\n2,y\n"})
    read = read_csv(spark, files, CsvFormat(",", '"'), COLUMNS)
    assert "contact_date" not in read.columns
    found = sorted((row[0], row[1]) for row in read.select(column(raw("id")), file_uri()).collect())
    assert [uri.rsplit("/", 1)[1] for _, uri in found] == ["a b+c.csv", "a@b,c.csv"]


def test_crlf_a_byte_order_mark_and_other_separators_are_read(spark: SparkSession, tmp_path: Path) -> None:
    files = opened(spark, tmp_path, a="\ufeffid;name\r\n1;'two\r\nlines'\r\n2;b\r\n")
    assert [(row[2], row[3]) for row in rows(spark, files, CsvFormat(";", "'"))] == [("1", "two\nlines"), ("2", "b")]


def test_a_header_alone_and_an_empty_file_have_no_rows(spark: SparkSession, tmp_path: Path) -> None:
    assert rows(spark, opened(spark, tmp_path, a="id,name\n", b="")) == []


def test_compressed_files_are_read(spark: SparkSession, tmp_path: Path) -> None:
    data = gzip.compress(b"id,name\n1,x\n")
    (tmp_path / "a.csv.gz").write_bytes(data)
    apply_settings(spark, 0)
    pinned = PinnedFile("raw", "a.csv.gz", "e", len(data))
    files = open_pinned(HadoopFiles(spark), [pinned], lambda file: f"file://{tmp_path}/{file.key}")
    assert [row[2] for row in rows(spark, files)] == ["1"]


def test_a_file_of_another_length_is_not_the_pinned_one(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,x\n")
    with pytest.raises(SourceChanged, match=r"a\.csv has 12 bytes, the run pinned it with 11 bytes: start a new run"):
        open_pinned(HadoopFiles(spark), [PinnedFile("raw", "a.csv", "e", 11)], lambda file: f"file://{tmp_path}/{file.key}")


def test_a_file_that_is_gone_is_named(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"gone\.csv cannot be read .*check that it exists"):
        open_pinned(HadoopFiles(spark), [PinnedFile("raw", "gone.csv", "e", 1)], lambda file: f"file://{tmp_path}/{file.key}")

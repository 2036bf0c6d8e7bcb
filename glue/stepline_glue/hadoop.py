"""Files by URI through Spark's own Hadoop file systems: `s3://` on Glue and in the sandbox, `file:///` in tests. No boto3."""

from dataclasses import dataclass
from typing import Any

from py4j.java_gateway import is_instance_of
from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from stepline_glue.errors import FileUnreadable


@dataclass(frozen=True)
class FileStatus:
    uri: str
    """As Hadoop writes it, unescaped: `s3://bucket/a b.csv`."""
    bytes: int
    etag: str | None
    """Where the file system knows it (S3A does)."""


class HadoopFiles:
    def __init__(self, spark: SparkSession) -> None:
        context = spark.sparkContext
        jvm: Any = context._jvm
        self._jvm = jvm
        # Py4J looks for each part of such a name in every jar.
        self._new_path = jvm.org.apache.hadoop.fs.Path
        self._gateway: Any = context._gateway
        self._configuration: Any = context._jsc.hadoopConfiguration()

    def read_text(self, uri: str) -> str:
        """A small UTF-8 file. Raises FileUnreadable."""
        try:
            path = self._path(uri)
            stream = path.getFileSystem(self._configuration).open(path)
            try:
                return str(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
            finally:
                stream.close()
        except Py4JJavaError as problem:
            raise _unreadable(uri, problem) from None

    def write_text(self, uri: str, text: str) -> None:
        """Replaces the file. On S3 it appears whole or not at all."""
        path = self._path(uri)
        stream = path.getFileSystem(self._configuration).create(path, True)
        stream.write(bytearray(text.encode()))
        stream.close()

    def status(self, uri: str) -> FileStatus:
        """Raises FileUnreadable."""
        try:
            path = self._path(uri)
            return self._status(path.getFileSystem(self._configuration).getFileStatus(path))
        except Py4JJavaError as problem:
            raise _unreadable(uri, problem) from None

    def files_under(self, uri: str) -> list[FileStatus]:
        """All files below, sorted by URI; none when there is nothing."""
        path = self._path(uri)
        system = path.getFileSystem(self._configuration)
        if not system.exists(path):
            return []
        found = []
        remote = system.listFiles(path, True)
        while remote.hasNext():
            found.append(self._status(remote.next()))
        return sorted(found, key=lambda status: status.uri)

    def delete(self, uri: str) -> None:
        """A file, or all below; nothing there is fine."""
        path = self._path(uri)
        path.getFileSystem(self._configuration).delete(path, True)

    def _path(self, uri: str) -> Any:
        return self._new_path(uri)

    def _status(self, status: Any) -> FileStatus:
        path = status.getPath()
        etag = None
        if is_instance_of(self._gateway, status, "org.apache.hadoop.fs.EtagSource"):
            etag = status.getEtag()
        return FileStatus(
            uri=str(path.toString()),
            bytes=int(status.getLen()),
            etag=None if etag is None else str(etag).strip('"'),
        )


def _unreadable(uri: str, problem: Py4JJavaError) -> FileUnreadable:
    cause = str(problem.java_exception.toString()).splitlines()[0]
    return FileUnreadable(f"{uri} cannot be read ({cause}): check that it exists and that the job's role may read it.")

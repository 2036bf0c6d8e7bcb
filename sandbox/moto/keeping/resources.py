"""What is kept of each kind of resource: its data. The resource itself is the program's, made anew at every start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

Place = TypeVar("Place")


class Kind(Protocol[Place]):
    """Resources of a service that hold data, by ``REGION/name``."""

    name: str
    """In the words of a message: ``bucket``."""

    def places(self) -> Mapping[str, Place]: ...

    def make(self, name: str) -> Place | None:
        """A place that services make by themselves; None where only the program does."""

    def take(self, place: Place) -> Any:
        """Its data, not a copy."""

    def fits(self, place: Place, kept: Any) -> bool: ...

    def put(self, place: Place, kept: Any) -> None: ...

    def changes_by_itself(self) -> bool:
        """Also when no request comes."""


class Declared:
    """Made by the program alone, changed by requests alone, of one shape."""

    def make(self, _name: str) -> Any:
        return None

    def fits(self, _place: Any, _kept: Any) -> bool:
        return True

    def changes_by_itself(self) -> bool:
        return False


class Buckets(Declared):
    name = "bucket"

    def __init__(self, account_id: str) -> None:
        from moto.s3.models import s3_backends

        self._backend = s3_backends[account_id]["aws"]

    def places(self) -> Mapping[str, Any]:
        return {f"aws/{name}": bucket for name, bucket in self._backend.buckets.items()}

    def take(self, bucket: Any) -> Any:
        prefix = f"arn:aws:s3:::{bucket.name}/"
        tags = self._backend.tagger.tags
        return {
            "created": bucket.creation_date,
            "versions": {key: bucket.keys.getlist(key) for key in dict.keys(bucket.keys)},
            "uploads": dict(bucket.multiparts),
            "tags": {arn: of_object for arn, of_object in tags.items() if arn.startswith(prefix)},
        }

    def put(self, bucket: Any, kept: Any) -> None:
        declared = {key: bucket.keys[key] for key in dict.keys(bucket.keys)}
        bucket.creation_date = kept["created"]
        bucket.multiparts.update(kept["uploads"])
        self._backend.tagger.tags.update(kept["tags"])
        for key, versions in kept["versions"].items():
            if key in declared and not _is_same(versions[-1], declared[key]):
                # The program delivers another object under this key: a new version, as an upload would make.
                versions = [*versions, declared[key]] if bucket.is_versioned else [declared[key]]
            bucket.keys.setlist(key, versions)


def _is_same(kept: Any, declared: Any) -> bool:
    return hasattr(kept, "etag") and kept.etag == declared.etag and kept.metadata == declared.metadata


class Tables(Declared):
    name = "table"

    def __init__(self, account_id: str) -> None:
        from moto.dynamodb.models import dynamodb_backends

        self._backends = dynamodb_backends[account_id]

    def places(self) -> Mapping[str, Any]:
        regions = self._backends.items()
        return {f"{region}/{name}": table for region, backend in regions for name, table in backend.tables.items()}

    def take(self, table: Any) -> Any:
        return {"created": table.created_at, "keys": _keys(table), "items": table.items}

    def fits(self, table: Any, kept: Any) -> bool:
        """Items of other keys have no place: AWS would have replaced the table."""
        return bool(_keys(table) == kept["keys"])

    def put(self, table: Any, kept: Any) -> None:
        table.created_at = kept["created"]
        table.items = kept["items"]


def _keys(table: Any) -> list[str | None]:
    return [table.hash_key_attr, table.hash_key_type, table.range_key_attr, table.range_key_type]


class Queues(Declared):
    name = "queue"
    _fields = ("_messages", "_pending_messages", "deleted_messages", "last_purged_at", "created_timestamp")

    def __init__(self, account_id: str) -> None:
        from moto.sqs.models import sqs_backends

        self._backends = sqs_backends[account_id]

    def places(self) -> Mapping[str, Any]:
        regions = self._backends.items()
        return {f"{region}/{name}": queue for region, backend in regions for name, queue in backend.queues.items()}

    def take(self, queue: Any) -> Any:
        return {field: getattr(queue, field) for field in self._fields}

    def put(self, queue: Any, kept: Any) -> None:
        for field in self._fields:
            setattr(queue, field, kept[field])


class Keys(Declared):
    """Without its material, what a key encrypted could not be decrypted."""

    name = "key"

    def __init__(self, account_id: str) -> None:
        from moto.kms.models import kms_backends

        self._backends = kms_backends[account_id]

    def places(self) -> Mapping[str, Any]:
        regions = self._backends.items()
        return {f"{region}/{name}": key for region, backend in regions for name, key in backend.keys.items()}

    def take(self, key: Any) -> Any:
        return {"created": key.creation_date, "material": key.key_material}

    def put(self, key: Any, kept: Any) -> None:
        key.creation_date = kept["created"]
        key.key_material = kept["material"]


class LogGroups(Declared):
    name = "log group"
    _stream_fields = ("creation_time", "last_ingestion_time", "stored_bytes", "upload_sequence_token")
    _event_fields = ("timestamp", "message", "ingestion_time", "event_id")

    def __init__(self, account_id: str) -> None:
        from moto.logs.models import logs_backends

        self._backends = logs_backends[account_id]

    def places(self) -> Mapping[str, Any]:
        regions = self._backends.items()
        return {f"{region}/{name}": group for region, backend in regions for name, group in backend.groups.items()}

    def make(self, name: str) -> Any:
        """Glue and Lambda make a group when they first write to it."""
        region, group = name.split("/", 1)
        self._backends[region].create_log_group(group, {})
        return self._backends[region].groups[group]

    def take(self, group: Any) -> Any:
        return {
            "created": group.creation_time,
            "streams": {
                name: {
                    **{field: getattr(stream, field) for field in self._stream_fields},
                    "events": [[getattr(event, field) for field in self._event_fields] for event in stream.events],
                }
                for name, stream in group.streams.items()
            },
        }

    def put(self, group: Any, kept: Any) -> None:
        from moto.logs.models import LogEvent, LogStream

        group.creation_time = kept["created"]
        for name, fields in kept["streams"].items():
            stream = group.streams[name] = LogStream(group, name)
            for field in self._stream_fields:
                setattr(stream, field, fields[field])
            for timestamp, message, ingestion_time, event_id in fields["events"]:
                event = LogEvent(ingestion_time, {"timestamp": timestamp, "message": message})
                event.event_id = event_id
                stream.events.append(event)
                LogEvent._event_id = max(LogEvent._event_id, event_id + 1)

"""What is kept of each kind of resource: its data. A declared resource is made anew at every start, by the program.

Of a bucket, a table and a queue made through the API it is also kept what they are made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeVar

Place = TypeVar("Place")


class Kind(Protocol[Place]):
    """Resources of a service that hold data, by ``REGION/name``."""

    name: str
    """In the words of a message: ``bucket``."""

    def places(self) -> Mapping[str, Place]: ...

    def made_of(self, place: Place) -> Any:
        """What ``make`` needs to make it again, its data apart; None where only the program makes it."""

    def make(self, name: str, made_of: Any) -> None:
        """Makes a place the program does not declare, where that is possible."""

    def take(self, place: Place) -> Any:
        """Its data, not a copy."""

    def fits(self, place: Place, kept: Any) -> bool: ...

    def put(self, place: Place, kept: Any) -> None: ...

    def changes_by_itself(self) -> bool:
        """Also when no request comes."""


class Declared:
    """Made by the program alone, changed by requests alone, of one shape."""

    def made_of(self, _place: Any) -> Any:
        return None

    def make(self, _name: str, _made_of: Any) -> None:
        return

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

    def made_of(self, bucket: Any) -> Any:
        arn = f"arn:aws:s3:::{bucket.name}"
        return {"fields": _without(bucket, "keys", "multiparts"), "tags": self._backend.tagger.tags.get(arn)}

    def make(self, name: str, made_of: Any) -> None:
        if made_of is None:
            return
        bucket = self._backend.create_bucket(name.split("/", 1)[1], made_of["fields"]["region_name"])
        vars(bucket).update(made_of["fields"])
        if made_of["tags"] is not None:
            self._backend.tagger.tags[f"arn:aws:s3:::{bucket.name}"] = made_of["tags"]

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


_TABLE_ARGUMENTS: Final = (
    *("throughput", "global_indexes", "indexes", "billing_mode"),
    *("sse_specification", "tags", "deletion_protection_enabled", "warm_throughput"),
)


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

    def made_of(self, table: Any) -> Any:
        # A stream has no readers here, and would hold the items once more.
        return _without(table, "items", "stream_shard")

    def make(self, name: str, made_of: Any) -> None:
        if made_of is None:
            return
        region, table_name = name.split("/", 1)
        given: dict[str, Any] = dict.fromkeys(_TABLE_ARGUMENTS)
        given.update(schema=made_of["schema"], attr=made_of["attr"], streams=made_of["stream_specification"])
        table = self._backends[region].create_table(table_name, **given)
        vars(table).update(made_of)

    def fits(self, table: Any, kept: Any) -> bool:
        """Items of other keys have no place: AWS would have replaced the table."""
        return bool(_keys(table) == kept["keys"])

    def put(self, table: Any, kept: Any) -> None:
        table.created_at = kept["created"]
        table.items = kept["items"]


def _without(place: Any, *data: str) -> dict[str, Any]:
    return {name: value for name, value in vars(place).items() if name not in data}


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

    def made_of(self, queue: Any) -> Any:
        return _without(queue, "dead_letter_queue", "_messages_lock", *self._fields)

    def make(self, name: str, made_of: Any) -> None:
        if made_of is None:
            return
        region, queue_name = name.split("/", 1)
        fifo: dict[str, Any] = {"FifoQueue": "true"} if made_of["fifo_queue"] else {}
        queue = self._backends[region].create_queue(queue_name, **fifo)
        vars(queue).update(made_of)

    def put(self, queue: Any, kept: Any) -> None:
        for field in self._fields:
            setattr(queue, field, kept[field])
        policy = queue.redrive_policy
        # A queue of its own may be made after it, or gone.
        name = policy["deadLetterTargetArn"].rsplit(":", 1)[1] if policy else ""
        queue.dead_letter_queue = self._backends[queue.region].queues.get(name)


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

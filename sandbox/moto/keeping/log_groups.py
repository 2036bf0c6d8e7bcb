"""What is kept of CloudWatch Logs: groups, streams and events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keeping.resources import Declared


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

    def made_of(self, group: Any) -> Any:
        return {"tags": self._backends[group.region].list_tags_log_group(group.name)}

    def make(self, name: str, made_of: Any) -> None:
        """Also without a word of what it is made of: Glue and Lambda make a group when they first write to it."""
        region, group = name.split("/", 1)
        self._backends[region].create_log_group(group, made_of["tags"] if made_of else {})

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

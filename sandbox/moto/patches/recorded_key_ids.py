"""A KMS key gets the id the program was told when it was recorded: its ARN is in policies and definitions.

Not a fault of moto: AWS makes the id at random, and so does moto.
"""

from __future__ import annotations

from typing import Any, Final

from patches.replacing import wrap

KEY_ID_TAG: Final = "stepline:key-id"


def patch() -> None:
    from moto.kms.models import KmsBackend

    def with_recorded_id(original: Any) -> Any:
        def create_key(self: Any, *arguments: Any, **named: Any) -> Any:
            key = original(self, *arguments, **named)
            tags = self.tagger.get_tag_dict_for_resource(key.id)
            recorded = tags.pop(KEY_ID_TAG, None)
            if recorded is not None:
                del self.keys[key.id]
                key.arn = key.arn.replace(key.id, recorded)
                key.id = recorded
                self.keys[recorded] = key
                self.tagger.tag_resource(recorded, [{"TagKey": name, "TagValue": text} for name, text in tags.items()])
            return key

        return create_key

    wrap(KmsBackend, "create_key", with_recorded_id)

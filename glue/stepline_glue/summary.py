"""`_summary.json`: `TransformSummary` of `handlers/events.ts`."""

import json

from stepline_glue.counts import Counts
from stepline_glue.options import Options


def summary_json(options: Options, counts: Counts) -> str:
    return json.dumps(
        {
            "formatVersion": 1,
            "pipeline": options.pipeline,
            "logicalDate": options.logical_date.isoformat(),
            "runId": options.run_id,
            "attempt": options.attempt,
            "source": counts.source,
            "curated": counts.curated,
            "quarantined": counts.quarantined,
            "duplicates": counts.duplicates,
            "quarantinedByRule": counts.quarantined_by_rule,
            "warningsByRule": counts.warnings_by_rule,
        },
        indent=2,
    )

"""Named errors of the job. A name is what Glue, the workflow and the notification show; a message is one line."""


class JobError(Exception):
    """An error whose message says what is wrong, with which value, and what to do."""


class InvalidArguments(JobError):
    """An argument of the job is missing or malformed."""


class ContractInvalid(JobError):
    """The compiled contract cannot be read or contradicts itself."""


class ManifestInvalid(JobError):
    """The run manifest cannot be read, or belongs to another run."""


class FileUnreadable(JobError):
    """A file the job was told to read is not there or may not be read."""


class SourceChanged(JobError):
    """A pinned file is no longer the one the run began with."""


class SchemaMismatch(JobError):
    """A pinned file's header is not the contract's."""


class LookupInvalid(JobError):
    """A lookup file has a repeated key or a row that breaks its own columns."""


class EmptyBatch(JobError):
    """The files hold no data rows and the contract calls that a failure."""


class QuarantineThresholdExceeded(JobError):
    """More rows broke a rule than the contract allows."""


class CountsUnbalanced(JobError):
    """source = curated + quarantined + duplicates does not hold for what was written."""

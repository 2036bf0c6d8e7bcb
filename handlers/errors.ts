/**
 * The errors a handler throws on purpose. Their names are an interface: Step Functions retries and reports by `name`, and
 * bundles are minified, so each class writes its name out.
 */
abstract class HandlerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    // Step Functions keeps 32,768 characters of a cause; a mail wants far fewer.
    super(message.length > 1000 ? `${message.slice(0, 999)}…` : message, options);
  }
}

/** The event is not what the workflow promises. */
export class InvalidEvent extends HandlerError {
  override readonly name = "InvalidEvent";
}

/** The compiled contract is absent or not one this code reads. */
export class ContractInvalid extends HandlerError {
  override readonly name = "ContractInvalid";
}

/** Nothing was delivered for the date. */
export class SourceMissing extends HandlerError {
  override readonly name = "SourceMissing";
}

/** The source delivers what must not be read: a suspicious key, an error in a good answer, a host that is not allowed. */
export class SourceRejected extends HandlerError {
  override readonly name = "SourceRejected";
}

/** The source did not answer in spite of retries. Worth trying again. */
export class SourceUnavailable extends HandlerError {
  override readonly name = "SourceUnavailable";
}

/** A file was replaced or removed while it was read, twice. Worth trying again when its producer is done. */
export class SourceChanged extends HandlerError {
  override readonly name = "SourceChanged";
}

/** The Glue job ended well, but what it should have left is absent or unreadable. */
export class TransformOutputInvalid extends HandlerError {
  override readonly name = "TransformOutputInvalid";
}

/** The warehouse throttles, restarts or has no free slot. Worth trying again. */
export class WarehouseBusy extends HandlerError {
  override readonly name = "WarehouseBusy";
}

/** Rows are unaccounted for. */
export class ReconciliationFailed extends HandlerError {
  override readonly name = "ReconciliationFailed";
}

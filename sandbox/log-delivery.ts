import { sendSigned, ServiceError } from "./signed-request";
import type { RoleCredentials } from "./types";

export interface LogDestination {
  /** The gateway. */
  readonly endpoint: string;
  readonly region: string;
  /** Of the role whose function or job wrote the lines: AWS delivers under it too. */
  readonly credentials: RoleCredentials;
  readonly group: string;
  readonly stream: string;
  /** Told once for each cause of a failed delivery; the call whose lines were lost goes on, as on AWS. */
  readonly onFailure: (message: string) => void;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

// Limits of PutLogEvents: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
const maxBatchEvents = 10_000;
const maxBatchBytes = 1_048_576;
const eventOverheadBytes = 26;
const maxEventBytes = 262_144 - eventOverheadBytes;

/** Delivers lines to one CloudWatch Logs stream through the gateway, in order, behind the caller's back. */
export class LogDelivery {
  private pending: LogEvent[] = [];
  private sending: Promise<void> = Promise.resolve();
  private scheduled = false;
  private streamCreated = false;
  private readonly reported = new Set<string>();

  constructor(private readonly destination: LogDestination) {}

  /** Takes lines and returns at once. */
  write(messages: readonly string[]): void {
    const timestamp = Date.now();
    for (const message of messages) {
      // CloudWatch Logs refuses an empty message.
      if (message !== "") {
        this.pending.push({ timestamp, message: truncated(message) });
      }
    }
    if (this.pending.length > 0 && !this.scheduled) {
      this.scheduled = true;
      this.sending = this.sending.then(() => this.send());
    }
  }

  /** Resolves when everything written so far was delivered or reported as lost. */
  async flush(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    this.scheduled = false;
    const events = this.pending;
    this.pending = [];
    try {
      await this.createStream();
      for (const logEvents of batches(events)) {
        await this.call("PutLogEvents", {
          logGroupName: this.destination.group,
          logStreamName: this.destination.stream,
          logEvents,
        });
      }
    } catch (error) {
      this.report(error as Error);
    }
  }

  private async createStream(): Promise<void> {
    if (this.streamCreated) {
      return;
    }
    const names = { logGroupName: this.destination.group, logStreamName: this.destination.stream };
    try {
      await this.call("CreateLogStream", names);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== "ResourceNotFoundException") {
        throw error;
      }
      // AWS makes a missing group itself when the role may; a role of least privilege may not, and the failure shows.
      await this.call("CreateLogGroup", { logGroupName: this.destination.group });
      await this.call("CreateLogStream", names);
    }
    this.streamCreated = true;
  }

  private async call(operation: string, input: unknown): Promise<void> {
    const { endpoint, region, credentials } = this.destination;
    await sendSigned({
      method: "POST",
      url: `${endpoint}/`,
      service: "logs",
      region,
      credentials,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Logs_20140328.${operation}` },
      body: JSON.stringify(input),
    });
  }

  private report(error: Error): void {
    const cause =
      error.name === "TypeError" ? "the gateway does not answer" : `${error.name}: ${error.message}`;
    if (!this.reported.has(cause)) {
      this.reported.add(cause);
      this.destination.onFailure(
        `WARNING: log lines were not delivered to CloudWatch Logs group "${this.destination.group}": ${cause}`,
      );
    }
  }
}

function truncated(message: string): string {
  return Buffer.byteLength(message) <= maxEventBytes
    ? message
    : Buffer.from(message).subarray(0, maxEventBytes).toString("utf8");
}

function batches(events: readonly LogEvent[]): LogEvent[][] {
  const result: LogEvent[][] = [];
  let bytes = Infinity;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + eventOverheadBytes;
    if (bytes + size > maxBatchBytes || result[result.length - 1].length === maxBatchEvents) {
      result.push([]);
      bytes = 0;
    }
    result[result.length - 1].push(event);
    bytes += size;
  }
  return result;
}

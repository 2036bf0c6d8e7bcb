const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What ends a command that otherwise stays: a signal, or a fault nobody caught. */
export class StopRequest {
  /** Resolves with the signal; rejects with what nobody caught. */
  readonly arrived: Promise<NodeJS.Signals>;
  private readonly undo: () => void;

  /** From here on neither ends the process by itself: whoever made this closes what is open, then calls `close`. */
  constructor() {
    let onSignal: (signal: NodeJS.Signals) => void = () => undefined;
    let onFault: (error: unknown) => void = () => undefined;
    this.arrived = new Promise((resolve, reject) => {
      onSignal = resolve;
      // A second fault, while the first one is cleaned up after, changes nothing.
      onFault = reject;
    });
    this.arrived.catch(() => undefined);
    // Again and again: npm passes a signal on that the terminal has sent already.
    SIGNALS.forEach((signal) => process.on(signal, onSignal));
    process.on("uncaughtException", onFault);
    process.on("unhandledRejection", onFault);
    this.undo = () => {
      SIGNALS.forEach((signal) => process.off(signal, onSignal));
      process.off("uncaughtException", onFault);
      process.off("unhandledRejection", onFault);
    };
  }

  /** The work's result, unless a stop comes first. */
  async before<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.arrived.then((signal) => Promise.reject(new Stopped(signal)))]);
  }

  close(): void {
    this.undo();
  }
}

/** A signal ended the command. */
export class Stopped extends Error {
  constructor(public readonly signal: string) {
    super(`Stopped by ${signal}.`);
  }
}

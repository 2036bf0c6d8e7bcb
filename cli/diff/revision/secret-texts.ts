// eslint-disable-next-line @typescript-eslint/no-require-imports -- the modules themselves, whose exports are replaced, not copies.
import pulumi = require("@pulumi/pulumi");
// eslint-disable-next-line @typescript-eslint/no-require-imports -- as above.
import outputs = require("@pulumi/pulumi/output");
import { encodings } from "./encodings";

/** Shorter ones are part of other words: hiding them would leave no message. */
const LEAST_LENGTH = 4;

/** Pulumi's, that give a secret output, or none. */
type Making = (...args: unknown[]) => unknown;

/**
 * The texts that a program marks as secrets, or asks its configuration for as such, so that what it says when it fails can be
 * shown without them, also as Base64, hexadecimal digits, part of an address or JSON. What a program makes of them in another
 * way is not recognised: a digest, a part of a line, letters in another case, a compressed or encrypted text, a secret of less
 * than four characters; and of a Base64 text that holds a secret amid others, the characters that it shares with its neighbours.
 */
export class SecretTexts {
  private readonly texts = new Set<string>();

  /** From here on: to be called before the program is loaded. */
  public listen(): void {
    const secret = this.listening(outputs.secret);
    // Programs call the one, Pulumi itself the other; depending on its version the first only refers to the second.
    for (const exported of [outputs, pulumi] as { secret: unknown }[]) {
      if (exported.secret !== secret) {
        exported.secret = secret;
      }
    }
    const config = pulumi.Config.prototype as unknown as Record<string, Making>;
    for (const method of Object.getOwnPropertyNames(config).filter((name) => name.includes("Secret"))) {
      config[method] = this.listening(config[method]);
    }
  }

  public hide(message: string): string {
    // Longest first: one may be part of another.
    const texts = [...this.texts].sort((one, other) => other.length - one.length);
    return texts.reduce((shown, text) => shown.replaceAll(text, "[secret]"), message);
  }

  /** The function, with a look at the output that it makes. */
  private listening(makes: Making): Making {
    const look = (value: unknown): void => {
      this.note(value);
    };
    return function (this: unknown, ...args) {
      const output = makes.apply(this, args) as { promise(): Promise<unknown> } | undefined;
      output?.promise().then(look, () => undefined);
      return output;
    };
  }

  private note(value: unknown): void {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
      this.add(String(value));
    } else if (typeof value === "object" && value !== null && !outputs.Output.isInstance(value)) {
      Object.values(value).forEach((member) => {
        this.note(member);
      });
    }
  }

  /** A message may hold a part: its lines count, too. */
  private add(text: string): void {
    const forms = [text, ...text.split(/\r?\n/)]
      .filter(({ length }) => length >= LEAST_LENGTH)
      .flatMap((part) => [part, ...encodings(part)]);
    forms.filter(({ length }) => length >= LEAST_LENGTH).forEach((form) => this.texts.add(form));
  }
}

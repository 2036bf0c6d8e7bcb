import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate for one host name, made in the test: a private key in the repository would be found by every scanner. */
export function selfSignedCertificate(host: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = der(0x30, objectId(1, 2, 840, 10045, 4, 3, 2));
  const name = der(
    0x30,
    der(0x31, der(0x30, Buffer.concat([objectId(2, 5, 4, 3), der(0x0c, Buffer.from(host))]))),
  );
  const validity = der(0x30, Buffer.concat([utcTime("200101000000Z"), utcTime("491231235959Z")]));
  const content = der(
    0x30,
    Buffer.concat([
      der(0x02, Buffer.from([1])),
      ecdsaWithSha256,
      name,
      validity,
      name,
      publicKey.export({ type: "spki", format: "der" }),
    ]),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", content, privateKey)]));
  const certificate = der(0x30, Buffer.concat([content, ecdsaWithSha256, signature]));
  const lines = certificate
    .toString("base64")
    .match(/.{1,64}/g)!
    .join("\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** One ASN.1 value: tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function objectId(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = rest.flatMap((part) => {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    return septets;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

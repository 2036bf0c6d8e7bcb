/** Characters of Base64 that bytes before a text have a share in, by how many there are beyond whole groups of three. */
const SHARED = [0, 2, 3];

/** How a program may write down a text: as JSON, in an address, in Base64 of either alphabet, in hexadecimal digits. */
export function encodings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const wellFormed = bytes.toString();
  const hexadecimal = bytes.toString("hex");
  return [
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    new URLSearchParams([["", wellFormed]]).toString().slice(1),
    ...base64Forms(bytes),
    ...[hexadecimal, hexadecimal.toUpperCase()],
  ];
}

/** Alone, with and without padding, and amid other bytes, as in `user:password`: there it begins at any of three places. */
function base64Forms(bytes: Buffer): readonly string[] {
  const amid = SHARED.map((shared, before) => {
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(shared, whole);
  });
  const alone = bytes.toString("base64");
  return [alone, alone.replace(/=+$/, ""), ...amid].flatMap((form) => [
    form,
    form.replaceAll("+", "-").replaceAll("/", "_"),
  ]);
}

import { deflateRawSync } from "node:zlib";

export interface ZipEntry {
  /** With `/`. */
  readonly name: string;
  readonly content: Buffer;
}

/** 1980-01-01 00:00, the first date the format can say: the same entries make the same bytes. */
const DOS_DATE = 0x21;
const UTF8_NAMES = 0x800;
const DEFLATED = 8;
const VERSION = 20;

/** A zip file of the entries in the order of their names. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const sorted = [...entries].sort((one, other) => (one.name < other.name ? -1 : 1));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of sorted) {
    const nameBytes = Buffer.from(name, "utf8");
    const compressed = deflateRawSync(content);
    const common = commonHeader(crc32(content), compressed.length, content.length, nameBytes.length);
    const file = Buffer.concat([signature(0x04034b50), common, nameBytes, compressed]);
    directory.push(
      Buffer.concat([signature(0x02014b50), words(VERSION), common, directoryTail(offset), nameBytes]),
    );
    files.push(file);
    offset += file.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(sorted.length, 8);
  end.writeUInt16LE(sorted.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}

/** What an entry's own header and its line in the directory both say. */
function commonHeader(crc: number, compressed: number, size: number, nameLength: number): Buffer {
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc, 0);
  sizes.writeUInt32LE(compressed, 4);
  sizes.writeUInt32LE(size, 8);
  return Buffer.concat([words(VERSION, UTF8_NAMES, DEFLATED, 0, DOS_DATE), sizes, words(nameLength, 0)]);
}

function directoryTail(offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return tail;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  }
  return remainder >>> 0;
});

/** Node 20 has none of its own. */
function crc32(content: Buffer): number {
  let remainder = 0xffffffff;
  for (const byte of content) {
    remainder = CRC_TABLE[(remainder ^ byte) & 0xff] ^ (remainder >>> 8);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

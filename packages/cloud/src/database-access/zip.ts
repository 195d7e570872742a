// A zip that its files alone decide: sorted names, no time, stored and not compressed (a compressor's bytes change with
// its version), as PKWARE's APPNOTE 6.3.10 describes it. Lambda takes code in no other form.

import { crc32 } from 'node:zlib';

const sizes = { local: 30, central: 46, end: 22 } as const;
const january1980 = 0x0021; // the first day the format knows
const utf8Names = 0x0800;
const madeByUnix = 0x0314;
const readableByAll = (0o100_644 << 16) >>> 0;

export function zipOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = Buffer.from(path);
    const fixed = fixedFields(bytes, name.length);
    const local = Buffer.alloc(sizes.local);
    local.writeUInt32LE(0x04034b50, 0);
    fixed.copy(local, 4);
    const central = Buffer.alloc(sizes.central);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(madeByUnix, 4);
    fixed.copy(central, 6);
    central.writeUInt32LE(readableByAll, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, name, bytes);
    directory.push(central, name);
    offset += sizes.local + name.length + bytes.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(sizes.end);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** What the header of a file and its line in the directory have in common. */
function fixedFields(bytes: Uint8Array, nameLength: number): Buffer {
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0); // version needed: 2.0
  fixed.writeUInt16LE(utf8Names, 2);
  fixed.writeUInt16LE(0, 4); // stored
  fixed.writeUInt16LE(0, 6);
  fixed.writeUInt16LE(january1980, 8);
  fixed.writeUInt32LE(crc32(bytes), 10);
  fixed.writeUInt32LE(bytes.length, 14);
  fixed.writeUInt32LE(bytes.length, 18);
  fixed.writeUInt16LE(nameLength, 22);
  return fixed;
}

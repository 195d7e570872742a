// An archive that its files alone decide: sorted names, no owner, no time, no compression (a compressor's bytes change
// with its version and its processor). ustar, as POSIX.1 describes it under pax, so that every tar reads it.

const block = 512;
const mode = '0000644';
const field = { name: 100, prefix: 155 } as const;

/** Path → bytes. Every file is plain: readable by all, writable by its owner, executable by nobody. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

export function tarOf(files: ArchiveFiles): Uint8Array {
  const paths = [...files.keys()].sort();
  const parts = paths.flatMap((path) => {
    const bytes = files.get(path) ?? new Uint8Array();
    return [header(path, bytes.length), bytes, new Uint8Array(-bytes.length & (block - 1))];
  });
  return Buffer.concat([...parts, new Uint8Array(2 * block)]);
}

function header(path: string, size: number): Uint8Array {
  const { name, prefix } = split(path);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0);
  bytes.write(mode, 100);
  bytes.write('0000000', 108); // owner
  bytes.write('0000000', 116); // group
  bytes.write(size.toString(8).padStart(11, '0'), 124);
  bytes.write('00000000000', 136); // time of change: 1970
  bytes.write('        ', 148); // counted as blanks in the checksum
  bytes.write('0', 156); // a plain file
  bytes.write('ustar\x0000', 257);
  bytes.write(prefix, 345);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** A long path stands in two fields, cut at a slash. */
function split(path: string): { readonly name: string; readonly prefix: string } {
  if (/[^\x20-\x7e]/.test(path) || path.startsWith('/') || path.split('/').includes('..'))
    throw new Error(`Archive: given ${path}, allowed is a relative path of plain ASCII; rename the file.`);
  if (path.length <= field.name) return { name: path, prefix: '' };
  const cut = path.indexOf('/', path.length - field.name - 1);
  if (cut < 1 || cut > field.prefix)
    throw new Error(
      `Archive: given ${path}, allowed are ${field.name} characters behind a slash and ${field.prefix} before it; shorten the path.`,
    );
  return { name: path.slice(cut + 1), prefix: path.slice(0, cut) };
}

import { describe, expect, it } from 'vitest';
import { oldestGlibcVersion, relinkForOlderGlibc } from './glibc.ts';

type Library = { readonly file: string; readonly versions: readonly string[] };
type Symbol = { readonly name: string; readonly defined?: boolean };

const hashes: Readonly<Record<string, number>> = {
  'GLIBC_2.38': 0x069691b8,
  'GLIBC_2.2.5': 0x09691a75,
  'GLIBC_2.34': 0x069691b4,
};

/** The smallest ELF file with a dynamic symbol table and a table of needed versions. */
function elf(symbols: readonly Symbol[], libraries: readonly Library[]): Uint8Array {
  let strings = '\0';
  const intern = (text: string) => {
    const at = strings.length;
    strings += `${text}\0`;
    return at;
  };
  const symbolTable = Buffer.alloc(symbols.length * 24);
  for (const [index, symbol] of symbols.entries()) {
    symbolTable.writeUInt32LE(intern(symbol.name), index * 24);
    symbolTable.writeUInt16LE(symbol.defined ? 7 : 0, index * 24 + 6);
  }
  const needed = Buffer.concat(
    libraries.map((library, index) => {
      const entry = Buffer.alloc(16 + library.versions.length * 16);
      entry.writeUInt16LE(1, 0);
      entry.writeUInt16LE(library.versions.length, 2);
      entry.writeUInt32LE(intern(library.file), 4);
      entry.writeUInt32LE(16, 8);
      entry.writeUInt32LE(index === libraries.length - 1 ? 0 : entry.length, 12);
      for (const [at, version] of library.versions.entries()) {
        entry.writeUInt32LE(hashes[version] ?? 0, 16 + at * 16);
        entry.writeUInt32LE(intern(version), 16 + at * 16 + 8);
        entry.writeUInt32LE(at === library.versions.length - 1 ? 0 : 16, 16 + at * 16 + 12);
      }
      return entry;
    }),
  );
  const stringTable = Buffer.from(strings, 'latin1');
  const parts = [symbolTable, stringTable, needed];
  const header = Buffer.alloc(64);
  header.writeUInt32BE(0x7f454c46, 0);
  header[4] = 2;
  header[5] = 1;
  const sections = Buffer.alloc(3 * 64);
  let offset = 64;
  for (const [index, part] of parts.entries()) {
    sections.writeUInt32LE([11, 3, 0x6ffffffe][index] ?? 0, index * 64 + 4);
    sections.writeBigUInt64LE(BigInt(offset), index * 64 + 24);
    sections.writeBigUInt64LE(BigInt(part.length), index * 64 + 32);
    sections.writeUInt32LE(1, index * 64 + 40); // the string table is section 1
    offset += part.length;
  }
  header.writeBigUInt64LE(BigInt(offset), 0x28);
  header.writeUInt16LE(64, 0x3a);
  header.writeUInt16LE(3, 0x3c);
  return Buffer.concat([header, ...parts, sections]);
}

const libc: Library = { file: 'libc.so.6', versions: ['GLIBC_2.34', 'GLIBC_2.38', 'GLIBC_2.2.5'] };
const oldest = oldestGlibcVersion.x64;

describe('relinking for an older glibc', () => {
  it('renames undefined __isoc23_ symbols to their older equals', () => {
    const { renamed } = relinkForOlderGlibc(
      elf([{ name: '__isoc23_strtol' }, { name: 'malloc' }], [libc]),
      oldest,
    );
    expect(renamed).toEqual(['__isoc23_strtol']);
  });

  it('leaves a symbol that the file defines itself alone', () => {
    const own = elf([{ name: '__isoc23_strtol', defined: true }], [libc]);
    expect(relinkForOlderGlibc(own, oldest).renamed).toEqual([]);
  });

  it('lowers the demand of each library to that library’s own oldest version', () => {
    const libm: Library = { file: 'libm.so.6', versions: ['GLIBC_2.2.5', 'GLIBC_2.38'] };
    const first = relinkForOlderGlibc(elf([{ name: 'fmod' }], [libc, libm]), oldest);
    expect(first.lowered).toEqual(['libc.so.6', 'libm.so.6']);
    expect(relinkForOlderGlibc(first.bytes, oldest).lowered, 'nothing asks for 2.38 any more').toEqual([]);
  });

  it('changes nothing else: a second pass over its own result is the identity', () => {
    const once = relinkForOlderGlibc(elf([{ name: '__isoc23_sscanf' }], [libc]), oldest);
    const twice = relinkForOlderGlibc(once.bytes, oldest);
    expect(twice).toEqual({ bytes: once.bytes, renamed: [], lowered: [] });
  });

  it('touches only the bytes of the records it names', () => {
    const original = elf([{ name: '__isoc23_strtoul' }, { name: 'free' }], [libc]);
    const { bytes } = relinkForOlderGlibc(original, oldest);
    const changed = [...bytes].filter((byte, index) => byte !== original[index]).length;
    expect(bytes.length).toBe(original.length);
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThanOrEqual(4 + 8); // one name offset; one hash and one name offset
  });

  it('does not write into the bytes it was given', () => {
    const original = elf([{ name: '__isoc23_strtol' }], [libc]);
    const before = Uint8Array.from(original);
    relinkForOlderGlibc(original, oldest);
    expect(Uint8Array.from(original)).toEqual(before);
  });

  it('refuses a library that was never asked for the oldest version', () => {
    const odd = elf([], [{ file: 'libodd.so', versions: ['GLIBC_2.38'] }]);
    expect(() => relinkForOlderGlibc(odd, oldest)).toThrow(
      'asks libodd.so for GLIBC_2.38 and never for GLIBC_2.2.5',
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('#!/bin/sh\n'.repeat(10))],
    ['a 32-bit file', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 1, 1, ...Array(64).fill(0)])],
  ])('refuses %s', (_, bytes) => {
    expect(() => relinkForOlderGlibc(bytes, oldest)).toThrow('not a 64-bit little-endian ELF file');
  });
});

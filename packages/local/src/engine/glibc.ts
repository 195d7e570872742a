// Lets the engine's native files load on a glibc older than the one they were linked against.
//
// They ask for GLIBC_2.38 because of seven symbols: `__isoc23_strtol` and its like, which differ from `strtol`
// only in taking "0b" literals, and `fmod`, which 2.38 merely made faster. Each has an equal in every older
// glibc, so a *copy* of the file is relinked:
//   - an undefined dynamic symbol named `__isoc23_x` is renamed `x`, by moving its name offset nine bytes on;
//   - a demand for version GLIBC_2.38 of a library becomes a demand for that library's oldest version.
// Invariant: nothing else in the file changes, and its length stays the same. Pure: bytes in, bytes out.
// Layout: System V ABI chapter 4-5; symbol versions: LSB Core 5.0, chapter 10.7.

const isoPrefix = '__isoc23_';
const wantedVersion = 'GLIBC_2.38';

/** The oldest symbol version of glibc, where symbols live that were there from the start. */
export const oldestGlibcVersion = { x64: 'GLIBC_2.2.5', arm64: 'GLIBC_2.17' } as const;

export type Relinked = {
  readonly bytes: Uint8Array;
  /** The old names of the symbols renamed, sorted. */
  readonly renamed: readonly string[];
  /** The libraries whose demand for GLIBC_2.38 was lowered, sorted. */
  readonly lowered: readonly string[];
};

type Section = {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
};

const sectionType = { dynamicSymbols: 11, versionsNeeded: 0x6ffffffe } as const;
const symbolSize = 24; // Elf64_Sym

/** Throws when the bytes are no 64-bit little-endian ELF file, or when a library has no older version to lower to. */
export function relinkForOlderGlibc(original: Uint8Array, oldest: string): Relinked {
  const bytes = Uint8Array.from(original);
  const view = new DataView(bytes.buffer);
  const sections = readSections(bytes, view);
  const renamed: string[] = [];
  const lowered: string[] = [];

  for (const section of sections) {
    if (section.type === sectionType.dynamicSymbols) {
      renamed.push(...renameSymbols(bytes, view, section, stringsOf(sections, section)));
    }
    if (section.type === sectionType.versionsNeeded) {
      lowered.push(...lowerVersions(bytes, view, section, stringsOf(sections, section), oldest));
    }
  }
  return { bytes, renamed: renamed.sort(), lowered: lowered.sort() };
}

function readSections(bytes: Uint8Array, view: DataView): readonly Section[] {
  const isElf64Little =
    bytes.length >= 64 && view.getUint32(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1;
  if (!isElf64Little) {
    throw new Error('The engine file is not a 64-bit little-endian ELF file, so it cannot be relinked.');
  }
  const tableOffset = Number(view.getBigUint64(0x28, true));
  const entrySize = view.getUint16(0x3a, true);
  const count = view.getUint16(0x3c, true);
  return Array.from({ length: count }, (_, index) => {
    const at = tableOffset + index * entrySize;
    return {
      type: view.getUint32(at + 4, true),
      offset: Number(view.getBigUint64(at + 24, true)),
      size: Number(view.getBigUint64(at + 32, true)),
      link: view.getUint32(at + 40, true),
    };
  });
}

function stringsOf(sections: readonly Section[], section: Section): Section {
  const strings = sections[section.link];
  if (strings === undefined) throw new Error('The engine file names a string table that it does not have.');
  return strings;
}

function renameSymbols(bytes: Uint8Array, view: DataView, symbols: Section, strings: Section): string[] {
  const renamed: string[] = [];
  for (let at = symbols.offset; at < symbols.offset + symbols.size; at += symbolSize) {
    const nameOffset = view.getUint32(at, true);
    const isUndefined = view.getUint16(at + 6, true) === 0; // only those are looked up elsewhere
    const name = textAt(bytes, strings.offset + nameOffset);
    if (!isUndefined || !name.startsWith(isoPrefix)) continue;
    view.setUint32(at, nameOffset + isoPrefix.length, true);
    renamed.push(name);
  }
  return renamed;
}

type Demand = { readonly at: number; readonly version: string };

function lowerVersions(
  bytes: Uint8Array,
  view: DataView,
  needed: Section,
  strings: Section,
  oldest: string,
): string[] {
  const lowered: string[] = [];
  for (const [library, demands] of versionDemands(bytes, view, needed, strings)) {
    const tooNew = demands.filter((demand) => demand.version === wantedVersion);
    if (tooNew.length === 0) continue;
    const old = demands.find((demand) => demand.version === oldest);
    if (old === undefined) {
      throw new Error(`The engine file asks ${library} for ${wantedVersion} and never for ${oldest}.`);
    }
    for (const demand of tooNew) {
      view.setUint32(demand.at, view.getUint32(old.at, true), true); // hash of the version's name
      view.setUint32(demand.at + 8, view.getUint32(old.at + 8, true), true); // where that name stands
    }
    lowered.push(library);
  }
  return lowered;
}

/** Library → the places (Elf64_Vernaux) where a version of it is demanded. */
function versionDemands(
  bytes: Uint8Array,
  view: DataView,
  needed: Section,
  strings: Section,
): ReadonlyMap<string, readonly Demand[]> {
  const libraries = new Map<string, Demand[]>();
  for (let library = needed.offset; ; ) {
    const count = view.getUint16(library + 2, true);
    const name = textAt(bytes, strings.offset + view.getUint32(library + 4, true));
    const demands = libraries.get(name) ?? [];
    let at = library + view.getUint32(library + 8, true);
    for (let index = 0; index < count; index += 1) {
      demands.push({ at, version: textAt(bytes, strings.offset + view.getUint32(at + 8, true)) });
      at += view.getUint32(at + 12, true);
    }
    libraries.set(name, demands);
    const next = view.getUint32(library + 12, true);
    if (next === 0) return libraries;
    library += next;
  }
}

function textAt(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.subarray(at, bytes.indexOf(0, at))).toString('latin1');
}

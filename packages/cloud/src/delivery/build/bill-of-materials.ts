// What a release consists of, as a CycloneDX 1.6 document: our parts by digest, and below each the packages that
// came from others, as the lockfile fixes them. No time and no random number: the same release has the same document.

import { createHash } from 'node:crypto';
import { Refused } from '../refused.ts';
import type { LockedPackage } from './closure.ts';

export interface ShippedPart {
  readonly name: 'api' | 'web' | 'database-access';
  readonly digest: string;
  readonly packages: readonly LockedPackage[];
}

export function billOfMaterials(commit: string, parts: readonly ShippedPart[]): string {
  const root = `cool-delivery@${commit}`;
  const described = parts.map((part) => ({
    type: 'application',
    'bom-ref': part.name,
    name: `@cool/${part.name}`,
    version: commit,
    licenses: [{ license: { id: 'Apache-2.0' } }],
    hashes: [{ alg: 'SHA-256', content: part.digest.slice('sha256:'.length) }],
    components: part.packages.map((each) => component(part.name, each)),
  }));
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(described),
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': root, name: 'cool-delivery', version: commit } },
    components: described,
    dependencies: [{ ref: root, dependsOn: parts.map(({ name }) => name) }, ...parts.flatMap(dependencies)],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The same package may be in both parts, and is a component of each. */
const refOf = (part: string, path: string) => `${part}:${path}`;

function component(part: string, { integrity, licence, name, path, version }: LockedPackage) {
  return {
    type: 'library',
    'bom-ref': refOf(part, path),
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: [licence.includes(' ') ? { expression: licence } : { license: { id: licence } }],
    hashes: [{ alg: 'SHA-512', content: sha512Of(integrity) }],
  };
}

function dependencies({ name: part, packages }: ShippedPart) {
  const needed = new Set(packages.flatMap(({ needs }) => needs));
  const top = packages.filter(({ path }) => !needed.has(path));
  const known = new Set(packages.map(({ path }) => path));
  return [
    { ref: part, dependsOn: top.map(({ path }) => refOf(part, path)) },
    ...packages.map(({ path, needs }) => ({
      ref: refOf(part, path),
      dependsOn: needs.filter((need) => known.has(need)).map((need) => refOf(part, need)),
    })),
  ];
}

function sha512Of(integrity: string): string {
  const found = /sha512-([A-Za-z0-9+/=]+)/.exec(integrity)?.[1];
  if (found === undefined)
    throw new Refused(
      `package-lock.json: given the integrity ${integrity}, allowed is sha512-…; make the lockfile anew with npm install.`,
    );
  return Buffer.from(found, 'base64').toString('hex');
}

/** A name for the document that its content gives (RFC 9562, version 8). */
function serialNumber(content: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

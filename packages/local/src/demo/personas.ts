// Who is in the demo. Passwords and seeds of second factors are made afresh for each data folder and kept in a
// private file there; nothing of this exists outside `local`.

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Role } from '@cool/contract/identity';
import { Secret } from 'otpauth';
import { writePrivately } from '../data-folder.ts';

export type Persona = {
  /** The persona's host is `<id>.localhost`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string;
  readonly password: string;
  /** Null: has no second factor yet, as a customer who has just signed up. */
  readonly totpSecret: string | null;
  /** Shown on the demo page; the others are moved by the simulator. */
  readonly shown: boolean;
};

export type PersonaFile = {
  /** Which database they were created in (a digest: the address may carry a password). */
  readonly seededIn: string | null;
  readonly personas: readonly Persona[];
};

type Cast = Pick<Persona, 'id' | 'name' | 'role' | 'shown'>;

const cast: readonly Cast[] = [
  { id: 'customer', name: 'Saoirse Kelly', role: 'customer', shown: true },
  { id: 'dispatcher', name: 'Ciara O’Brien', role: 'dispatcher', shown: true },
  { id: 'courier', name: 'Aoife Byrne', role: 'courier', shown: true },
  { id: 'admin', name: 'Fionn Gallagher', role: 'admin', shown: true },
  { id: 'auditor', name: 'Gráinne Lynch', role: 'auditor', shown: true },
  { id: 'cian', name: 'Cian Nolan', role: 'courier', shown: false },
  { id: 'niamh', name: 'Niamh Doyle', role: 'courier', shown: false },
  { id: 'oisin', name: 'Oisín Walsh', role: 'courier', shown: false },
  { id: 'roisin', name: 'Róisín Kavanagh', role: 'courier', shown: false },
  { id: 'darragh', name: 'Darragh Quinn', role: 'courier', shown: false },
  // The simulator's own dispatcher: a code works once, so it must not spend those of the persona's.
  { id: 'desk', name: 'Demo Desk', role: 'dispatcher', shown: false },
];

export function makePersonas(): readonly Persona[] {
  return cast.map((member) => ({
    ...member,
    email: `${member.id}@example.com`,
    password: randomBytes(12).toString('base64url'),
    totpSecret: member.role === 'customer' ? null : new Secret({ size: 32 }).base32,
  }));
}

export function readPersonas(path: string): PersonaFile | null {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

export function writePersonas(path: string, file: PersonaFile): void {
  writePrivately(path, file);
}

export function isSeeded(path: string, mongodbUri: string | null): boolean {
  return readPersonas(path)?.seededIn === databaseMark(mongodbUri);
}

/** `null` stands for the embedded engine, whose data lie beside the file. */
export function databaseMark(mongodbUri: string | null): string {
  return mongodbUri === null
    ? 'embedded'
    : createHash('sha256').update(mongodbUri).digest('hex').slice(0, 16);
}

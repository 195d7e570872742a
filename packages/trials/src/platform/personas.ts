// Who the demo lets in: read from the file the platform keeps for its codes page, as a person would read that page.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@cool/contract/identity';
import type { Credentials } from '../client/sign-in.ts';

export type Persona = Credentials & {
  readonly name: string;
  readonly role: Role;
  /** False: the demo's simulator moves this one. */
  readonly shown: boolean;
};

export function readPersonas(data: string): readonly Persona[] {
  const kept = JSON.parse(readFileSync(join(data, 'personas.json'), 'utf8')) as {
    readonly personas: readonly Persona[];
  };
  return kept.personas;
}

/** The personas of a role, at least `count` of them. */
export function personasOf(personas: readonly Persona[], role: Role, count = 1): readonly Persona[] {
  const found = personas.filter((persona) => persona.role === role);
  if (found.length < count)
    throw new Error(`The demo has ${found.length} of role ${role}; the trial needs ${count}.`);
  return found.slice(0, count);
}

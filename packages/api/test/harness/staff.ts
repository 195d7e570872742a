// A platform with somebody of each kind signed in: what journeys over every route begin with.

import { newPerson, type Person, signedIn, signInHalf } from './person.ts';
import { type Platform, startPlatform } from './platform.ts';
import type { Process } from './process.ts';

export interface Staffed {
  readonly platform: Platform;
  readonly api: Process;
  readonly admin: Person;
  readonly dispatcher: Person;
  readonly courier: Person;
  /** A dispatcher whose second factor is still asked for. */
  readonly half: Person;
}

export async function startStaffed(): Promise<Staffed> {
  const platform = await startPlatform(1);
  const [api] = platform.apis as [Process];
  const half = await newPerson(platform, 'dispatcher', api.base);
  const [admin, dispatcher, courier] = await Promise.all([
    signedIn(platform, 'admin', api),
    signedIn(platform, 'dispatcher', api),
    signedIn(platform, 'courier', api),
    signInHalf(half),
  ]);
  return { platform, api, admin, dispatcher, courier, half };
}

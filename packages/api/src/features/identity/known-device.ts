// Browsers their owner signed in from before, so that strangers who guess at an address lock out strangers and not its owner
// (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). The cookie opens nothing: it names a browser that gave
// the right password of this address in the last 180 days, and its tries are counted apart. Stateless, so every process knows
// it; its end is signed with it, so a copy lives no longer than the browser keeps it.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { keyedDigest, makeToken, sameSecret } from '#platform/digest.ts';
import { generationsOf, type Keys } from '#platform/keys.ts';
import { cookieOf } from '#platform/session.ts';
import { normalEmail } from './users-store.ts';

type DeviceKeys = Pick<Keys, 'viewLinkKey'> & { readonly older?: readonly Pick<Keys, 'viewLinkKey'>[] };

const cookieName = '__Host-cd-known';
const shape = /^([A-Za-z0-9_-]{43})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/;
const maxAgeS = 180 * 86_400;

/** The name of the browser, when it signed in under this address before and not too long ago. */
export function knownDeviceOf(
  keys: DeviceKeys,
  request: FastifyRequest,
  email: string,
  at: Date,
): string | undefined {
  const [, name, untilS, signature] = shape.exec(cookieOf(request, cookieName) ?? '') ?? [];
  if (name === undefined || untilS === undefined || signature === undefined) return undefined;
  if (at.getTime() >= Number(untilS) * 1_000) return undefined;
  const rings = generationsOf<Pick<Keys, 'viewLinkKey'>>(keys);
  return rings.some((each) => sameSecret(signature, signatureOf(each, email, name, untilS)))
    ? name
    : undefined;
}

/** From now on for 180 days. `known`: what it is called already. */
export function rememberDevice(
  reply: FastifyReply,
  keys: DeviceKeys,
  email: string,
  at: Date,
  known: string = makeToken(),
): void {
  const untilS = String(Math.floor(at.getTime() / 1_000) + maxAgeS);
  const value = `${known}.${untilS}.${signatureOf(keys, email, known, untilS)}`;
  void reply.header(
    'set-cookie',
    `${cookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`,
  );
}

/** The words before it keep it apart from the links that are made of the same key. */
function signatureOf(
  { viewLinkKey }: Pick<Keys, 'viewLinkKey'>,
  email: string,
  name: string,
  untilS: string,
): string {
  const words = `known device\n${normalEmail(email)}\n${name}\n${untilS}`;
  return keyedDigest(viewLinkKey, words).toString('base64url');
}

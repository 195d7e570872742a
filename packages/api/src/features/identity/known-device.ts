// Browsers their owner signed in from before, so that strangers who guess at an address lock out strangers and not its owner
// (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). The cookie opens nothing: it names a browser that gave
// the right password of this address once, and its tries are counted apart. Stateless, so every process knows it.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { keyedDigest, makeToken, sameSecret } from '#platform/digest.ts';
import { generationsOf, type Keys } from '#platform/keys.ts';
import { cookieOf } from '#platform/session.ts';
import { normalEmail } from './users-store.ts';

type DeviceKeys = Pick<Keys, 'viewLinkKey'> & { readonly older?: readonly Pick<Keys, 'viewLinkKey'>[] };

const cookieName = '__Host-cd-known';
const shape = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;
const maxAgeS = 180 * 86_400;

/** The name of the browser, when it signed in under this address before. */
export function knownDeviceOf(keys: DeviceKeys, request: FastifyRequest, email: string): string | undefined {
  const [, name, signature] = shape.exec(cookieOf(request, cookieName) ?? '') ?? [];
  if (name === undefined || signature === undefined) return undefined;
  const rings = generationsOf<Pick<Keys, 'viewLinkKey'>>(keys);
  return rings.some((each) => sameSecret(signature, signatureOf(each, email, name))) ? name : undefined;
}

/** `known`: what it is called already. */
export function rememberDevice(
  reply: FastifyReply,
  keys: DeviceKeys,
  email: string,
  known: string = makeToken(),
): void {
  const value = `${known}.${signatureOf(keys, email, known)}`;
  void reply.header(
    'set-cookie',
    `${cookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`,
  );
}

/** The words before it keep it apart from the links that are made of the same key. */
function signatureOf({ viewLinkKey }: Pick<Keys, 'viewLinkKey'>, email: string, name: string): string {
  return keyedDigest(viewLinkKey, `known device\n${normalEmail(email)}\n${name}`).toString('base64url');
}

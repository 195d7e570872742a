// What the browser does with a passkey: make one, or sign with one. Nothing is sent from here; a person who closes the
// browser's own dialog gets null.
import type {
  PasskeyAssertion,
  PasskeyCreation,
  PasskeyRequest,
  RegisterPasskey,
} from '@cool/contract/identity';

export function passkeysWork(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
}

export async function makePasskey(options: PasskeyCreation): Promise<RegisterPasskey | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const made = await orNull(navigator.credentials.create({ publicKey }));
  if (!(made instanceof PublicKeyCredential)) return null;
  const { response } = made;
  if (!(response instanceof AuthenticatorAttestationResponse)) return null;
  return {
    id: made.id,
    clientDataJSON: base64url(response.clientDataJSON),
    attestationObject: base64url(response.attestationObject),
    transports: response.getTransports(),
  };
}

export async function signWithPasskey(options: PasskeyRequest): Promise<PasskeyAssertion | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const used = await orNull(navigator.credentials.get({ publicKey }));
  if (!(used instanceof PublicKeyCredential)) return null;
  const { response } = used;
  if (!(response instanceof AuthenticatorAssertionResponse)) return null;
  return {
    id: used.id,
    clientDataJSON: base64url(response.clientDataJSON),
    authenticatorData: base64url(response.authenticatorData),
    signature: base64url(response.signature),
  };
}

/** The browser says no by throwing a DOMException, whether the person, the time or the device said it. */
async function orNull(asked: Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function base64url(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

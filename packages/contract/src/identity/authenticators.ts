// Which apps count with SHA-256 when they are told to, and which with SHA-1 whatever they are told (docs/decisions/0046 has the
// sources). What a page says before the first code, and the API after a wrong one.

export const authenticatorsThatFit = [
  'Aegis',
  '2FAS',
  'FreeOTP',
  'Bitwarden',
  '1Password',
  'a current Google Authenticator',
] as const;

export const authenticatorsThatDoNotFit = [
  'Microsoft Authenticator',
  'Authy',
  'Duo Mobile',
  'Okta Verify',
] as const;

/** `Aegis, 2FAS or FreeOTP`. */
export function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** What a wrong first code most likely means. */
export const firstCodeAdvice = `Codes change every 30 seconds. If the one your app shows now is refused as well, the app counts with SHA-1 and not with SHA-256, as ${oneOf(authenticatorsThatDoNotFit)} do: set up another app, such as ${oneOf(authenticatorsThatFit)}.`;

// What stops a command and is nobody's bug: a sentence for the person at the terminal, never a stack trace. Errors of
// AWS's SDK are put into our words here; everything else that is thrown stays a fault of ours and keeps its place.

/** Thrown where a fact of an account leaves nothing to do; `ask` tells the sentence. */
export class Refused extends Error {}

/** The sentence for an error that is the caller's to mend; undefined for any other. */
export function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof Refused) return error.message;
  const { name } = error;
  if (isOneOf(name, ['CredentialsProviderError', 'TokenProviderError', 'ProviderError']))
    return `AWS: given no credentials (${firstLine(error)}), allowed are those of the environment's account; sign in, and name the profile with AWS_PROFILE (promote takes cool-delivery-FROM and cool-delivery-TO).`;
  if (isOneOf(name, notTaken))
    return `AWS: given credentials it does not take (${name}), allowed are valid ones of the environment's account; sign in again.`;
  if (/^AccessDenied|^UnauthorizedOperation$/.test(name))
    return `AWS: given an identity without the right (${firstLine(error)}), allowed is one that may deploy here; take that role.`;
  if (isUnreached(error))
    return `AWS: given no answer (${firstLine(error)}), allowed is a network that reaches it; look at the connection, the proxy and AWS_ENDPOINT_URL.`;
  if ('$fault' in error)
    return `AWS: given ${name} (${firstLine(error)}); nothing more was done. Correct it and run this again.`;
  return undefined;
}

const notTaken = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

const isOneOf = (name: string, names: readonly string[]) => names.includes(name);

/** Node's own codes of a connection that did not come about, and the SDK's name for one that took too long. */
function isUnreached(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return (
    error.name === 'TimeoutError' ||
    /^(E(CONN|NOTFOUND|AI_|TIMEDOUT|HOST|NET)|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code)
  );
}

function firstLine({ message, name }: Error): string {
  return message.split('\n')[0]?.trim().replace(/\.$/, '') || name;
}

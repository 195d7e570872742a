// What may be said of an error: ours in full, for they are written to be read; of others the name and the code.

/** Errors our own code throws have no code and the plain class. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  if (error.constructor === Error) return error.message;
  const code: unknown = 'code' in error ? error.code : undefined;
  return [error.name, ...(typeof code === 'string' || typeof code === 'number' ? [code] : [])].join(' ');
}

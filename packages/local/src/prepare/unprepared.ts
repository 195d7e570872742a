// Why the database could not be prepared, and what to do. An address may hold a password, so only the server's own
// words about it are told, never the address as it was given.

/** One sentence or two; `mongodbUri` is null for the embedded engine. */
export function unpreparedSentence(error: unknown, mongodbUri: string | null): string {
  const said = error instanceof Error ? error.message : String(error);
  const reason = mongodbUri === null ? said : withoutAddress(said, mongodbUri);
  const advice =
    mongodbUri === null
      ? 'Start again; if it stays so, --fresh begins with an empty database, and the reason stands in logs/engine.log of the data folder.'
      : 'Start that server or correct MONGODB_URI (mongodb://HOST:PORT, or mongodb+srv://HOST), or unset it to use the embedded engine.';
  const what = mongodbUri === null ? 'The database' : 'The database that MONGODB_URI names';
  return `${what} could not be prepared: ${reason.replace(/\.$/, '')}. ${advice}`;
}

function withoutAddress(said: string, mongodbUri: string): string {
  return said.replaceAll(mongodbUri, 'the address given').replace(/\/\/.*@/g, '//…@');
}

// A name for one intended change. The server takes the same name twice as the same change, so a second press after
// a lost answer cannot place a second order; different content is a different intent.

export interface Intent {
  readonly eventId: string;
  readonly content: string;
}

/** The intent to send `content`: the previous one while the content is the same, else a new one. */
export function intentFor(
  previous: Intent | null,
  content: unknown,
  newId: () => string = newEventId,
): Intent {
  const text = JSON.stringify(content);
  return previous !== null && previous.content === text ? previous : { eventId: newId(), content: text };
}

/** 144 random bits, base64url. */
export function newEventId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

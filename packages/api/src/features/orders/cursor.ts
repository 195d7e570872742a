// A page's end as an opaque word: what it holds is ours to change. It is no secret and grants nothing: the scope of
// the reader stands in the query anyway. A word we did not make is answered 400.

const shape = /^ord_[0-9A-HJKMNP-TV-Z]{26}$/;

export function encodeCursor(lastId: string): string {
  return Buffer.from(lastId, 'utf8').toString('base64url');
}

/** Null when this is no cursor of ours. */
export function decodeCursor(cursor: string): string | null {
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  return shape.test(id) && encodeCursor(id) === cursor ? id : null;
}

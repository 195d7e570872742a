// What is tried and what must come back. A case is one request that no route may take; it says in its own words
// which answers are right.

export type BadCase = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly allowed: readonly number[];
  /** The field the answer must name, as a JSON pointer or `query.x`. */
  readonly field?: string;
  /** A page for people in place of a problem: only where people follow links. */
  readonly page?: true;
};

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A route that takes a body, with one that it would take. */
export type BodyRoute = {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly [key: string]: Json };
  /** Bytes the route takes at most. */
  readonly mostBytes: number;
  /** Pointers of texts in which every character is allowed: a password, a whole file. */
  readonly anyText?: readonly string[];
  /** Pointers that may be left out. */
  readonly optional?: readonly string[];
};

// How much is said about one thing. Whoever writes a policy decides how many parts of it are doubtful and how long its
// names are; a reason is kept for every question asked of it. Invariant: the words about a policy do not grow with it.

const mostNamed = 10;
const longestPart = 1000;

/** The first of many, and how many more there are. */
export function few(said: readonly string[]): readonly string[] {
  if (said.length <= mostNamed) return said;
  return [...said.slice(0, mostNamed), `and ${said.length - mostNamed} more`];
}

/** A name or a reason, cut to a readable length. */
export const brief = (said: string): string =>
  said.length > longestPart ? `${said.slice(0, longestPart - 1)}…` : said;

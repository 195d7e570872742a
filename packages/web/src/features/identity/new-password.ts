// What a new password must be; the same the API asks for. Length is what counts, so nothing else is demanded.

export const shortestPassword = 12;

export const newPasswordHint = `At least ${shortestPassword} characters. Three or four words that do not belong together work well.`;

/** What is wrong with it, or undefined. */
export function newPasswordError(password: string): string | undefined {
  if (password.length >= shortestPassword) return undefined;
  return `${password.length} characters so far; at least ${shortestPassword} are needed.`;
}

// A question that cannot be asked of this input. The message says what was given and what is allowed; the command line
// puts its own name before it.

export class Unanswerable extends Error {
  override readonly name = 'Unanswerable';
}

// Refuses a YAML text that the library must not be given: it needs some hundred bytes for each token, and it recurses
// over nesting until the stack ends, inside of a regular expression even without an exception that could be caught.
// The lexer alone does neither, so the text is weighed by it first.

import { Lexer } from 'yaml';
import { UnreadableInput, unreadableAt } from '../unreadable.ts';
import { limits } from './node.ts';

/** Control characters by which the lexer marks documents and scalars; they are not in the text. */
const marks: ReadonlySet<string> = new Set([0x02, 0x18, 0x1f].map((code) => String.fromCharCode(code)));

export const tooDeep = `nested deeper than ${limits.depth} levels`;

/** Throws UnreadableInput with line and column for a text with too many tokens, or too deep a nesting. */
export function refuseHeavyYaml(file: string, text: string): void {
  if (text.length > limits.yamlBytes)
    throw new UnreadableInput(
      `${file}: ${text.length} characters of YAML; at most ${limits.yamlBytes} are read (CloudFormation takes 1 MB)`,
    );
  const position = { line: 1, column: 1 };
  const nesting = new Nesting();
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (marks.has(token)) continue;
    nesting.take(token, position.column);
    const refused =
      nesting.depth > limits.depth
        ? tooDeep
        : tokens > limits.yamlTokens
          ? `more than ${limits.yamlTokens} tokens of YAML`
          : undefined;
    if (refused !== undefined) throw unreadableAt(file, position.line, position.column, refused);
    advance(position, token);
  }
}

function advance(position: { line: number; column: number }, token: string): void {
  const end = token.lastIndexOf('\n');
  if (end === -1) {
    position.column += token.length;
    return;
  }
  for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) position.line += 1;
  position.column = token.length - end;
}

/** An upper bound of the nesting: open brackets, and the columns at which open blocks begin. */
class Nesting {
  readonly #columns: number[] = [];
  #brackets = 0;
  /** The next token begins a node: the first of a line, and what stands behind `-`, `?` and `:`. */
  #beginsNode = true;

  get depth(): number {
    return this.#brackets + this.#columns.length;
  }

  take(token: string, column: number): void {
    if (token === '[' || token === '{') this.#brackets += 1;
    else if ((token === ']' || token === '}') && this.#brackets > 0) this.#brackets -= 1;
    else if (this.#brackets === 0) this.#block(token, column);
  }

  #block(token: string, column: number): void {
    if (token.includes('\n')) {
      this.#beginsNode = true;
      return;
    }
    if (token.trim() === '' || token.startsWith('#')) return;
    if (this.#beginsNode) {
      while ((this.#columns.at(-1) ?? 0) >= column) this.#columns.pop();
      this.#columns.push(column);
    }
    this.#beginsNode = /^([-?:]|[!&].*)$/.test(token);
  }
}

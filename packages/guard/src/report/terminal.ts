// What a terminal needs: colour only where it is wanted, and text that breaks between words.

export interface Terminal {
  readonly width: number;
  readonly colour: boolean;
}

const codes = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;

export function paint(terminal: Terminal, style: keyof typeof codes, text: string): string {
  return terminal.colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

/** Breaks a text into lines of the terminal's width, each after the same indent. A long word stays whole. */
export function wrap(terminal: Terminal, indent: string, text: string, hanging = indent): string {
  const lines: string[] = [];
  let line = indent;
  let isBlank = true;
  for (const word of text.split(' ')) {
    if (!isBlank && line.length + 1 + word.length > terminal.width) {
      lines.push(line);
      line = hanging;
      isBlank = true;
    }
    line += isBlank ? word : ` ${word}`;
    isBlank = false;
  }
  return [...lines, line].join('\n');
}

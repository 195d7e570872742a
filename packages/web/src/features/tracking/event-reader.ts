// Server-sent events (WHATWG HTML, section 9.2) as our API writes them: blocks of lines, an empty line after each. Bytes come
// in any portions, also in the middle of a character.

export interface ReadEvent {
  readonly event: string;
  readonly data: string;
}

export function makeEventReader(onEvent: (event: ReadEvent) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (bytes) => {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = fieldOf(block, 'data');
      if (data !== null) onEvent({ event: fieldOf(block, 'event') ?? 'message', data });
    }
  };
}

function fieldOf(block: string, name: string): string | null {
  const line = block.split('\n').find((each) => each.startsWith(`${name}: `));
  return line === undefined ? null : line.slice(name.length + 2);
}

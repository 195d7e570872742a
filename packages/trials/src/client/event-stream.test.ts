import { describe, expect, it } from 'vitest';
import { parser, type StreamEvent } from './event-stream.ts';

const wire =
  ': hello\n\nretry: 1000\n\nid: 7\nevent: order\ndata: {"a":1}\n\nid: 8\r\ndata: x\r\ndata: y\r\n\r\ndata: half';

function read(pieces: readonly string[]): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  const take = parser((event) => events.push(event));
  for (const piece of pieces) take(piece);
  return events;
}

describe('the reader of server-sent events', () => {
  const whole = [
    { id: '7', event: 'order', data: '{"a":1}' },
    { id: '8', event: 'message', data: 'x\ny' },
  ];

  it('reads whole events, and leaves comments, retry times and unfinished events out', () => {
    expect(read([wire])).toEqual(whole);
  });

  it('reads the same when the text comes one character at a time', () => {
    expect(read([...wire])).toEqual(whole);
  });
});

import { expect, test } from 'vitest';
import { makeEventReader, type ReadEvent } from './event-reader.ts';

const stream =
  ': cool delivery\nretry: 2000\n\nid: 7\nevent: view\ndata: {"sentence":"Dún Laoghaire"}\n\n:\n\ndata: plain\n\n';
const bytes = new TextEncoder().encode(stream);

test.each([1, 2, 3, 7, bytes.length])('events are read whole from portions of %i bytes', (size) => {
  const events: ReadEvent[] = [];
  const read = makeEventReader((event) => events.push(event));
  for (let at = 0; at < bytes.length; at += size) read(bytes.slice(at, at + size));
  expect(events).toEqual([
    { event: 'view', data: '{"sentence":"Dún Laoghaire"}' },
    { event: 'message', data: 'plain' },
  ]);
});

test('half an event is none', () => {
  const events: ReadEvent[] = [];
  makeEventReader((event) => events.push(event))(new TextEncoder().encode('event: view\ndata: {}'));
  expect(events).toEqual([]);
});

import { expect, test } from 'vitest';
import { searchKeysOf, searchWords } from './search.ts';

test.each([
  ['Aoife Ní Bhriain', ['aoife', 'ni', 'bhriain']],
  ['SEÁN  Ó SÉ', ['sean', 'o', 'se']],
  ["O'Connell Street, 12-14", ['o', 'connell', 'street', '12', '14']],
  ['ﬁve Straße', ['five', 'straße']],
  ['.*$where {$gt: 1}', ['where', 'gt', '1']],
  ['"\\', []],
  ['book book', ['book']],
  ['ord_01ARZ3NDEKTSV4RRFFQ69G5FAV', ['01arz3ndektsv4rrffq69g5fav']],
])('%s is found by %j', (text, words) => {
  expect(searchWords(text)).toEqual(words);
});

test('an order is found by its recipient, its places, its id and the end of it', () => {
  const keys = searchKeysOf({
    id: 'ord_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    recipient: { name: 'Aoife Byrne' },
    pickup: { name: 'Trinity College' },
    dropOff: { name: 'Croke Park' },
  });
  expect(keys).toEqual(
    expect.arrayContaining(['aoife', 'byrne', 'trinity', 'croke', '9g5fav', '01arz3ndektsv4rrffq69g5fav']),
  );
});

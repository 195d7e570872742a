// How an order is found by words: the beginnings of words, without accents and capitals. Stored beside the order as
// plain words under an ordinary index, because one of the databases has no text search and none may be given a pattern
// that a person typed.

const idPrefix = 'ord_';

/** What a search compares, from what a person typed or what an order says. */
export function searchWords(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(idPrefix, ' ');
  return [...new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])];
}

/** So many words of a search count; more would only narrow what is narrow already. */
export const mostSearchWords = 5;

/** How people name an order to each other: the end of its id. */
export function referenceOf(orderId: string): string {
  return orderId.slice(-6);
}

/** Every word under which an order is found. */
export function searchKeysOf(order: {
  readonly id: string;
  readonly recipient: { readonly name: string };
  readonly pickup: { readonly name: string };
  readonly dropOff: { readonly name: string };
}): readonly string[] {
  const { id, recipient, pickup, dropOff } = order;
  const words = [recipient.name, dropOff.name, pickup.name].flatMap((text) => searchWords(text));
  return [...new Set([...[id, referenceOf(id)].flatMap(searchWords), ...words])].slice(0, 64);
}

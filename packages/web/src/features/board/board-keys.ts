// What a key means on the board, decided from the key and the visible sequence alone.

export type BoardIntent =
  | { readonly kind: 'focus'; readonly orderId: string }
  | { readonly kind: 'assign'; readonly orderId: string }
  | { readonly kind: 'confirm'; readonly orderId: string }
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' };

export const boardShortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['j', 'k'], does: 'Next, previous delivery' },
  { keys: ['Enter'], does: 'Open it' },
  { keys: ['c'], does: 'Confirm it' },
  { keys: ['a'], does: 'Assign it to a courier' },
  { keys: ['/'], does: 'Filter; Enter searches all, also what is over' },
  { keys: ['Esc'], does: 'Close what is open' },
  { keys: ['?'], does: 'This sheet' },
];

/** `current`: the order that has the focus, or had it last; null before the first. */
export function boardIntent(
  key: string,
  sequence: readonly string[],
  current: string | null,
): BoardIntent | null {
  const index = current === null ? -1 : sequence.indexOf(current);
  switch (key) {
    case 'j':
      return focus(sequence[Math.min(index + 1, sequence.length - 1)]);
    case 'k':
      return focus(sequence[Math.max(index - 1, 0)]);
    case 'a':
    case 'c':
      return current === null || index === -1
        ? null
        : { kind: key === 'a' ? 'assign' : 'confirm', orderId: current };
    case '/':
      return { kind: 'filter' };
    case '?':
      return { kind: 'help' };
    default:
      return null;
  }
}

function focus(orderId: string | undefined): BoardIntent | null {
  return orderId === undefined ? null : { kind: 'focus', orderId };
}

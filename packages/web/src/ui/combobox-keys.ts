// What a key does to an open list, as a pure step: the pattern of the ARIA Authoring Practices (editable combobox
// with list autocomplete).

export interface ListState {
  readonly open: boolean;
  /** Index of the active option; -1 while the cursor is in the text alone. */
  readonly active: number;
}

export type ListStep =
  | { readonly kind: 'move'; readonly state: ListState }
  | { readonly kind: 'pick'; readonly index: number }
  | { readonly kind: 'pass' };

const closed: ListState = { open: false, active: -1 };

export function listStep(state: ListState, key: string, count: number): ListStep {
  switch (key) {
    case 'ArrowDown':
      return count === 0 ? { kind: 'pass' } : move((state.active + 1) % count);
    case 'ArrowUp':
      return count === 0 ? { kind: 'pass' } : move(state.active <= 0 ? count - 1 : state.active - 1);
    case 'Enter':
      return state.open && state.active >= 0 && state.active < count
        ? { kind: 'pick', index: state.active }
        : { kind: 'pass' };
    case 'Escape':
      return state.open ? { kind: 'move', state: closed } : { kind: 'pass' };
    default:
      return { kind: 'pass' };
  }
}

function move(active: number): ListStep {
  return { kind: 'move', state: { open: true, active } };
}

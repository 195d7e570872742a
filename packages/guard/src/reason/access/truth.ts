// Three-valued truth. A policy taken from a template can hold values nobody knows before deployment; then a
// statement neither surely applies nor surely does not. Invariant: `maybe` never becomes a yes or a no by combination
// unless the other operand decides alone (Kleene's strong logic).

export type Truth = 0 | 1 | 2;

export const no: Truth = 0;
export const maybe: Truth = 1;
export const yes: Truth = 2;

export const both = (a: Truth, b: Truth): Truth => (a < b ? a : b);
export const either = (a: Truth, b: Truth): Truth => (a > b ? a : b);
export const opposite = (a: Truth): Truth => (2 - a) as Truth;
export const truthOf = (value: boolean): Truth => (value ? yes : no);

/** Whether at least one holds; no for an empty list. */
export function some<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = no;
  for (const item of items) {
    result = either(result, test(item));
    if (result === yes) return yes;
  }
  return result;
}

/** Whether all hold; yes for an empty list. */
export function every<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = yes;
  for (const item of items) {
    result = both(result, test(item));
    if (result === no) return no;
  }
  return result;
}

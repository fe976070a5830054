/** Milliseconds between two progress lines of one call: the chat keeps each that it is given. */
const interval = 1000;

/** Passes a value on at most once a second; what comes between is dropped. */
export function throttled<T>(now: () => number, pass: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    if (now() - last < interval) return;
    last = now();
    pass(value);
  };
}

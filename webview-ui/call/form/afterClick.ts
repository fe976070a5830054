let isPressed = false;
const watch = (type: string, pressed: boolean) =>
  addEventListener(
    type,
    () => {
      isPressed = pressed;
    },
    true,
  );
watch("pointerdown", true);
watch("pointerup", false);
watch("pointercancel", false);

/**
 * Runs something that may move what stands below it, such as a problem that is shown when a field is left. While a button of the pointer
 * is down it waits until that click has arrived: what moves away from under the pointer gets no click.
 */
export function afterClick(run: () => unknown): void {
  if (!isPressed) {
    run();
    return;
  }
  const ended = new AbortController();
  const arrived = () => {
    ended.abort();
    setTimeout(run); // the click follows in the same turn
  };
  for (const type of ["pointerup", "pointercancel"])
    addEventListener(type, arrived, { capture: true, signal: ended.signal });
}

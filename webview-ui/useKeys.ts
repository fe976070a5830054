import { useEffect, useRef } from "preact/hooks";

interface PageKeys {
  /** Ctrl+F or Cmd+F. */
  readonly find: () => void;
  /** F8, as in VS Code's editors. */
  readonly nextError: () => void;
}

/** The keys that work everywhere in the page, as long as `isOn`. */
export function useKeys(keys: PageKeys, isOn: boolean): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f";
      if (isFind) now.current.find();
      else if (event.key === "F8") now.current.nextError();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [isOn]);
}

import type { PlatformPath } from "node:path";

/**
 * Whether `target` is `folder` or lies below it. Both must be absolute. Purely textual: resolve links first where that
 * matters. `rules` are the platform's (`path.win32` ignores case and knows drives, so `D:\x` is never below `C:\`).
 */
export function contains(folder: string, target: string, rules: PlatformPath): boolean {
  const step = rules.relative(folder, target);
  return step === "" || (step !== ".." && !step.startsWith(`..${rules.sep}`) && !rules.isAbsolute(step));
}

/**
 * The absolute paths that a request may mean, inside `folder` only. A path that is absolute must already lie there; any
 * other is taken from the folder, and `..` may not climb out. `undefined` when it does. `C:name` and `\name` (a drive or
 * a root without the other) are taken by Windows' rules and so end outside, unless they happen to lie inside.
 */
export function pathInside(folder: string, requested: string, rules: PlatformPath): string | undefined {
  const target = rules.resolve(folder, requested);
  return contains(folder, target, rules) ? target : undefined;
}

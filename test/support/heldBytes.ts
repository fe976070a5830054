import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The bytes that are held after the garbage is collected. */
export function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

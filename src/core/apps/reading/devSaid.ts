import { message } from "../../../protocol/message";
import { DevConfig, HttpDevConfig } from "../../config/schema/program/devConfig";
import { isPlain } from "../editing/place";
import type { TakenKeys } from "./takenKeys";

/** The `dev` of an entry as the hub's own, which has the same shape. What of it the hub does not know is noted; the server stays. */
export function devSaid(keys: TakenKeys, isProgram: boolean): unknown {
  const value = keys.take("dev");
  if (value === undefined || value === null) return undefined;
  const { debug, ...others } = isPlain(value) ? value : {};
  // The hub starts no program at an address, so that there is none to debug.
  const wanted = isProgram && debug !== undefined ? { debug, ...others } : others;
  const parsed = (isProgram ? DevConfig : HttpDevConfig).safeParse(isPlain(value) ? wanted : value);
  if (!parsed.success || (debug !== undefined && !isProgram))
    keys.note(
      "warning",
      message("apps.dev", '"dev" is not taken over as a whole: the hub knows "watch" and "debug".'),
      "dev",
    );
  return parsed.success && Object.keys(parsed.data).length > 0 ? parsed.data : undefined;
}

import { echoOnStdio } from "../contender";
import type { Programs } from "./peers/peer";

/** Tools of each server, where a list matters. */
export const toolsOfEach = 100;

/** Echo servers on stdio: `echo` where it is one, else `echo0`, `echo1` and so on. */
export function echoServers(count: number, tools = 6): Programs {
  const entry = echoOnStdio(`--tools=${tools}`);
  if (count === 1) return { echo: entry };
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`echo${index}`, entry]));
}

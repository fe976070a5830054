import { type Entries, theBareSdk, theHub } from "../../contender";
import type { Caller } from "./caller";

/** The bare client of the SDK, in this process, with one client for each server: what a call costs with no gateway between. */
export const bareSdk = async (servers: Entries): Promise<Caller> => asCaller(await theBareSdk(servers));

/** The hub as a module, in this process: what a call costs with all layers and no HTTP before them. */
export const hubModule = async (servers: Entries): Promise<Caller> => asCaller(await theHub(servers));

function asCaller({ call, close }: Awaited<ReturnType<typeof theHub>>): Caller {
  return { call, close, list: () => Promise.reject(new Error("It is not asked for its tools here.")) };
}

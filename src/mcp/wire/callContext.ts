import { AsyncLocalStorage } from "node:async_hooks";

/** The call that the running code sends something for. Only set while somebody looks at the traffic: nobody else needs it. */
const sending = new AsyncLocalStorage<string>();

/** Sends the messages of a call, which are then known to be its own. */
export const sentFor = <T>(
  call: string | undefined,
  traffic: { isWatched(): boolean } | undefined,
  send: () => T,
): T => (call !== undefined && traffic?.isWatched() ? sending.run(call, send) : send());

/** The call whose message is being sent, where it is one's. */
export const callBeingSent = (): string | undefined => sending.getStore();

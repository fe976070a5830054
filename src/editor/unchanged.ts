import { HubError } from "../core/hubError";

/** Why settings were not written, for people. @param why - A clause without a full stop; the next step may follow it as a sentence. */
export const unchanged = (why: string, options?: ErrorOptions): HubError =>
  new HubError("bad-config", `The settings were not changed: ${why}.`, options);

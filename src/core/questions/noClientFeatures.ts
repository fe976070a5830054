import { HubError } from "../kernel/hubError";
import type { ClientFeatures } from "./clientFeatures";

/** The clientFeatures of a door behind which nobody is: it declares nothing, so that no server asks. */
export const noClientFeatures: ClientFeatures = {
  can: { roots: false, sampling: false, forms: false, urls: false },
  roots: () => [],
  onRootsChanged: () => ({ dispose() {} }),
  fill: async () => ({ action: "decline" }),
  visit: async () => "decline",
  consent: async () => false,
  sample: async ({ server }) => {
    throw new HubError("denied", `Nobody is here to answer the request of "${server}".`);
  },
};

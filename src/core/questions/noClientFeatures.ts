import { message } from "../../protocol/message";
import { HubError } from "../kernel/hubError";
import { type ClientFeatures, noSupport } from "./clientFeatures";

/** The client features of a hub without a person: none is declared, so that no server asks. */
export const noClientFeatures: ClientFeatures = {
  can: noSupport,
  roots: () => [],
  onRootsChanged: () => ({ dispose() {} }),
  fill: async () => ({ action: "decline" }),
  visit: async () => "decline",
  consent: async () => false,
  sample: async ({ server }) => {
    throw new HubError(
      "denied",
      message("questions.noPerson", 'The request of "{server}" was declined: there is no person to answer it.', {
        server,
      }),
    );
  },
};

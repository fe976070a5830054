import type { GatewayClient } from "../access/gatewayClient";
import type { View } from "./view/view";

/** Where a client is: which of the addresses it uses, and what it sees there. */
export interface Place {
  readonly client: GatewayClient;
  readonly view: View;
}

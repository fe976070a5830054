import type { Choice } from "../../access/choice";
import { type Offer, offReason } from "../../access/switches";
import { turnedOff } from "../../calls/approval/switchedOn";
import type { Catalog } from "../../catalog/catalog";
import type { Hub } from "../hub";

/** Why something of a server is off, as a sentence with the way to turn it on; `undefined` while it is on. `hub`: without what is off. */
export function whyOff(hub: Pick<Hub, "catalog">, choice: Pick<Choice, "rule">, offer: Offer): string | undefined {
  if (isListed(hub.catalog(offer.server), offer)) return undefined;
  // What is not listed although nothing else turns it off is not known to change nothing.
  const reason = offReason(choice.rule, offer, () => false);
  return reason && turnedOff(offer, reason).message;
}

function isListed({ tools, prompts, resources, resourceTemplates }: Catalog, { kind, name }: Offer): boolean {
  switch (kind) {
    case "tool":
      return tools.some((one) => one.name === name);
    case "prompt":
      return prompts.some((one) => one.name === name);
    case "resource":
      return resources.some(({ uri }) => uri === name);
    case "template":
      return resourceTemplates.some(({ uriTemplate }) => uriTemplate === name);
  }
}

import type { ServerId } from "../../../protocol/hubEvent";
import { type ChoiceRule, type Offer, offReason } from "../../access/switches";
import type { Catalog, Tool } from "../../catalog/catalog";

/** Whether a tool is known to change nothing. */
export type IsRead = (server: ServerId, tool: Tool) => boolean;

/** What of a catalog is on. Lists of which nothing is off stay the same values, and so does a catalog with nothing but those. */
export function chosenCatalog(rule: ChoiceRule, server: ServerId, catalog: Catalog, isRead: IsRead): Catalog {
  const isOn = (kind: Offer["kind"], name: string, tool?: Tool) =>
    offReason(rule, { server, kind, name }, () => tool !== undefined && isRead(server, tool)) === undefined;
  const tools = kept(catalog.tools, (tool) => isOn("tool", tool.name, tool));
  const prompts = kept(catalog.prompts, ({ name }) => isOn("prompt", name));
  const resources = kept(catalog.resources, ({ uri }) => isOn("resource", uri));
  const resourceTemplates = kept(catalog.resourceTemplates, ({ uriTemplate }) => isOn("template", uriTemplate));
  const isWhole =
    tools === catalog.tools &&
    prompts === catalog.prompts &&
    resources === catalog.resources &&
    resourceTemplates === catalog.resourceTemplates;
  return isWhole ? catalog : { ...catalog, tools, prompts, resources, resourceTemplates };
}

/** What of a catalog is off. */
export function offCatalog(whole: Catalog, chosen: Catalog): Catalog {
  const off = <T>(all: readonly T[], on: readonly T[]): readonly T[] => {
    if (all === on) return [];
    const isOn = new Set(on);
    return all.filter((one) => !isOn.has(one));
  };
  return {
    tools: off(whole.tools, chosen.tools),
    prompts: off(whole.prompts, chosen.prompts),
    resources: off(whole.resources, chosen.resources),
    resourceTemplates: off(whole.resourceTemplates, chosen.resourceTemplates),
  };
}

function kept<T>(all: readonly T[], isOn: (one: T) => boolean): readonly T[] {
  const on = all.filter(isOn);
  return on.length === all.length ? all : on;
}

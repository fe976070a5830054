import { type ChoiceRule, type Offer, offReason, type SwitchPlace } from "../../../core/access/switches";
import { asShown, type Catalog, type HubTool } from "../../../core/catalog/catalog";
import { tokensText } from "../../../core/conversation/cost/costText";
import { toolTokens } from "../../../core/conversation/cost/toolTokens";
import { inSlices } from "../../../core/kernel/timeSlices";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";

/** Something that can be turned on and off, with what a model pays for it. */
export interface ChosenItem {
  readonly offer: Offer;
  /** Untrusted. */
  readonly label: string;
  readonly about: string;
  readonly tokens: number;
  readonly isOn: boolean;
}

export interface OfferedByServers {
  readonly tools: readonly HubTool[];
  readonly servers: readonly ServerId[];
  readonly catalog: (server: ServerId) => Catalog;
}

/**
 * Everything that these servers offer, in their order, each with whether it is on by what the person turned off: for one workspace or for
 * all. What the profile leaves out does not count: a profile is switched, not chosen from.
 */
export async function chosenItems(
  { tools, servers, catalog }: OfferedByServers,
  { profile: _, ...rule }: ChoiceRule,
  place: SwitchPlace,
): Promise<readonly ChosenItem[]> {
  const seen: ChoiceRule = place === "workspace" ? rule : { ...rule, workspace: rule.everywhere };
  const items: ChosenItem[] = [];
  const add = (offer: Offer, label: string, about: string, tokens = 0) => {
    items.push({ offer, label, about, tokens, isOn: offReason(seen, offer, () => true) === undefined });
  };
  for (const server of servers) {
    for await (const tool of inSlices(tools.filter((one) => one.server === server))) {
      const { name, title, description } = asShown(tool);
      add({ server, kind: "tool", name: tool.tool.name }, name, description ?? title ?? "", toolTokens(tool));
    }
    const { prompts, resources, resourceTemplates } = catalog(server);
    for (const { name, title, description } of prompts)
      add({ server, kind: "prompt", name }, title || name, description ?? "");
    for (const { uri, name, title } of resources)
      add({ server, kind: "resource", name: uri }, title || name || uri, uri);
    for (const { uriTemplate, name, title } of resourceTemplates)
      add({ server, kind: "template", name: uriTemplate }, title || name || uriTemplate, uriTemplate);
  }
  return items;
}

/** What must be turned on and off, so that exactly these are on. */
export function switched(items: readonly ChosenItem[], chosen: ReadonlySet<ChosenItem>) {
  const changed = items.filter((item) => item.isOn !== chosen.has(item)).map(({ offer, isOn }) => ({ offer, isOn }));
  return {
    off: changed.filter(({ isOn }) => isOn).map(({ offer }) => offer),
    on: changed.filter(({ isOn }) => !isOn).map(({ offer }) => offer),
  };
}

/** The title of the list, with what is on at the moment. */
export const chosenTitle = (title: string, chosen: readonly ChosenItem[], all: number): string =>
  message("choose.title", "{title}: {count} of {all} on, about {tokens} tokens", {
    title,
    count: chosen.length,
    all,
    tokens: tokensText(chosen.reduce((sum, { tokens }) => sum + tokens, 0)),
  });

/** The kind of an item, and what it costs. */
export function itemAbout({ offer: { kind }, tokens }: ChosenItem): string {
  switch (kind) {
    case "tool":
      return message("choose.tokens", "{tokens} tokens", { tokens: tokensText(tokens) });
    case "prompt":
      return message("choose.prompt", "prompt");
    case "resource":
      return message("choose.resource", "resource");
    case "template":
      return message("choose.template", "resource template");
  }
}

import type { HubTool } from "../catalog/catalog";
import type { ChatPorts } from "./chatPorts";

type Ports = Pick<ChatPorts, "hub" | "pins">;

/** Whether models do not get a tool, because it is not what the person agreed to. */
export const isWithheld = ({ pins }: Pick<ChatPorts, "pins">, { server, tool }: HubTool): boolean =>
  pins.withholds(server, { kind: "tool", name: tool.name }, tool.digest);

/** The tools that a model may get, in the order of the settings. */
export const offeredTools = (ports: Ports): readonly HubTool[] =>
  ports.hub.tools().filter((tool) => !isWithheld(ports, tool));

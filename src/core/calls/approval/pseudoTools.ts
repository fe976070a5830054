import type { RequestMethod } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Tool } from "../../catalog/catalog";

/** A request that is not the call of a tool. */
export type PseudoMethod = Exclude<RequestMethod, "tools/call">;

const pseudoTool = (name: PseudoMethod, description: string): Tool => ({
  name,
  description,
  inputSchema: { type: "object" },
  hints: { readOnly: true },
});

/** The requests that are not calls of tools, as policy, questions and events name them: by the protocol's own methods. */
export const pseudoTools = (): Readonly<Record<PseudoMethod, Tool>> => ({
  "resources/read": pseudoTool(
    "resources/read",
    message("calls.about.read", "Reads a resource by an address that the server does not list."),
  ),
  "prompts/get": pseudoTool("prompts/get", message("calls.about.prompt", "Fills in a prompt of the server.")),
  "completion/complete": pseudoTool(
    "completion/complete",
    message("calls.about.complete", "Proposes values for an argument."),
  ),
  "skills/list": pseudoTool("skills/list", message("calls.about.skills", "Lists the skills of the server.")),
});

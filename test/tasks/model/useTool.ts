import { fencesIn, unfenced } from "../../support/unfenced";
import type { Call, Known, Offered, Scene, Shown, Thought } from "./thought";

/** Calls a tool, several times at once where there is more than one set of arguments, and reads large answers to their end. */
export function* used(scene: Scene, tool: Offered, all: readonly Known[]): Thought<{ answers: Shown[]; scene: Scene }> {
  const isOffered = scene.tools.some(({ name }) => name === tool.name);
  const canCallAny = scene.tools.some(({ name }) => name === "mcpHub_callTool");
  const calls = all.map(
    (input): Call =>
      isOffered || !canCallAny
        ? { name: tool.name, input }
        : { name: "mcpHub_callTool", input: { tool: tool.name, arguments: input } },
  );
  let now = yield { kind: "call", calls };
  const answers: Shown[] = [];
  for (const first of now.results) {
    let text = isList(tool) ? unfenced(first.text) : bodyOf(first);
    for (let next = restOf(first); next; ) {
      now = yield { kind: "call", calls: [{ name: "mcpHub_readResult", input: next }] };
      const part = now.results[0];
      if (!part || part.isError) break;
      text += bodyOf(part);
      next = restOf(part);
    }
    answers.push({ text, isError: first.isError });
  }
  return { answers, scene: now };
}

/** A list of servers is the hub's own text, with what the servers say of themselves in it. */
const isList = ({ name }: Offered): boolean => name === "mcpHub_listServers";

/** What the server said, without the hub's words around it; a failure as it is. */
function bodyOf({ text, isError }: Shown): string {
  const fences = fencesIn(text);
  return isError || fences.length === 0 ? text : fences.map((fence) => fence.text).join("");
}

/** What reads on, where a result was cut. */
function restOf({ text }: Shown): Known | undefined {
  const [, json] = /\(To read on, call mcpHub_readResult with (\{.*\})\.\)\s*$/.exec(text) ?? [];
  return json === undefined ? undefined : JSON.parse(json);
}

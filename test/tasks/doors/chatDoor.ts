import { ToolSearch } from "../../../src/core/catalog/toolSearch";
import type { ChatPorts } from "../../../src/core/conversation/chatPorts";
import { converse } from "../../../src/core/conversation/conversation";
import type { ModelMessage, SendToModel } from "../../../src/core/conversation/modelMessage";
import type { ChatTurn } from "../../../src/core/conversation/transcript";
import { SeenView } from "../../support/chatFixture";
import { ScriptedModel } from "../model/scriptedModel";
import type { Call, Scene } from "../model/thought";
import type { MadeCall, Place, Task, TaskRun } from "../task";

/** A conversation with @mcp. */
export async function overChat(deps: ChatPorts, place: Place, task: Task, calls: MadeCall[]): Promise<TaskRun> {
  const model = new ScriptedModel(task.goal);
  const said: string[] = [];
  const history: ChatTurn[] = [];
  let made: readonly Call[] = [];
  let asked = task.asks;
  const send: SendToModel = async function* (messages, tools) {
    const results = resultsIn(messages.at(-1));
    calls.push(...results.map((result, at) => ({ tool: toolOf(made[at]), ...result })));
    const scene: Scene = { asked, tools, results };
    const reply = await model.reply(scene);
    if (reply.kind === "say") yield { kind: "text", text: reply.text };
    else {
      made = reply.calls;
      for (const [at, { name, input }] of reply.calls.entries())
        yield { kind: "tool-call", id: `call-${model.steps}-${at}`, name, input };
    }
  };
  const turn = async () => {
    const { answer } = await converse({
      ...{ deps, search: new ToolSearch(() => deps.hub.tools()), prompt: asked, attached: [], history: [...history] },
      ...{ send, maxInputTokens: 100_000, view: new SeenView(), id: task.name, signal: new AbortController().signal },
      now: () => performance.now(),
    });
    said.push(answer);
    history.push({ role: "user", text: asked }, { role: "assistant", text: answer });
  };
  await Promise.all([turn(), task.meanwhile?.(place)]);
  if (task.person) {
    asked = await task.person(place);
    await turn();
  }
  return { said, calls, steps: model.steps };
}

const resultsIn = (message: ModelMessage | undefined) =>
  (message?.parts ?? []).flatMap((part) =>
    part.kind === "tool-result" ? [{ text: part.result.text, isError: part.result.isError }] : [],
  );

/** The tool that a call is for, also where it is called through the hub's own. */
const toolOf = (call: Call | undefined): string =>
  call?.name === "mcpHub_callTool" ? String(call.input.tool) : (call?.name ?? "");

import assert from "node:assert/strict";
import type { AskPerson } from "../../src/core/calls/approval/grants";
import { ReadResults } from "../../src/core/calls/approval/readResults";
import { KeptResults } from "../../src/core/calls/keptResults";
import { requestPath } from "../../src/core/calls/requestPath";
import type { Handler } from "../../src/core/calls/toolCall";
import { type Catalog, emptyCatalog, type Tool } from "../../src/core/catalog/catalog";
import { ToolSearch } from "../../src/core/catalog/toolSearch";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import type { ChatPorts } from "../../src/core/conversation/chatPorts";
import type { ChatView } from "../../src/core/conversation/chatView";
import type { ModelMessage, ModelPart, SendToModel } from "../../src/core/conversation/modelMessage";
import type { ModelTool } from "../../src/core/conversation/modelTool";
import { EventStream } from "../../src/core/hub/eventStream";
import { LocalHub } from "../../src/core/hub/localHub";
import type { Media } from "../../src/core/messages/checkedMedia";
import type { ResourceAddress } from "../../src/core/presentation/resourcePath";
import type { NamedFile } from "../../src/core/presentation/shownPart";
import { aDesk } from "./aDesk";
import { fakeGrants } from "./callFixture";
import { FakeClock } from "./fakeClock";
import { aTool, definition, FakeOpener, info, planOf } from "./fakeLink";
import { unfenced } from "./unfenced";

export const never = new AbortController().signal;

export interface FixtureOptions {
  /** What each server offers; its link answers a call with the tool's name and the arguments as JSON. */
  readonly servers?: Readonly<Record<string, Partial<Catalog>>>;
  readonly options?: Partial<Options>;
  /** What each server says of its use. */
  readonly instructions?: string;
  /** No server ever comes up. */
  readonly hangs?: boolean;
  /** What models do not get. */
  readonly withholds?: ChatPorts["pins"]["withholds"];
  /** Answers for the person, where a call is asked about. */
  readonly ask?: AskPerson;
  /** Stands in the place of the whole call path. */
  readonly callTool?: Handler;
}

export const summarize: Tool = aTool("summarize", {
  title: "Summarize",
  description: "Says in a few sentences what a document holds.",
  inputSchema: {
    type: "object",
    properties: { path: { type: "string" }, sentences: { type: "integer" }, strict: { type: ["boolean", "null"] } },
    required: ["path"],
  },
});

/** The real hub and the real call path, over links that a test drives; no question is asked before a call. */
export async function chatFixture(given: FixtureOptions = {}) {
  const servers = given.servers ?? { documents: { tools: [summarize] } };
  const opener = new FakeOpener();
  const clock = new FakeClock();
  const stream = new EventStream(clock.now.bind(clock), (error) => assert.fail(String(error)));
  const options = (): Options => ({ ...defaultOptions, approval: "never", connectAttempts: 1, ...given.options });
  const open: typeof opener.open = async (plan, events, signal) => {
    if (given.hangs) return new Promise(() => {});
    const opened = opener.open(plan, events, signal);
    opener.last.offered = { ...emptyCatalog, ...servers[plan.server] };
    const { instructions } = given;
    return instructions ? Object.assign(await opened, { info: { ...info, instructions } }) : opened;
  };
  const hub = new LocalHub({ open, plan: planOf, options, clock, publish: stream.publish });
  const ask = given.ask ?? (() => Promise.reject(new Error("Nobody was to be asked.")));
  const kept = new KeptResults();
  const read = new ReadResults();
  const path = requestPath({
    servers: hub.servers,
    desk: aDesk(clock),
    options,
    grants: fakeGrants(),
    ask,
    clock,
    publish: stream.publish,
    kept,
    read,
  });
  const requests = { ...path, ...(given.callTool && { callTool: given.callTool }) };
  const pins = { withholds: given.withholds ?? (() => false) };
  const deps: ChatPorts = { hub, stream, requests, kept, options, pins, read };
  hub.configure(Object.keys(servers).map((id) => definition(id)));
  if (!given.hangs) await hub.ready();
  return { deps, hub, opener, clock, stream, search: new ToolSearch(() => hub.tools()) };
}

/** Keeps what a person would see. */
export class SeenView implements ChatView {
  readonly lines: string[] = [];
  text = "";

  markdown(text: string): void {
    this.text += text;
  }

  progress(text: string): void {
    this.lines.push(text);
  }

  picture({ mimeType }: Media, { name }: NamedFile): void {
    this.text += `<picture ${name} ${mimeType}>`;
  }

  file({ name }: NamedFile): void {
    this.text += `<file ${name}>`;
  }

  resource({ server, uri }: ResourceAddress, name: string): void {
    this.text += `<resource ${server} ${uri} ${name}>`;
  }
}

/** One answer of a scripted model: its parts, or what it does with the request. */
export type Reply = readonly ModelPart[] | ((request: ModelRequest) => AsyncIterable<ModelPart>);

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly signal: AbortSignal;
}

/** A model that answers one reply after the other and keeps what it was sent. */
export function scripted(...replies: readonly Reply[]) {
  const requests: ModelRequest[] = [];
  const send: SendToModel = (messages, tools, signal) => {
    const reply = replies[requests.length];
    requests.push({ messages, tools, signal });
    assert.ok(reply, `The model was asked ${requests.length} times, and has ${replies.length} answers.`);
    return typeof reply === "function" ? reply({ messages, tools, signal }) : inPieces(reply);
  };
  return { send, requests };
}

async function* inPieces(parts: readonly ModelPart[]): AsyncIterable<ModelPart> {
  yield* parts;
}

export const says = (text: string): ModelPart => ({ kind: "text", text });

export const calls = (name: string, input: unknown = {}, id = `call ${name}`): ModelPart => ({
  kind: "tool-call",
  id,
  name,
  input,
});

/** The texts of the tool results in a request's last message, by call and without their fences. */
export function resultsIn({ messages }: ModelRequest): Readonly<Record<string, string>> {
  const parts = messages.at(-1)?.parts ?? [];
  return Object.fromEntries(
    parts.flatMap((part) => (part.kind === "tool-result" ? [[part.id, unfenced(part.result.text)]] : [])),
  );
}

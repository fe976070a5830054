import { safeLine } from "../../../core/kernel/redact";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { Era } from "../../../protocol/era";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Scope } from "../../../protocol/scope";
import { type Json, jsonOf, RpcError, rpcCodes } from "../rpc";
import { type Named, namesOf, shownName } from "./names";
import { Offered } from "./offered";
import { onlyOwner, ResourceOwners } from "./resourceOwners";
import type { ListKind, ViewSource } from "./viewSource";
import { promptEntry, resourceEntry, templateEntry, toolEntry } from "./wireEntry";

/** What was worked out for one state of the hub. */
interface Known {
  readonly version: number;
  readonly offered: Offered;
  readonly texts: Map<string, string>;
  tools?: ReadonlyMap<string, Named>;
  prompts?: ReadonlyMap<string, Named>;
  owners?: ResourceOwners;
}

/** How many clients are remembered that answer servers themselves. */
const maxOwn = 200;

/**
 * What one client sees at one address: the servers within its scopes, all together under merged names, or one of them under its own. The
 * same view answers a list and checks a call, so that what is hidden cannot be called either.
 */
export class View {
  private last: Known | undefined;
  /** Those of single clients, which come with every request where there is no session. */
  private readonly own = new Map<string, View>();

  constructor(
    private readonly source: ViewSource,
    /** What the client may use now. The same value means the same choice. */
    private readonly scopesNow: () => readonly Scope[],
    /** The one server of this address; missing where all are merged. */
    readonly only?: ServerId,
    /** The client, where it answers servers itself: a server may offer it more. */
    readonly answers?: ClientAnswers,
    private readonly shared?: View,
  ) {}

  /** The same view for a client that answers servers itself. The same client with the same answers gets the same one again. */
  for(answers: ClientAnswers): View {
    const key = `${answers.key}\n${JSON.stringify(answers.can)}`;
    const view = this.own.get(key) ?? new View(this.source, this.scopesNow, this.only, answers, this);
    if (!this.own.has(key) && this.own.size >= maxOwn) this.own.clear();
    this.own.set(key, view);
    return view;
  }

  get scopes(): readonly Scope[] {
    return this.scopesNow();
  }

  get servers(): readonly ServerId[] {
    return this.known.offered.servers;
  }

  /** A list as JSON: one page with everything, in the order of the settings. */
  list(kind: ListKind, era: Era): string {
    const { texts } = this.known;
    const key = `${kind} ${era}`;
    const text = texts.get(key) ?? `[${this.entries(kind, era).map(jsonOf).join(",")}]`;
    texts.set(key, text);
    return text;
  }

  /** Whether what the params of a request name is in this view; `true` for requests that name nothing. */
  knows(method: string, { name, uri }: Json): boolean {
    if (method === "tools/call" && typeof name === "string") return this.tools.has(name);
    if (method === "prompts/get" && typeof name === "string") return this.prompts.has(name);
    if (!method.startsWith("resources/") || typeof uri !== "string" || this.only !== undefined) return true;
    return this.owners.of(uri).length > 0;
  }

  /** The tool with this name. Throws an `RpcError` where the client has none of that name. */
  tool(name: string): Named {
    const found = this.tools.get(name);
    if (found) return found;
    const shown = { name: safeLine(name, 80) };
    throw new RpcError(
      rpcCodes.invalidParams,
      message("gateway.noTool", 'There is no tool "{name}" here. List the tools to see those that there are.', shown),
    );
  }

  /** The prompt with this name; throws as `tool` does. */
  prompt(name: string): Named {
    const found = this.prompts.get(name);
    if (found) return found;
    const shown = { name: safeLine(name, 80) };
    throw new RpcError(
      rpcCodes.invalidParams,
      message(
        "gateway.noPrompt",
        'There is no prompt "{name}" here. List the prompts to see those that there are.',
        shown,
      ),
    );
  }

  /** The server that a resource belongs to. Throws an `RpcError` where it is not exactly one. */
  owner(uri: string): ServerId {
    return onlyOwner(uri, this.only === undefined ? this.owners.of(uri) : this.servers);
  }

  /** The server of a template, for completions. Throws as `owner` does. */
  templateOwner(uriTemplate: string): ServerId {
    return onlyOwner(uriTemplate, this.only === undefined ? this.owners.ofTemplate(uriTemplate) : this.servers);
  }

  private get known(): Known {
    const version = this.source.version();
    const { scopes } = this;
    if (this.last?.version !== version || this.last.offered.scopes !== scopes)
      this.last = this.sharedKnown() ?? {
        version,
        offered: new Offered(this.source, scopes, this.only, this.answers),
        texts: new Map(),
      };
    return this.last;
  }

  /** A client that is offered the same as all others has no lists of its own: there may be a thousand sessions. */
  private sharedKnown(): Known | undefined {
    const known = this.shared?.known;
    const isSame = known?.offered.servers.every(
      (server) => this.source.catalog(server, this.answers) === this.source.catalog(server),
    );
    return isSame ? known : undefined;
  }

  private get tools(): ReadonlyMap<string, Named> {
    const { known } = this;
    const { offered } = known;
    known.tools ??= namesOf(this.isMerged, offered.servers, (server) =>
      offered.tools(server).map((tool) => ({ name: tool.name, alias: offered.presentation(server, tool)?.name })),
    );
    return known.tools;
  }

  private get prompts(): ReadonlyMap<string, Named> {
    const { known } = this;
    const { offered } = known;
    known.prompts ??= namesOf(this.isMerged, offered.servers, (server) => offered.prompts(server));
    return known.prompts;
  }

  private get owners(): ResourceOwners {
    const { known } = this;
    known.owners ??= new ResourceOwners(known.offered);
    return known.owners;
  }

  private get isMerged(): boolean {
    return this.only === undefined;
  }

  private entries(kind: ListKind, era: Era): readonly Json[] {
    const { offered } = this.known;
    return offered.servers.flatMap((server) => this.entriesOf(server, kind, era));
  }

  private entriesOf(server: ServerId, kind: ListKind, era: Era): readonly Json[] {
    const { offered } = this.known;
    switch (kind) {
      case "tools":
        return this.shown(
          this.tools,
          server,
          offered.tools(server),
          (tool, name) => toolEntry(tool, name, era, offered.presentation(server, tool)),
          (tool) => offered.presentation(server, tool)?.name ?? tool.name,
        );
      case "prompts":
        return this.shown(this.prompts, server, offered.prompts(server), promptEntry);
      case "resources":
        return offered.catalog(server).resources.map(resourceEntry);
      case "resourceTemplates":
        return offered.catalog(server).resourceTemplates.map(templateEntry);
    }
  }

  /** Those entries of a server that have a name here, each under that name. */
  private shown<T extends { readonly name: string }>(
    names: ReadonlyMap<string, Named>,
    server: ServerId,
    entries: readonly T[],
    write: (entry: T, name: string) => Json,
    nameOf: (entry: T) => string = ({ name }) => name,
  ): readonly Json[] {
    const written = new Set<string>();
    return entries.flatMap((entry) => {
      const name = shownName(this.isMerged, server, nameOf(entry));
      const owner = names.get(name);
      if (owner?.server !== server || owner.name !== entry.name || written.has(name)) return [];
      written.add(name);
      return [write(entry, name)];
    });
  }
}

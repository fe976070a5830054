import { mayUseServer, mayUseTool } from "../../../core/access/scope";
import type { Catalog, Prompt, Tool } from "../../../core/catalog/catalog";
import { modelName } from "../../../core/catalog/modelName";
import { safeLine } from "../../../core/kernel/redact";
import { matchesName } from "../../../core/kernel/untrusted/matchesName";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Scope } from "../../../protocol/scope";
import { type Json, jsonOf, RpcError, rpcCodes } from "../rpc";
import { promptEntry, resourceEntry, templateEntry, toolEntry } from "./wireEntry";

/** The lists of the protocol, by the member of their result. */
export type ListKind = "tools" | "resources" | "resourceTemplates" | "prompts";

/** What a view is made of. */
export interface ViewSource {
  /** The servers of the hub, in the order of the settings. */
  servers(): readonly ServerId[];
  catalog(server: ServerId, answers?: ClientAnswers): Catalog;
  /** Whether models do not get an entry, because it changed since somebody agreed to it. */
  withholds(server: ServerId, kind: "tool" | "prompt", entry: Tool | Prompt): boolean;
  isRead(server: ServerId, tool: Tool): boolean;
  /** Counts what may have changed any view. */
  version(): number;
}

/** A tool or a prompt of one server, by the name that the server knows. */
export interface Named {
  readonly server: ServerId;
  readonly name: string;
}

interface Lists {
  readonly version: number;
  readonly texts: Partial<Record<ListKind, string>>;
  tools?: ReadonlyMap<string, Named>;
  prompts?: ReadonlyMap<string, Named>;
  owners?: ReadonlyMap<string, readonly ServerId[]>;
}

/**
 * What one client sees at one address: the servers within its scopes, all together under merged names, or one of them under its own. The
 * same view answers a list and checks a call, so that what is hidden cannot be called either.
 */
export class View {
  private known: Lists = { version: -1, texts: {} };

  constructor(
    private readonly source: ViewSource,
    readonly scopes: readonly Scope[],
    /** The one server of this address; missing where all are merged. */
    readonly only?: ServerId,
    /** The client, where it answers servers itself: a server may offer it more. */
    readonly answers?: ClientAnswers,
  ) {}

  /** The same view for a client that answers servers itself. */
  for(answers: ClientAnswers): View {
    return new View(this.source, this.scopes, this.only, answers);
  }

  get servers(): readonly ServerId[] {
    const mine = this.source.servers().filter((server) => mayUseServer(this.scopes, server));
    return this.only === undefined ? mine : mine.filter((server) => server === this.only);
  }

  /** A list as JSON: one page with everything, in the order of the settings. */
  list(kind: ListKind): string {
    const { texts } = this.lists;
    texts[kind] ??= `[${this.entries(kind).map(jsonOf).join(",")}]`;
    return texts[kind];
  }

  /** Whether the name in the params of a request is one of this view; `true` for requests without one. */
  knows(method: string, { name }: Json): boolean {
    if (typeof name !== "string") return true;
    if (method === "tools/call") return this.tools.has(name);
    return method !== "prompts/get" || this.prompts.has(name);
  }

  /** The tool with this name. Throws an `RpcError` where the client has none of that name. */
  tool(name: string): Named {
    const found = this.tools.get(name);
    if (found) return found;
    throw new RpcError(
      rpcCodes.invalidParams,
      message("gateway.noTool", 'There is no tool "{name}" here. List the tools to see those that there are.', {
        name: safeLine(name, 80),
      }),
    );
  }

  prompt(name: string): Named {
    const found = this.prompts.get(name);
    if (found) return found;
    throw new RpcError(
      rpcCodes.invalidParams,
      message("gateway.noPrompt", 'There is no prompt "{name}" here. List the prompts to see those that there are.', {
        name: safeLine(name, 80),
      }),
    );
  }

  /**
   * The server that a resource belongs to. An address that several servers list is refused with their names: another server's content
   * must not pass for what was asked for.
   */
  owner(uri: string): ServerId {
    if (this.only !== undefined && this.servers.length > 0) return this.only;
    const listed = this.owners.get(uri) ?? this.templateOwners(uri);
    const [first, ...others] = listed;
    if (first !== undefined && others.length === 0) return first;
    const shown = { uri: safeLine(uri, 200), servers: listed.join(", ") };
    if (first === undefined)
      throw new RpcError(
        rpcCodes.resourceNotFound,
        message("gateway.noResource", 'No server here offers the resource "{uri}". List the resources first.', shown),
        { uri },
      );
    throw new RpcError(
      rpcCodes.invalidParams,
      message(
        "gateway.sharedResource",
        'Several servers offer "{uri}": {servers}. Read it at the address of one of them, /mcp/NAME.',
        shown,
      ),
      { uri, servers: listed },
    );
  }

  /** The server of a template, for completions. */
  templateOwner(uriTemplate: string): ServerId {
    const owners = this.servers.filter((server) =>
      this.catalog(server).resourceTemplates.some((template) => template.uriTemplate === uriTemplate),
    );
    const [first] = owners;
    if (first !== undefined && (owners.length === 1 || this.only !== undefined)) return first;
    return this.owner(uriTemplate);
  }

  private get lists(): Lists {
    const version = this.source.version();
    if (this.known.version !== version) this.known = { version, texts: {} };
    return this.known;
  }

  private get tools(): ReadonlyMap<string, Named> {
    const { lists } = this;
    lists.tools ??= this.named((server) => this.toolsOf(server));
    return lists.tools;
  }

  private get prompts(): ReadonlyMap<string, Named> {
    const { lists } = this;
    lists.prompts ??= this.named((server) => this.promptsOf(server));
    return lists.prompts;
  }

  private get owners(): ReadonlyMap<string, readonly ServerId[]> {
    const { lists } = this;
    if (!lists.owners) {
      const owners = new Map<string, ServerId[]>();
      for (const server of this.servers)
        for (const { uri } of this.catalog(server).resources) {
          const known = owners.get(uri);
          if (!known) owners.set(uri, [server]);
          else if (!known.includes(server)) known.push(server);
        }
      lists.owners = owners;
    }
    return lists.owners;
  }

  /** Those with a template that the address may be made of. */
  private templateOwners(uri: string): readonly ServerId[] {
    return this.servers.filter((server) =>
      this.catalog(server).resourceTemplates.some(({ uriTemplate }) => fits(uriTemplate, uri)),
    );
  }

  private named(entriesOf: (server: ServerId) => readonly { readonly name: string }[]): ReadonlyMap<string, Named> {
    const names = new Map<string, Named>();
    for (const server of this.servers)
      for (const { name } of entriesOf(server)) {
        const shown = this.shownName(server, name);
        if (!names.has(shown)) names.set(shown, { server, name });
      }
    return names;
  }

  private entries(kind: ListKind): readonly Json[] {
    return this.servers.flatMap((server) => this.entriesOf(server, kind));
  }

  private entriesOf(server: ServerId, kind: ListKind): readonly Json[] {
    const { resources, resourceTemplates } = this.catalog(server);
    const isShown = (names: ReadonlyMap<string, Named>, name: string) => {
      const owner = names.get(this.shownName(server, name));
      return owner?.server === server && owner.name === name;
    };
    switch (kind) {
      case "tools":
        return this.toolsOf(server)
          .filter(({ name }) => isShown(this.tools, name))
          .map((tool) => toolEntry(tool, this.shownName(server, tool.name)));
      case "prompts":
        return this.promptsOf(server)
          .filter(({ name }) => isShown(this.prompts, name))
          .map((prompt) => promptEntry(prompt, this.shownName(server, prompt.name)));
      case "resources":
        return resources.map(resourceEntry);
      case "resourceTemplates":
        return resourceTemplates.map(templateEntry);
    }
  }

  private toolsOf(server: ServerId): readonly Tool[] {
    const { source, scopes } = this;
    return this.catalog(server).tools.filter(
      (tool) =>
        mayUseTool(scopes, server, tool.name, () => source.isRead(server, tool)) &&
        !source.withholds(server, "tool", tool),
    );
  }

  private promptsOf(server: ServerId): readonly Prompt[] {
    return this.catalog(server).prompts.filter((prompt) => !this.source.withholds(server, "prompt", prompt));
  }

  private shownName = (server: ServerId, name: string): string =>
    this.only === undefined ? modelName(server, name) : name;

  private catalog(server: ServerId): Catalog {
    return this.source.catalog(server, this.answers);
  }
}

/** Whether an address may come from a template (RFC 6570): its plain parts stand in it, in their order. */
const fits = (uriTemplate: string, uri: string): boolean => matchesName(uriTemplate.replace(/\{[^{}]*\}/g, "*"), uri);

import { message } from "../../protocol/message";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { type RegistryPage, readAnswer } from "./answer";
import { type RegistryPlace, type RegistrySearch, searchAddresses } from "./registryAddress";

/** What a search needs of the world. */
export interface RegistryPorts {
  /** The JSON at an address, or `undefined` where there is nothing. Bounded in time and in size; rejects with a `HubError`. */
  readonly fetch: (address: string, signal: AbortSignal) => Promise<unknown>;
  /** The text of a file; `undefined` for a missing one. */
  readonly load: (path: string) => Promise<string | undefined>;
}

/** The most servers of a file that are looked through. */
const fileLimit = 5000;

/** The most servers of a file that are shown at once. */
const shownLimit = 100;

/** Searches a registry. Nothing is contacted before a search. */
export class Registry {
  constructor(private readonly ports: RegistryPorts) {}

  /** One page of what a registry finds. Rejects with a `HubError`. */
  async search(place: RegistryPlace, search: RegistrySearch, signal: AbortSignal): Promise<RegistryPage> {
    return place.kind === "file" ? this.inFile(place.path, search.text) : this.at(place.url, search, signal);
  }

  private async at(url: string, search: RegistrySearch, signal: AbortSignal): Promise<RegistryPage> {
    for (const address of searchAddresses(url, search)) {
      const answer = await this.ports.fetch(address, signal);
      if (answer === undefined) continue;
      const page = readAnswer(answer);
      if (!page) throw notRegistry(new URL(url).host);
      return page;
    }
    throw notRegistry(new URL(url).host);
  }

  private async inFile(path: string, text: string): Promise<RegistryPage> {
    const shown = safeLine(path, 300);
    const content = await this.ports.load(path);
    if (content === undefined)
      throw new HubError(
        "bad-config",
        message("registry.noFile", 'The file {path} does not exist. Correct "mcpHub.registry".', { path: shown }),
      );
    const page = readAnswer(parsed(content), fileLimit);
    if (!page) throw notRegistry(shown);
    const words = text.toLowerCase().split(/\s+/);
    const servers = page.servers.filter((server) => {
      const about = `${server.name} ${server.title ?? ""} ${server.description}`.toLowerCase();
      return words.every((word) => about.includes(word));
    });
    return { servers: servers.slice(0, shownLimit), unread: page.unread };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined; // said by the caller
  }
}

const notRegistry = (where: string): HubError =>
  new HubError(
    "bad-config",
    message(
      "registry.notRegistry",
      'There is no MCP registry at {where}. Correct "mcpHub.registry": it is the address of a registry, or a file with its servers.',
      { where },
    ),
  );

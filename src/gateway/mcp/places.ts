import { mayUseServer } from "../../core/access/scope";
import { percentDecoded } from "../../core/kernel/percentDecoded";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { Scope } from "../../protocol/scope";
import { View } from "./view/view";
import type { ViewSource } from "./view/viewSource";

/** How many addresses of one client are remembered. */
const maxViews = 200;

/** There is nothing for the client at an address. */
export class NoPlace extends Error {
  constructor(
    readonly status: 403 | 404,
    message: string,
  ) {
    super(message);
  }
}

/** What clients see at the addresses of the endpoint, by their paths. */
export class Places {
  /** By the scopes of a client, which are the same value for as long as its token says the same. */
  private readonly views = new WeakMap<readonly Scope[], Map<string, View>>();

  constructor(
    private readonly source: ViewSource,
    private readonly profiles: () => Readonly<Record<string, Scope>>,
  ) {}

  /**
   * What a client with these scopes sees there. Throws `NoPlace` where there is nothing for it. `narrowed`: what it sees where all servers
   * are together, where that is less, and may change.
   */
  at(path: string, scopes: readonly Scope[], narrowed: () => readonly Scope[] = () => scopes): View {
    const below = path.slice("/mcp/".length);
    if (below === "") return this.remembered(scopes, "", () => new View(this.source, narrowed));
    return below.startsWith("p/")
      ? this.profile(percentDecoded(below.slice("p/".length)), scopes)
      : this.server(percentDecoded(below), scopes);
  }

  private profile(name: string, scopes: readonly Scope[]): View {
    if (!this.profileNamed(name)) throw new NoPlace(404, noProfile(name, Object.keys(this.profiles())));
    return this.remembered(scopes, `p/${name}`, () => {
      let last: { readonly profile: Scope; readonly both: readonly Scope[] } | undefined;
      return new View(this.source, () => {
        // A profile that is gone leaves nothing.
        const profile = this.profileNamed(name) ?? nothing;
        if (last?.profile !== profile) last = { profile, both: [...scopes, profile] };
        return last.both;
      });
    });
  }

  private server(name: string, scopes: readonly Scope[]): View {
    const all = this.source.servers();
    const mine = all.filter((one) => mayUseServer(scopes, one));
    if (!all.includes(name)) throw new NoPlace(404, noServer(name, mine));
    if (!mine.includes(name)) throw new NoPlace(403, notYours(name, mine));
    return this.remembered(scopes, `s/${name}`, () => new View(this.source, () => scopes, name));
  }

  private profileNamed(name: string): Scope | undefined {
    const profiles = this.profiles();
    return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  }

  private remembered(scopes: readonly Scope[], key: string, make: () => View): View {
    const known = this.views.get(scopes) ?? new Map<string, View>();
    this.views.set(scopes, known);
    const view = known.get(key) ?? make();
    if (!known.has(key) && known.size >= maxViews) known.clear();
    known.set(key, view);
    return view;
  }
}

const nothing: Scope = { servers: [] };

const listed = (names: readonly string[]) => names.join(", ") || message("gateway.noServers", "none yet");

const noProfile = (name: string, known: readonly string[]) =>
  message("gateway.noProfile", 'There is no profile "{name}". Create it in mcpHub.profiles. There are: {known}.', {
    name: safeLine(name, 80),
    known: listed(known),
  });

const noServer = (name: string, mine: readonly string[]) =>
  message("gateway.noServer", 'There is no server "{name}" for this client. It may use: {servers}.', {
    name: safeLine(name, 80),
    servers: listed(mine),
  });

const notYours = (name: string, mine: readonly string[]) =>
  message(
    "gateway.notYours",
    'This client may not use the server "{name}". It may use: {servers}. Widen the scope of its token.',
    { name, servers: listed(mine) },
  );

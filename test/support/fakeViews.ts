import { keepAsSent } from "../../src/core/catalog/asSent";
import { type Catalog, emptyCatalog, type Tool } from "../../src/core/catalog/catalog";
import { View } from "../../src/gateway/mcp/view/view";
import type { ViewSource } from "../../src/gateway/mcp/view/viewSource";
import type { Scope } from "../../src/protocol/scope";
import { aTool } from "./fakeLink";

type Json = Readonly<Record<string, unknown>>;

/** A source of views over catalogs that a test holds; `changed` says that one of them is another now. */
export interface FakeSource extends ViewSource {
  readonly catalogs: Record<string, Partial<Catalog>>;
  readonly withheld: Set<string>;
  changed(): void;
}

export function fakeSource(catalogs: Record<string, Partial<Catalog>>): FakeSource {
  let version = 0;
  const withheld = new Set<string>();
  const whole = new Map<unknown, Catalog>();
  const catalog = (server: string): Catalog => {
    const part = catalogs[server] ?? {};
    const known = whole.get(part) ?? { ...emptyCatalog, ...part };
    whole.set(part, known);
    return known;
  };
  return {
    catalogs,
    withheld,
    changed: () => void version++,
    servers: () => Object.keys(catalogs),
    catalog,
    withholds: (server, kind, { name }) => withheld.has(`${kind} ${server}/${name}`),
    isRead: (_, { hints }) => hints.readOnly === true,
    version: () => version,
  };
}

export const viewOf = (source: ViewSource, scopes: readonly Scope[] = [], only?: string): View =>
  new View(source, () => scopes, only);

export const tools = (...names: readonly string[]): Pick<Catalog, "tools"> => ({
  tools: names.map((name) => aTool(name)),
});

/** A tool as its server sent it. */
export const sentTool = (sent: Json): Tool => keepAsSent(aTool(String(sent.name)), sent);

export const resource = (uri: string) => ({ uri, name: uri });

export const listed = (
  view: View,
  kind: Parameters<View["list"]>[0] = "tools",
  era: "legacy" | "modern" = "legacy",
): Json[] => JSON.parse(view.list(kind, era));

export const namesIn = (view: View, kind: Parameters<View["list"]>[0] = "tools"): string[] =>
  listed(view, kind).map(({ name }) => String(name));

// What the hub does with one server of 5,000 tools that each have six described arguments, as the measured process does it. What is
// done in one go stands between two turns of the event loop, so that nothing else is counted with it.
import type { Catalog } from "../../src/core/catalog/catalog";
import { ToolSearch } from "../../src/core/catalog/toolSearch";
import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import { EventStream } from "../../src/core/hub/eventStream";
import { mergedTools } from "../../src/core/hub/mergedTools";
import { RememberedServers } from "../../src/core/hub/rememberedServers";
import { TreeItemCache } from "../../src/editor/tree/treeItemCache";
import { childNodes, rootNodes, type TreeNode, type TreeSource } from "../../src/editor/tree/treeNode";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { MemoryState } from "../../src/headless/memoryState";

type Act = (hub: HeadlessHub) => Promise<Record<string, number>>;

const server = "extreme";

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Asks again and again, each time in a turn of its own. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await turn();
}

/** Said to have changed twice: first it has not, then it has. By the time that the other list is there, the same one was compared. */
const listChanged: Act = async (hub) => {
  const described = () => hub.catalog(server).tools.at(-1)?.description;
  const lists = async () => {
    const { content } = await hub.callTool(server, "lists");
    return content[0]?.type === "text" ? Number(content[0].text) : 0;
  };
  const before = described();
  await hub.callTool(server, "touch", { changing: false });
  await until(async () => (await lists()) === 2);
  await hub.callTool(server, "touch", { changing: true });
  await until(() => described() !== before);
  return { tools: hub.listTools().length, lists: await lists() };
};

const search: Act = async (hub) => {
  const tools = mergedTools([linesOf(hub)]);
  const found = new ToolSearch(() => tools);
  await turn();
  const first = await found.find("the tool that is named tool4711", 10);
  await turn();
  const again = await found.find("please find the tool that does what the person asked for, with argument3", 10);
  await turn();
  return {
    first: first.length,
    again: again.length,
    names: first.some(({ tool }) => tool.name === "tool4711") ? 1 : 0,
  };
};

const tree: Act = async (hub) => {
  const stream = new EventStream(() => 0, console.error);
  const info = { name: server, version: "1", protocolVersion: "2025-11-25", transport: "stdio" } as const;
  stream.publish({ type: "server.added", server, label: server, scope: "user" });
  stream.publish({ type: "server.state", server, state: { kind: "ready", since: 0, losses: 0, info } });
  const catalog = hub.catalog(server);
  const source: TreeSource = {
    view: stream.view,
    catalog: () => catalog,
    trusts: () => false,
    figures: () => undefined,
  };
  const [root] = rootNodes(source);
  const group = root && childNodes(root, source).find((node) => node.kind === "group" && node.group === "tools");
  const cache = new TreeItemCache(source);
  const parts = group ? await cache.children(group) : [];
  const nodes: TreeNode[] = [];
  for (const part of parts) nodes.push(...(await cache.children(part)));
  await turn();
  const items = await Promise.all(nodes.map((node) => cache.get(node)));
  await turn();
  return { looks: items.length, named: items.filter(({ label }) => label.startsWith("tool")).length };
};

/** A catalog is kept for the next start where it is not too large: this one is, a part of it is not. */
const stored: Act = async (hub) => {
  const remembered = new RememberedServers(new MemoryState(), console.error);
  const whole = hub.catalog(server);
  const part: Catalog = { ...whole, tools: whole.tools.slice(0, 150) };
  const { definition } = linesOf(hub);
  const kept = () => remembered.catalogOf(definition)?.tools.length ?? 0;
  remembered.keep(definition, part);
  await turn();
  remembered.keep(definition, structuredClone(part));
  const ofPart = kept();
  await turn();
  remembered.keep(definition, whole);
  await turn();
  return { ofPart, ofWhole: kept() };
};

/** The names that language models see, of all tools at once: every door asks for them. */
const merged: Act = async (hub) => {
  await turn();
  const tools = mergedTools([linesOf(hub)]);
  await turn();
  return { tools: tools.length };
};

function linesOf(hub: HeadlessHub) {
  const definition: ServerDefinition = {
    id: server,
    label: server,
    scope: "user",
    enabled: true,
    entry: { kind: "valid", config: { command: "node" } },
  };
  return { definition, catalog: hub.catalog(server) };
}

/** By the names of the rows in `limits.test.ts`. */
export const manyTools: Readonly<Record<string, Act>> = {
  described: async (hub) => ({ tools: hub.listTools().length }),
  "list changed": listChanged,
  search,
  tree,
  stored,
  merged,
};

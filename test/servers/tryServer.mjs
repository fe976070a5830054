import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { markedProcesses } from "./markedProcesses.mjs";

/** @typedef {import("./servers.mjs").Tried} Tried */
/** @typedef {{ readonly command: string, readonly args: string[], readonly env: Record<string, string>, readonly cwd: string }} Started */
/** @typedef {{ readonly tools: readonly any[], readonly result?: any, readonly tool?: string }} Found */
/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} state `ready`, `refused`, or `not installed`.
 * @property {number} tools
 * @property {string} same How the tools compare.
 * @property {string} called
 * @property {string} words What a person sees where it does not run.
 * @property {string} left
 * @property {boolean} isGood
 */

const run = promisify(execFile);
const mark = "MCP_SERVERS_RUN";
const limitMs = 60_000;

/** How much of a description the hub keeps. */
const keptCharacters = 16_000;

/**
 * @param {Tried} server
 * @param {string} folder An empty folder.
 * @returns {Promise<Row>}
 */
export async function tryServer(server, folder) {
  const { name } = server;
  /** @type {Row} */
  const nothing = {
    name,
    state: "not installed",
    tools: 0,
    same: "–",
    called: "–",
    words: "",
    left: "nothing left",
    isGood: false,
  };
  try {
    const options = { cwd: folder, timeout: 240_000, maxBuffer: 16 * 1024 * 1024 };
    await run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", name], options);
  } catch (error) {
    return { ...nothing, words: plain(String(error), folder) };
  }
  const run1 = randomUUID();
  const run2 = randomUUID();
  const start = await startOf(server, folder);
  const bare = await bareClient(start(run1), server).catch((error) => asError(error));
  const bareLeft = await markedProcesses(mark, run1);
  for (const pid of bareLeft) end(pid);
  const hub = await throughHub(start(run2), server, bare instanceof Error ? undefined : bare.tool).catch((error) =>
    asError(error),
  );
  const left = await markedProcesses(mark, run2);
  for (const pid of left) end(pid);
  const leftWords = left.length === 0 ? "nothing left" : `${left.length} left`;
  const more = bareLeft.length > 0 ? ` (bare client: ${bareLeft.length})` : "";
  const row = { ...nothing, left: leftWords + more };
  if (hub instanceof Error) {
    const isSame = bare instanceof Error;
    const same = isSame ? "refused by both" : "only the bare client connects";
    return { ...row, state: "refused", same, words: plain(hub.message, folder), isGood: isSame && left.length === 0 };
  }
  if (bare instanceof Error) {
    const words = `bare client: ${plain(bare.message, folder)}`;
    return {
      ...row,
      state: "ready",
      tools: hub.tools.length,
      same: "only the hub connects",
      words,
      isGood: left.length === 0,
    };
  }
  const tools = differences(bare.tools, hub.tools);
  const result = compared(bare.result, hub.result, folder);
  return {
    ...row,
    state: "ready",
    tools: hub.tools.length,
    same: tools.length === 0 ? `same tools${cutNote(bare.tools, hub.tools)}` : tools.slice(0, 3).join("; "),
    called: hub.tool === undefined ? "no tool without arguments" : `${hub.tool}: ${result}`,
    isGood: tools.length === 0 && !result.startsWith("differs") && left.length === 0,
  };
}

/** @param {Tried} server @param {string} folder @returns {Promise<(id: string) => Started>} */
async function startOf({ name, bin, args = [], env = {} }, folder) {
  const home = join(folder, "home");
  await mkdir(home, { recursive: true });
  const packageFolder = join(folder, "node_modules", name.replace(/@[^@/]+$/, ""));
  const { bin: bins } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const script = typeof bins === "string" ? bins : bins[bin ?? Object.keys(bins)[0] ?? ""];
  const own = { PATH: process.env.PATH ?? "", HOME: home, NO_COLOR: "1", DO_NOT_TRACK: "1", ...env };
  return (id) => ({
    command: process.execPath,
    args: [join(packageFolder, script), ...args],
    env: { ...own, [mark]: id },
    cwd: home,
  });
}

/** @param {Started} started @param {Tried} server @returns {Promise<Found>} */
async function bareClient(started, { call }) {
  const client = new Client({ name: "bare", version: "1" }, {});
  client.onerror = () => {};
  const transport = new StdioClientTransport({ ...started, stderr: "ignore" });
  try {
    await inTime(client.connect(transport, { timeout: limitMs }));
    const { tools } = client.getServerCapabilities()?.tools ? await inTime(client.listTools()) : { tools: [] };
    const [tool, args] = call ?? [withoutArguments(tools), {}];
    const request = tool && client.callTool({ name: tool, arguments: { ...args } }, { timeout: 20_000 });
    const result = request ? await inTime(request).catch((error) => asError(error)) : undefined;
    return { tools, result, ...(tool !== undefined && { tool }) };
  } finally {
    await Promise.race([client.close().catch(() => {}), later(5000)]);
  }
}

/** @param {Started} started @param {Tried} server @param {string | undefined} tool @returns {Promise<Found>} */
async function throughHub({ command, args, env, cwd }, { call }, tool) {
  process.env.MCP_HUB_STATE_FOLDER = join(cwd, "state");
  process.env.MCP_HUB_SHELL_ENV = "0";
  const { createHub } = createRequire(import.meta.url)(resolve("dist/headless.js"));
  const entry = {
    command,
    args,
    cwd,
    env: { ...Object.fromEntries(Object.keys(process.env).map((name) => [name, null])), ...env },
  };
  const options = { connectTimeoutSeconds: limitMs / 1000, connectAttempts: 1, callTimeoutSeconds: 20, retries: 0 };
  const hub = createHub({ servers: { tried: entry }, options });
  try {
    await inTime(hub.ready());
    const { state, missing } = hub.status().servers[0];
    if (state.kind !== "ready") throw new Error(state.error?.message ?? state.kind);
    if (missing) throw new Error(missing.join(" "));
    const { tools } = hub.catalog("tried");
    const [name, values] = call ?? [tool, {}];
    const result = name === undefined ? undefined : await hub.callTool("tried", name, values).catch(asError);
    return { tools, result, ...(name !== undefined && { tool: name }) };
  } finally {
    await hub.close();
  }
}

/** @param {readonly any[]} tools @returns {string | undefined} */
function withoutArguments(tools) {
  const free = tools.filter(({ inputSchema }) => (inputSchema.required ?? []).length === 0);
  const reads = free.filter(({ name }) => /list|get|status|version|info|read|search|help|doc|find/i.test(name));
  return (reads[0] ?? free.find(({ annotations }) => annotations?.readOnlyHint))?.name;
}

/** @param {readonly any[]} bare @param {readonly any[]} hub @returns {string[]} */
function differences(bare, hub) {
  const names = (/** @type {readonly any[]} */ tools) => tools.map(({ name }) => name);
  if (!isDeepStrictEqual(names(bare), names(hub))) return [`${hub.length} of ${bare.length} tools`];
  return bare.flatMap((tool, at) => {
    const other = hub[at];
    // The hub shows the older place of a title too.
    const shown = { ...tool, title: tool.title ?? tool.annotations?.title };
    const keys = ["title", "description", "inputSchema", "outputSchema"];
    const parts = keys.filter((key) => !isDeepStrictEqual(shown[key], other[key]) && !isCut(tool, other, key));
    const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations ?? {};
    const { readOnly, destructive, idempotent, openWorld } = other.hints;
    const hints = [readOnlyHint, destructiveHint, idempotentHint, openWorldHint];
    if (!isDeepStrictEqual(hints, [readOnly, destructive, idempotent, openWorld])) parts.push("hints");
    return parts.length > 0 ? [`${tool.name}: other ${parts.join(", ")}`] : [];
  });
}

/** Whether a text is the beginning of what the server wrote, with the mark that says so. @param {any} tool @param {any} other @param {string} key */
const isCut = (tool, other, key) =>
  key === "description" &&
  (tool[key] ?? "").length > keptCharacters &&
  other[key]?.startsWith(tool[key].slice(0, keptCharacters));

/** @param {readonly any[]} bare @param {readonly any[]} hub @returns {string} */
function cutNote(bare, hub) {
  const names = bare.filter((tool, at) => isCut(tool, hub[at], "description")).map(({ name }) => name);
  return names.length > 0 ? `; description cut after 16,000 characters: ${names.join(", ")}` : "";
}

/** @param {any} bare @param {any} hub @param {string} folder @returns {string} */
function compared(bare, hub, folder) {
  if (bare === undefined) return "not called";
  if (hub instanceof Error)
    return bare instanceof Error ? "refused by both" : `differs: ${plain(hub.message, folder).slice(0, 120)}`;
  if (bare instanceof Error) return `differs: ${plain(bare.message, folder).slice(0, 120)}`;
  const steady = (/** @type {any} */ { content, isError }) => [steadyText(JSON.stringify(content)), isError === true];
  if (!isDeepStrictEqual(steady(bare), steady(hub))) return "differs: another result";
  return hub.isError ? "refused alike" : "same result";
}

/** Without what differs from one call to the next. @param {string} text */
const steadyText = (text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID").replace(/\d+(?:\.\d+)?/g, "0");

/** Without places on this machine and addresses. @param {string} text @param {string} folder */
const plain = (text, folder) =>
  text
    .replaceAll(folder, "…")
    .replace(/(?:file:\/\/)?\/(?:tmp|root|home|usr)\/[^\s'"|)]+/g, "…")
    .replace(/https?:\/\/[^\s'"|)]+/g, "(address)")
    .replace(/\s+/g, " ")
    .slice(0, 400);

/** @template T @param {Promise<T>} work @returns {Promise<T>} */
const inTime = (work) =>
  Promise.race([
    work,
    later(limitMs).then(() => {
      throw new Error("It took too long.");
    }),
  ]);

/** @param {number} ms */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** @param {unknown} error */
const asError = (error) => (error instanceof Error ? error : new Error(String(error)));

/** @param {number} pid */
function end(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended meanwhile
  }
}

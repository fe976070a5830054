import { changedText } from "../../core/calls/pinned";
import type { Tool } from "../../core/catalog/catalog";
import { costText } from "../../core/conversation/cost/costText";
import type { CallFigures, ServerFigures } from "../../core/hub/metrics";
import { safeLine, safeText } from "../../core/kernel/redact";
import { inWords } from "../../core/kernel/timeLimit";
import { eraOf, eraWords } from "../../protocol/era";
import type { Scope } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import { message, textLanguage } from "../../protocol/message";
import { describeRate, describeState } from "../../protocol/summary";
import { actionItem } from "./actionNodes";
import { clientTooltip } from "./clientNodes";
import { offerOf } from "./entryNodes";
import { promptArguments, toolArguments } from "./tooltipArguments";
import type { Tooltip, TooltipPart } from "./tooltipParts";
import type { ToolNode, TreeNode, TreeSource } from "./treeNode";

const paragraphLimit = 1500;

/** The tooltip of a node, created when the mouse rests on it. */
export function nodeTooltip(node: TreeNode, source: TreeSource): Tooltip {
  const [name, ...parts] = tooltipOf(node, source);
  const offer = "off" in node && node.off ? offerOf(node) : undefined;
  const off = offer && source.offReason?.(offer);
  return off === undefined ? [name, ...parts] : [name, clean(off), ...parts];
}

function tooltipOf(node: TreeNode, source: TreeSource): Tooltip {
  switch (node.kind) {
    case "server": {
      const server = source.view.servers.find(({ id }) => id === node.server);
      return server ? serverTooltip(server, source) : [node.server];
    }
    case "message": {
      const server = source.view.servers.find(({ id }) => id === node.server);
      const name = server ? clean(server.label) : message("tooltip.settings", "Settings");
      return [name, safeText(node.text, paragraphLimit)];
    }
    case "group":
      return [groupText(node)];
    case "off":
      return [message("tooltip.off", "Turned off on {server}: {count}", { server: node.server, count: node.count })];
    case "action":
      return [actionItem(node).label];
    case "clients":
    case "client":
      return clientTooltip(node, source.clients?.());
    case "tool": {
      const figures = source.figures(node.server)?.tools[node.name];
      const subject = { kind: "tool", name: node.name } as const;
      const isChanged = source.isChanged?.(node.server, subject, node.tool.digest);
      const paragraphs = [
        isChanged ? changedText({ server: node.server }, subject) : undefined,
        ...(source.lookAlikes?.(node.server, node.name) ?? []),
        ...presentationText(node, source),
        ...about(node.tool),
        toolArguments(node.tool.inputSchema),
        hintsText(node.tool.hints),
        figures && callsText(figures),
      ];
      return [clean(node.name), ...paragraphs.filter((part) => part !== undefined).map(cleanPart)];
    }
    case "resource": {
      const { mimeType, size } = node.resource;
      const facts = [mimeType, size === undefined ? undefined : bytesText(size)];
      return withFacts(node.resource.name, [{ address: node.uri }, ...about(node.resource)], facts);
    }
    case "template":
      return withFacts(node.template.name, [node.uriTemplate, ...about(node.template)], [node.template.mimeType]);
    case "prompt":
      return withFacts(node.name, [...about(node.prompt), ...promptArguments(node.prompt.arguments)], []);
  }
}

/** What the settings make of a tool: what the server says of it follows, and is what rules and pins go by. */
function presentationText({ server, tool }: ToolNode, source: TreeSource): readonly string[] {
  const presentation = source.presentation?.(server, tool);
  if (!presentation) return [];
  const { name, description, defaults } = presentation;
  const names = Object.keys(defaults ?? {});
  return [
    ...(name === tool.name ? [] : [message("tooltip.alias", 'Your settings call it "{alias}".', { alias: name })]),
    ...(description === undefined
      ? []
      : [message("tooltip.ownDescription", "Models are told: {description}", { description })]),
    ...(names.length === 0
      ? []
      : [message("tooltip.defaults", "Your settings have defaults for: {names}", { names: names.join(", ") })]),
  ];
}

function groupText({ group, count, server }: Extract<TreeNode, { kind: "group" }>): string {
  const values = { count, server };
  switch (group) {
    case "tools":
      return message("tooltip.tools", "Tools of {server}: {count}", values);
    case "resources":
      return message("tooltip.resources", "Resources of {server}: {count}", values);
    case "prompts":
      return message("tooltip.prompts", "Prompts of {server}: {count}", values);
  }
}

const bytesText = (size: number): string =>
  size === 1
    ? message("tooltip.oneByte", "1 byte")
    : message("tooltip.bytes", "{size} bytes", { size: size.toLocaleString(textLanguage()) });

function scopeText(scope: Scope): string {
  switch (scope) {
    case "user":
      return message("tooltip.user", "Configured in your user settings");
    case "remote":
      return message("tooltip.remote", "Configured in the remote settings");
    case "workspace":
      return message("tooltip.workspace", "Configured in the workspace settings");
    case "folder":
      return message("tooltip.folder", "Configured in the settings of a folder");
    case "file":
      return message("tooltip.file", "Configured in a file");
    case "followed":
      return message("tooltip.followed", "Followed in a file of another app, read-only");
  }
}

function serverTooltip(server: ServerView, { trusts, figures, sandbox, described, cost }: TreeSource): Tooltip {
  const { label, state, scope, source } = server;
  const { description } = described?.(server.id) ?? {};
  const purpose = description === undefined ? [] : [description];
  const paragraphs = [
    ...purpose,
    describeState(server),
    `${scopeText(scope)}${source === undefined ? "" : `: ${source}`}`,
  ];
  if (state.kind === "ready") paragraphs.push(...connectionText(state.info));
  const { tools, tokens } = cost?.(server.id) ?? { tools: 0, tokens: 0 };
  if (tools > 0) paragraphs.push(`${costText({ tools, tokens })}.`);
  const limits = sandbox?.(server.id);
  if (limits !== undefined) paragraphs.push(limits);
  if (server.perMinute !== undefined) paragraphs.push(`${describeRate(server)}.`);
  const known = figures(server.id);
  paragraphs.push(...[known && uptimeText(known), known && callsText(known)].filter((text) => text !== undefined));
  if (trusts(server.id)) paragraphs.push(message("tooltip.trusted", "You trust the annotations of its tools."));
  return [clean(label), ...paragraphs.map(clean)];
}

function connectionText(info: Extract<ServerView["state"], { kind: "ready" }>["info"]): readonly string[] {
  const { name, version, protocolVersion, transport, pid, instructions } = info;
  const era = eraWords[eraOf(protocolVersion)]();
  const values = { name, version, protocolVersion, era, transport };
  return [
    pid === undefined
      ? message("tooltip.connection", "{name} {version}, MCP {protocolVersion} ({era}) over {transport}", values)
      : message(
          "tooltip.processConnection",
          "{name} {version}, MCP {protocolVersion} ({era}) over {transport}, process {pid}",
          { ...values, pid },
        ),
    ...(instructions ? [message("tooltip.instructions", "Its instructions: {instructions}", { instructions })] : []),
  ];
}

const about = ({ title, description }: { title?: string; description?: string }): string[] =>
  [title, description].filter((text) => text !== undefined && text !== "").map((text) => text ?? "");

/** A tool's annotations, marked as what they are: unverified claims of its server (MCP, tool annotations). */
function hintsText({ readOnly, destructive, idempotent, openWorld }: Tool["hints"]): string | undefined {
  const claims = [
    readOnly === true && message("hint.readOnly", "only reads"),
    readOnly === false && message("hint.writes", "may write"),
    destructive === true && !readOnly && message("hint.destructive", "may destroy data"),
    destructive === false && !readOnly && message("hint.notDestructive", "destroys nothing"),
    idempotent === true && !readOnly && message("hint.idempotent", "is safe to repeat"),
    idempotent === false && !readOnly && message("hint.notIdempotent", "is not safe to repeat"),
    openWorld === true && message("hint.openWorld", "reaches external systems"),
    openWorld === false && message("hint.closedWorld", "stays inside its own domain"),
  ].filter((claim) => claim !== false);
  if (claims.length === 0) return undefined;
  return message("tooltip.hints", "Claims of the server, not checked: {claims}.", { claims: claims.join(", ") });
}

function withFacts(name: string, parts: readonly TooltipPart[], facts: readonly (string | undefined)[]): Tooltip {
  const known = facts.filter((fact) => fact !== undefined && fact !== "").join(", ");
  return [clean(name), ...[...parts, ...(known ? [known] : [])].map(cleanPart)];
}

const cleanPart = (part: TooltipPart): TooltipPart => (typeof part === "string" ? clean(part) : part);

const clean = (text: string): string => safeLine(text, paragraphLimit);

/** A line about the calls of a server or a tool; `undefined` if there were none and none are refused. */
function callsText({ outcomes, errors, retries, inFlight, ms, breaker }: CallFigures): string | undefined {
  const calls = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const answered = outcomes.ok + outcomes["tool-error"];
  const codes = Object.entries(errors)
    .map(([code, count]) => `${count} ${code}`)
    .join(", ");
  const { failed } = outcomes;
  const parts = [
    calls > 0 && callCount(calls),
    failed > 0 && codes === "" && message("figures.failed", "{failed} failed", { failed }),
    failed > 0 && codes !== "" && message("figures.failedWith", "{failed} failed ({codes})", { failed, codes }),
    retries === 1 && message("figures.oneRetry", "1 retry"),
    retries > 1 && message("figures.retries", "{retries} retries", { retries }),
    answered > 0 &&
      message("figures.times", "50 % within {p50}, 95 % within {p95}, 99 % within {p99}", {
        p50: rounded(ms.p50),
        p95: rounded(ms.p95),
        p99: rounded(ms.p99),
      }),
    inFlight > 0 && message("figures.inFlight", "{inFlight} in flight", { inFlight }),
    breaker === "open" && message("figures.open", "calls are refused after too many failures"),
    breaker === "half-open" && message("figures.halfOpen", "a trial call is testing whether it works again"),
  ].filter((part) => part !== false);
  if (parts.length === 0) return undefined;
  return message("figures.calls", "Since the window opened: {parts}.", { parts: parts.join("; ") });
}

/** A line about a server's uptime, restarts and waiting calls; `undefined` if there is nothing to report. */
function uptimeText({ uptimeMs, restarts, waiting }: ServerFigures): string | undefined {
  const parts = [
    uptimeMs > 0 && message("figures.up", "up for {time}", { time: inWords(Math.round(uptimeMs / 1000) * 1000) }),
    restarts === 1 && message("figures.oneRestart", "1 restart"),
    restarts > 1 && message("figures.restarts", "{restarts} restarts", { restarts }),
    waiting === 1 && message("figures.oneWaiting", "1 call waiting"),
    waiting > 1 && message("figures.waiting", "{waiting} calls waiting", { waiting }),
  ].filter((part) => part !== false);
  const text = parts.join(", ");
  return text === "" ? undefined : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

const callCount = (calls: number): string =>
  calls === 1 ? message("figures.oneCall", "1 call") : message("figures.callCount", "{calls} calls", { calls });

const rounded = (ms: number): string => inWords(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));

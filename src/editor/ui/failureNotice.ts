import type { ErrorView, HubErrorCode } from "../../protocol/hubErrorCode";
import type { ServerId } from "../../protocol/hubEvent";
import { message, nameOfServer } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import { noticeText } from "./plainText";

export interface FailureButton {
  readonly label: string;
  readonly command: CommandId | "workbench.trust.manage";
  readonly args: readonly unknown[];
}

export interface FailureNotice {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly buttons: readonly FailureButton[];
}

/** What failed: a server, or with `tool` a call of one of its tools. */
export interface FailureSource {
  readonly server: ServerId;
  readonly tool?: string | undefined;
}

type NextStep =
  | "sign-in"
  | "edit"
  | "secret"
  | "log"
  | "hub-log"
  | "restart"
  | "connect"
  | "diagnose"
  | "settings"
  | "servers"
  | "review"
  | "trust";

const nextSteps: Readonly<Record<HubErrorCode, readonly NextStep[]>> = {
  "bad-arguments": ["edit"],
  "bad-config": ["settings"],
  cancelled: [],
  "circuit-open": ["log", "restart"],
  denied: [],
  exited: ["diagnose", "log", "restart", "settings"],
  forbidden: ["diagnose", "settings", "log"],
  internal: ["hub-log"],
  "needs-auth": ["sign-in", "settings", "log"],
  "needs-consent": ["review", "settings"],
  "needs-input": ["secret", "settings"],
  "not-connected": ["connect", "log"],
  protocol: ["diagnose", "log", "restart"],
  "queue-full": ["log"],
  "rate-limited": ["log"],
  "result-expired": [],
  "server-error": ["log"],
  "session-lost": ["log", "restart"],
  "spawn-failed": ["diagnose", "settings", "log"],
  timeout: ["diagnose", "log", "restart"],
  "too-many-subscriptions": ["log"],
  transport: ["diagnose", "log", "restart", "settings"],
  "unknown-resource": ["servers"],
  "unknown-server": ["servers"],
  "unknown-task": ["servers"],
  "unknown-tool": ["servers"],
  "unreadable-result": ["log"],
  unsupported: ["servers"],
  untrusted: ["trust"],
};

/** Nothing is broken: a person is needed, or has decided. */
const forPerson: ReadonlySet<HubErrorCode> = new Set(["denied", "bad-arguments", "needs-auth", "needs-consent"]);

/** The notification of a failure: its message, and the next steps as buttons. `undefined` if the person canceled. */
export function failureNotice(error: ErrorView, source: FailureSource | undefined): FailureNotice | undefined {
  const { code } = error;
  if (code === "cancelled") return undefined;
  return {
    severity: forPerson.has(code) ? "warning" : "error",
    message: noticeText(error.message),
    buttons: nextSteps[code].flatMap((step) => button(step, source) ?? []),
  };
}

/** How many servers are named. */
const mostNamed = 5;

/** The notification where one command failed at several servers. */
export function failuresNotice(servers: readonly ServerId[]): FailureNotice {
  const named = servers.slice(0, mostNamed).map((server) => `"${nameOfServer(server)}"`);
  const list = `${named.join(", ")}${servers.length > mostNamed ? ", …" : ""}`;
  const text = message("failure.several", "{count} servers did not connect ({list}). The servers view says why.", {
    count: servers.length,
    list,
  });
  const show = button("servers", undefined);
  return { severity: "error", message: noticeText(text), buttons: show ? [show] : [] };
}

function button(step: NextStep, source: FailureSource | undefined): FailureButton | undefined {
  const args = source === undefined ? [] : [source.server];
  switch (step) {
    case "sign-in":
      return source && { label: message("button.signIn", "Sign In"), command: "mcpHub.signIn", args };
    case "edit":
      if (source?.tool === undefined) return undefined;
      return {
        label: message("button.editArguments", "Edit Arguments"),
        command: "mcpHub.callTool",
        args: [{ server: source.server, name: source.tool }],
      };
    case "secret":
      return source && { label: message("button.setSecret", "Set Secret…"), command: "mcpHub.setSecret", args };
    case "log":
      if (source === undefined) return button("hub-log", source);
      return { label: message("button.showLog", "Show Log"), command: "mcpHub.showServerLog", args };
    case "hub-log":
      return { label: message("button.showLog", "Show Log"), command: "mcpHub.showHubLog", args: [] };
    case "restart":
      return { label: message("button.restart", "Restart"), command: "mcpHub.restartServer", args };
    case "diagnose":
      return source && { label: message("button.diagnose", "Diagnose"), command: "mcpHub.diagnose", args };
    case "connect":
      return { label: message("button.connect", "Connect"), command: "mcpHub.connectServer", args };
    case "settings": {
      const command = source === undefined ? "mcpHub.openSettings" : "mcpHub.openServerSettings";
      return { label: message("button.openSettings", "Open Settings"), command, args };
    }
    case "servers":
      return { label: message("button.showServers", "Show Servers"), command: "mcpHub.showServers", args: [] };
    case "review":
      return { label: message("button.review", "Review…"), command: "mcpHub.reviewServers", args };
    case "trust":
      return {
        label: message("button.manageTrust", "Manage Workspace Trust"),
        command: "workbench.trust.manage",
        args: [],
      };
  }
}

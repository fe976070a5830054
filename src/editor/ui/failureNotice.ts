import type { ErrorView, HubErrorCode } from "../../protocol/hubErrorCode";
import type { ServerId } from "../../protocol/hubEvent";
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

/** What failed: a server, and with `tool` a call of it. */
export interface FailureSource {
  readonly server: ServerId;
  readonly tool?: string | undefined;
}

type Offer =
  | "sign-in"
  | "edit"
  | "secret"
  | "log"
  | "hub-log"
  | "restart"
  | "connect"
  | "settings"
  | "servers"
  | "trust";

const offers: Readonly<Record<HubErrorCode, readonly Offer[]>> = {
  "bad-arguments": ["edit"],
  "bad-config": ["settings"],
  cancelled: [],
  "circuit-open": ["log", "restart"],
  denied: [],
  exited: ["log", "restart"],
  internal: ["hub-log"],
  "needs-auth": ["sign-in", "settings", "log"],
  "needs-input": ["secret", "settings"],
  "not-connected": ["connect", "log"],
  protocol: ["log", "restart"],
  "queue-full": ["log"],
  "rate-limited": ["log"],
  "server-error": ["log"],
  "session-lost": ["log", "restart"],
  "spawn-failed": ["settings", "log"],
  timeout: ["log", "restart"],
  transport: ["log", "restart"],
  "unknown-resource": ["servers"],
  "unknown-server": ["servers"],
  "unknown-tool": ["servers"],
  untrusted: ["trust"],
};

/** One notification for a failure: its sentence, and the next steps as buttons. `undefined`: the person gave up, and knows. */
export function failureNotice({ code, message }: ErrorView, at: FailureSource | undefined): FailureNotice | undefined {
  if (code === "cancelled") return undefined;
  return {
    severity: code === "denied" || code === "bad-arguments" ? "warning" : "error",
    message: noticeText(message),
    buttons: offers[code].flatMap((offer) => button(offer, at) ?? []),
  };
}

function button(offer: Offer, at: FailureSource | undefined): FailureButton | undefined {
  const args = at === undefined ? [] : [at.server];
  switch (offer) {
    case "sign-in":
      return at && { label: "Sign In", command: "mcpHub.signIn", args };
    case "edit":
      if (at?.tool === undefined) return undefined;
      return { label: "Edit Arguments", command: "mcpHub.callTool", args: [{ server: at.server, name: at.tool }] };
    case "secret":
      return at && { label: "Set Secret…", command: "mcpHub.setSecret", args };
    case "log":
      return at === undefined ? button("hub-log", at) : { label: "Show Log", command: "mcpHub.showServerLog", args };
    case "hub-log":
      return { label: "Show Log", command: "mcpHub.showHubLog", args: [] };
    case "restart":
      return { label: "Restart", command: "mcpHub.restartServer", args };
    case "connect":
      return { label: "Connect", command: "mcpHub.connectServer", args };
    case "settings": {
      const command = at === undefined ? "mcpHub.openSettings" : "mcpHub.openServerSettings";
      return { label: "Open Settings", command, args };
    }
    case "servers":
      return { label: "Show Servers", command: "mcpHub.showServers", args: [] };
    case "trust":
      return { label: "Manage Workspace Trust", command: "workbench.trust.manage", args: [] };
  }
}

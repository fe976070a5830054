import type { ErrorView, HubErrorCode } from "../protocol/hubErrorCode";
import type { ServerId } from "../protocol/hubEvent";
import type { CommandId } from "./commandTable";
import { noticeText } from "./plainText";

export interface FailureButton {
  readonly label: string;
  readonly command: CommandId | "workbench.trust.manage";
  readonly args: readonly unknown[];
}

export interface FailureWords {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly buttons: readonly FailureButton[];
}

type Offer = "log" | "hub-log" | "restart" | "connect" | "settings" | "servers" | "trust";

const offers: Readonly<Record<HubErrorCode, readonly Offer[]>> = {
  "bad-arguments": [],
  "bad-config": ["settings"],
  cancelled: [],
  denied: [],
  exited: ["log", "restart"],
  internal: ["hub-log"],
  "needs-auth": ["settings", "log"],
  "needs-input": ["connect", "settings"],
  "not-connected": ["connect", "log"],
  protocol: ["log", "restart"],
  "server-error": ["log"],
  "spawn-failed": ["settings", "log"],
  timeout: ["log", "restart"],
  transport: ["log", "restart"],
  "unknown-resource": ["servers"],
  "unknown-server": ["servers"],
  "unknown-tool": ["servers"],
  untrusted: ["trust"],
};

/** One notification for a failure: its sentence, and the next steps as buttons. `undefined`: the person gave up, and knows. */
export function failureWords({ code, message }: ErrorView, server: ServerId | undefined): FailureWords | undefined {
  if (code === "cancelled") return undefined;
  return {
    severity: code === "denied" || code === "bad-arguments" ? "warning" : "error",
    message: noticeText(message),
    buttons: offers[code].map((offer) => button(offer, server)),
  };
}

function button(offer: Offer, server: ServerId | undefined): FailureButton {
  const args = server === undefined ? [] : [server];
  switch (offer) {
    case "log":
      return server === undefined
        ? button("hub-log", server)
        : { label: "Show Log", command: "mcpHub.showServerLog", args };
    case "hub-log":
      return { label: "Show Log", command: "mcpHub.showHubLog", args: [] };
    case "restart":
      return { label: "Restart", command: "mcpHub.restartServer", args };
    case "connect":
      return { label: "Connect", command: "mcpHub.connectServer", args };
    case "settings":
      return server === undefined
        ? { label: "Open Settings", command: "mcpHub.openSettings", args: [] }
        : { label: "Open Settings", command: "mcpHub.openServerSettings", args };
    case "servers":
      return { label: "Show Servers", command: "mcpHub.showServers", args: [] };
    case "trust":
      return { label: "Manage Workspace Trust", command: "workbench.trust.manage", args: [] };
  }
}

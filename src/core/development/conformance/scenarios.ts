/** The suite, pinned: its scenarios are those of this version. */
export const suitePackage = "@modelcontextprotocol/conformance";
export const suiteVersion = "0.2.0-alpha.12";

/** A scenario of the suite that names no tool, prompt, or resource, so that it can be run on any server. */
export interface Scenario {
  /** As the suite calls it. */
  readonly name: string;
  readonly revisions: readonly string[];
  /** What a server must have declared for it. */
  readonly needs?: "tools" | "prompts" | "resources" | "logging";
  /** It tests HTTP itself: with a program, that would be the hub's bridge. */
  readonly ofHttp?: boolean;
}

const handshake = ["2025-06-18", "2025-11-25"];
const modern = ["2026-07-28"];

export const scenarios: readonly Scenario[] = [
  { name: "server-initialize", revisions: handshake },
  { name: "ping", revisions: handshake },
  { name: "logging-set-level", revisions: handshake, needs: "logging" },
  { name: "tools-list", revisions: [...handshake, ...modern], needs: "tools" },
  { name: "resources-list", revisions: [...handshake, ...modern], needs: "resources" },
  { name: "prompts-list", revisions: [...handshake, ...modern], needs: "prompts" },
  { name: "sep-2164-resource-not-found", revisions: modern, needs: "resources" },
  { name: "caching", revisions: modern },
  { name: "input-required-result-unsupported-methods", revisions: modern },
  { name: "server-session-lifecycle", revisions: handshake, ofHttp: true },
  { name: "server-sse-multiple-streams", revisions: ["2025-11-25", ...modern], ofHttp: true },
  { name: "dns-rebinding-protection", revisions: ["2025-11-25", ...modern], ofHttp: true },
  { name: "http-header-validation", revisions: modern, ofHttp: true },
];

/** What is known of a server before the run. */
export interface Tested {
  readonly revision: string;
  readonly transport: "stdio" | "http";
  /** What it declared, such as `tools` and `tools.listChanged`. */
  readonly capabilities: readonly string[];
}

/** Which scenarios are run at a revision, and which are not. */
export interface Selection {
  readonly run: readonly Scenario[];
  /** The server does not offer what they need. */
  readonly notOffered: readonly Scenario[];
  /** They test HTTP, and the server is a program. */
  readonly ofHttp: readonly Scenario[];
}

export function selectScenarios({ revision, transport, capabilities }: Tested): Selection {
  const all = scenarios.filter(({ revisions }) => revisions.includes(revision));
  const ofHttp = all.filter((one) => one.ofHttp && transport === "stdio");
  const offers = ({ needs }: Scenario) => needs === undefined || capabilities.includes(needs);
  const others = all.filter((one) => !ofHttp.includes(one));
  return { run: others.filter(offers), notOffered: others.filter((one) => !offers(one)), ofHttp };
}

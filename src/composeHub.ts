import { createHash } from "node:crypto";
import { version } from "../package.json";
import { Audit } from "./core/audit/audit";
import type { AuditPorts } from "./core/audit/auditPorts";
import { CredentialStore } from "./core/auth/credentialStore";
import type { EditorSessions } from "./core/auth/editorSessions";
import type { Lock } from "./core/auth/lock";
import { Refresher } from "./core/auth/refresher";
import { neverAsks } from "./core/calls/approval/approve";
import type { AskPerson } from "./core/calls/approval/grants";
import { StoredGrants } from "./core/calls/approval/storedGrants";
import type { KeptResults } from "./core/calls/keptResults";
import { Breakers } from "./core/calls/limits/guard";
import { requestPath } from "./core/calls/requestPath";
import type { Requests } from "./core/calls/requests";
import type { NetworkSettings } from "./core/config/plan/networkSettings";
import { type PlanPorts, resolvePlan } from "./core/config/plan/resolvePlan";
import { definitionDigest } from "./core/config/schema/definitionDigest";
import type { Options } from "./core/config/schema/settings";
import { RememberedEras } from "./core/connection/rememberedEras";
import { StartSlots } from "./core/connection/startSlots";
import { EventStream } from "./core/hub/eventStream";
import type { Hub } from "./core/hub/hub";
import { LocalHub } from "./core/hub/localHub";
import { Metrics } from "./core/hub/metrics";
import type { Clock } from "./core/kernel/clock";
import type { Disposable } from "./core/kernel/disposable";
import { HubError } from "./core/kernel/hubError";
import type { SecretStore, StateStore } from "./core/kernel/ports";
import { Pins } from "./core/pins/pins";
import { askAtDesk } from "./core/questions/askAtDesk";
import type { ClientFeatures } from "./core/questions/clientFeatures";
import { QuestionDesk } from "./core/questions/questionDesk";
import { questionPath } from "./core/questions/questionPath";
import { type AuthorizationParts, Authorizations } from "./mcp/auth/authorizations";
import { ServerSignIns } from "./mcp/auth/serverSignIns";
import { Network } from "./mcp/http/client/network";
import { watchNetwork } from "./mcp/http/client/networkWatch";
import { openLink } from "./mcp/openLink";
import { loginShellEnv } from "./mcp/processes/loginShellEnv";
import { withoutHubVariables } from "./mcp/stdio/inheritedEnv";

/** What differs between an editor and a terminal: all that the hub asks of the program around it. */
export interface ComposePorts {
  readonly clock: Clock;
  readonly options: () => Options;
  /** Hears of what should not fail and stops nothing. */
  readonly report: (error: unknown) => void;
  /** Where the tokens of sign-ins are kept. */
  readonly secrets: SecretStore;
  readonly state: {
    readonly workspace: StateStore;
    readonly always: StateStore;
    /** What is learned of servers and of authorization servers; `always` unless given. */
    readonly learned?: StateStore;
    /** What servers offered when somebody agreed to it; `always` unless given. */
    readonly pins?: StateStore;
    /** What of the servers outlives the program; without it, nothing does. */
    readonly servers?: StateStore;
  };
  readonly lock: Lock;
  readonly network: () => NetworkSettings;
  readonly signIn: Pick<AuthorizationParts, "redirects" | "defaultRedirect" | "open" | "automatic"> & {
    readonly sessions?: EditorSessions;
  };
  readonly variables: PlanPorts;
  /** What is answered to servers that ask back, and whether a call may run. Both may look at the stream. */
  readonly clientFeatures: (stream: EventStream) => ClientFeatures;
  readonly ask: (stream: EventStream) => AskPerson;
  /** Where running servers are written down, so that those that outlive a killed hub are found. */
  readonly ledgerFolder?: string;
  /** Whether the program may have been started in a person's shell, which is then not asked for its environment. */
  readonly maybeInShell?: boolean;
  /** Given where results are looked at after their call has ended. */
  readonly kept?: KeptResults;
  /** Where the audit is written (`mcpHub.audit`); without it, none is kept. */
  readonly audit?: AuditPorts;
}

/** The parts of a hub, put together. Each is owned here: `close` ends them all. */
export interface ComposedHub {
  readonly hub: Hub;
  readonly requests: Requests;
  readonly stream: EventStream;
  readonly metrics: Metrics;
  readonly grants: StoredGrants;
  readonly pins: Pins;
  readonly breakers: Breakers;
  readonly signIns: ServerSignIns;
  readonly audit: Audit | undefined;
  /** Publishes every message as it goes over the wire (`wire.message`), until what it returns is disposed. */
  watchTraffic(): Disposable;
  /** Settles when no process and no session is left, and no renewed token is on its way into storage. */
  close(): Promise<void>;
}

/** Puts the hub together: the one place where its parts meet, for the editor and for the terminal. */
export function composeHub(ports: ComposePorts): ComposedHub {
  const { clock, options, report, state, ledgerFolder, kept } = ports;
  const learned = state.learned ?? state.always;
  const stream = new EventStream(clock.now, report);
  const { publish } = stream;
  const metrics = new Metrics();
  stream.onEvent((event) => metrics.add(event));

  const clientInfo = { name: "mcp-client-hub", version };
  const network = new Network(ports.network, undefined, undefined, `${clientInfo.name}/${version}`);
  const shellEnv = loginShellEnv({ report, maybeInShell: ports.maybeInShell ?? false });
  const store = new CredentialStore(ports.secrets, { ...state, issuers: learned });
  const refresher = new Refresher({ store, lock: ports.lock, clock, report });
  const authorizations = new Authorizations({
    ...ports.signIn,
    network,
    store,
    refresher,
    clock,
    limitMs: () => options().signInTimeoutSeconds * 1000,
    env: async () => withoutHubVariables(await shellEnv()),
    report,
    onAccount: (server, account) =>
      publish({ type: "server.account", server, ...(account !== undefined && { account }) }),
  });
  const desk = new QuestionDesk({ clock });
  const plan = resolvePlan({ ...ports.variables, ask: askAtDesk(desk, ports.variables.ask) });
  let watchers = 0;
  const hub = new LocalHub({
    open: openLink({
      clientInfo,
      shellEnv,
      get inheritEnv() {
        return options().inheritEnv;
      },
      get messageLimit() {
        return options().messageLimitMb * 1024 * 1024;
      },
      report,
      network,
      authorize: authorizations.of,
      clientFeatures: questionPath({ clientFeatures: ports.clientFeatures(stream), desk, options, clock, publish }),
      eras: new RememberedEras(learned, clock.now, report),
      traffic: { isWatched: () => watchers > 0, message: (entry) => publish({ type: "wire.message", ...entry }) },
      refused: (server, status) => publish({ type: "server.refused", server, status }),
      ...(ledgerFolder !== undefined && { ledgerFolder }),
    }),
    plan,
    options,
    clock,
    publish,
    starts: new StartSlots(clock, () => options().maxConcurrentStarts),
    onNetworkChange: watchNetwork(clock),
    ...(state.servers && { state: state.servers }),
  });
  const definition = hub.definition.bind(hub);
  const audit = ports.audit && openAudit(ports, ports.audit, hub);
  if (audit) stream.onEvent(audit.listen);
  const grants = new StoredGrants(definition, state, publish, clock.now);
  const asksNever = neverAsks({ servers: hub.servers, options, grants });
  const pins = new Pins({
    definition,
    catalog: hub.catalog.bind(hub),
    options,
    neverAsks: (server, kind, entry) =>
      kind === "tool" && "hints" in entry
        ? asksNever(server, "tools/call", entry)
        : asksNever(server, "prompts/get", { name: "prompts/get", hints: { readOnly: true } }),
    store: state.pins ?? state.always,
    clock,
    // After the event that it follows has reached everyone.
    publish: (event) => queueMicrotask(() => publish(event)),
    report,
  });
  stream.onEvent((event) => pins.follow(event));
  const breakers = new Breakers({ clock, publish });
  const requests = requestPath({
    servers: hub.servers,
    options,
    grants,
    ask: ports.ask(stream),
    desk,
    clock,
    publish,
    pins,
    onEvent: stream.onEvent,
    breakers,
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    ...(kept && { kept }),
    ...(audit && { audit }),
  });
  return {
    hub,
    requests,
    stream,
    metrics,
    grants,
    pins,
    breakers,
    audit,
    signIns: new ServerSignIns({ definition, plan, authorizations, store, clock, publish }),
    watchTraffic: () => {
      watchers++;
      let watches = true;
      return {
        dispose: () => {
          if (watches) watchers--;
          watches = false;
        },
      };
    },
    close: async () => {
      pins.dispose();
      await Promise.all([hub.close(), refresher.settled()]);
      await audit?.close();
      stream.dispose();
    },
  };
}

/** The audit of this hub. */
function openAudit({ options, clock, report }: ComposePorts, ports: AuditPorts, hub: LocalHub): Audit {
  const entryOf = (server: string) => definitionDigest(hub.definition(server));
  const failed = (text: string) => report(new HubError("internal", text));
  return new Audit({ ports, options, clock, entryOf, failed, version });
}

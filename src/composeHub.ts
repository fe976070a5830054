import { hash } from "node:crypto";
import { version } from "../package.json";
import type { ComposedHub, ComposePorts } from "./composedHub";
import { composeInspection } from "./composeInspection";
import { Audit } from "./core/audit/audit";
import type { AuditPorts } from "./core/audit/auditPorts";
import { CredentialStore } from "./core/auth/credentialStore";
import { Refresher } from "./core/auth/refresher";
import { noOrganization, policyEvent } from "./core/calls/approval/organization";
import { ReadResults } from "./core/calls/approval/readResults";
import { neverAsks, restsBecause } from "./core/calls/approval/ruling";
import { StoredGrants } from "./core/calls/approval/storedGrants";
import { isKnownRead, optionsFor } from "./core/calls/callOptions";
import { Breakers } from "./core/calls/limits/guard";
import { requestPath } from "./core/calls/requestPath";
import { resolvePlan } from "./core/config/plan/resolvePlan";
import { definitionDigest } from "./core/config/schema/definitionDigest";
import { RememberedEras } from "./core/connection/rememberedEras";
import { StartSlots } from "./core/connection/startSlots";
import { Launches } from "./core/consent/launches";
import { debuggedLink } from "./core/development/debuggedLink";
import type { IsRead } from "./core/hub/chosen/chosenCatalog";
import { ChosenHub } from "./core/hub/chosen/chosenHub";
import { EventStream } from "./core/hub/eventStream";
import { LocalHub } from "./core/hub/localHub";
import { Metrics } from "./core/hub/metrics";
import { WarmUp } from "./core/hub/warmUp";
import { HubError } from "./core/kernel/hubError";
import { usePatterns } from "./core/kernel/secrets/secretPatterns";
import { Pins } from "./core/pins/pins";
import { askAtDesk } from "./core/questions/askAtDesk";
import { QuestionDesk } from "./core/questions/questionDesk";
import { questionPath } from "./core/questions/questionPath";
import { serverRoots } from "./core/questions/serverRoots";
import { Authorizations } from "./mcp/auth/authorizations";
import { ServerSignIns } from "./mcp/auth/serverSignIns";
import { Network } from "./mcp/http/client/network";
import { watchNetwork } from "./mcp/http/client/networkWatch";
import { openLink } from "./mcp/openLink";
import { loginShellEnv } from "./mcp/processes/loginShellEnv";
import { fetchDocument } from "./mcp/registry/fetchDocument";
import { hasProgram } from "./mcp/registry/hasProgram";
import { withoutHubVariables } from "./mcp/stdio/inheritedEnv";
import type { HubEvent } from "./protocol/hubEvent";

/** Puts the hub together: the one place where its parts meet, for the editor and for the terminal. */
export function composeHub(ports: ComposePorts): ComposedHub {
  const { clock, options, report, state, ledgerFolder, kept, choice } = ports;
  const learned = state.learned ?? state.always;
  const stream = new EventStream(clock.now, report);
  const { publish } = stream;
  const metrics = new Metrics();
  stream.onEvent((event) => metrics.add(event));

  const patterns = usePatterns(() => options().redact);
  const clientInfo = { name: "mcp-client-hub", version };
  const network = new Network(ports.network, undefined, undefined, `${clientInfo.name}/${version}`);
  const shellEnv = loginShellEnv({ report, maybeInShell: ports.maybeInShell ?? false });
  const { workspace = state.workspace, always = state.always } = { workspace: state.accounts, always: state.accounts };
  const store = new CredentialStore(ports.secrets, { workspace, always, issuers: learned });
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
  const ask = ports.askLaunch?.(stream);
  const launches = new Launches({ stores: state, hub: () => hub, stream, ask, desk, clock, report });
  const plan = launches.gated(
    resolvePlan({
      ...{ ...ports.variables, ask: askAtDesk(desk, ports.variables.ask), workspaceLimits: options },
      debugs: ports.debuggers !== undefined,
    }),
  );
  const answers = questionPath({ clientFeatures: ports.clientFeatures(stream), desk, options, clock, publish });
  const roots = serverRoots(answers, {
    definition: (server) => hub.definition(server),
    variables: ports.variables.variableContext,
    skipped: (server, text) => publish({ type: "server.log", server, level: "warning", from: "hub", text }),
    report,
  });
  // After the event that it follows has reached everyone: only then the hub has the new entry.
  stream.onEvent(({ type }) => void (type === "server.added" && queueMicrotask(roots.changed)));
  let watchers = 0;
  const plain = openLink({
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
    clientFeatures: roots.features,
    eras: new RememberedEras(learned, clock.now, report),
    traffic: { isWatched: () => watchers > 0, message: (entry) => publish({ type: "wire.message", ...entry }) },
    refused: (server, status) => publish({ type: "server.refused", server, status }),
    ...(ledgerFolder !== undefined && { ledgerFolder }),
  });
  const open = ports.debuggers ? debuggedLink(plain, ports.debuggers, report) : plain;
  const hub = new LocalHub({
    open,
    plan,
    options,
    clock,
    publish,
    can: answers.can,
    starts: new StartSlots(clock, () => options().maxConcurrentStarts),
    onNetworkChange: watchNetwork(clock),
    ...(state.servers && { state: state.servers }),
  });
  const definition = hub.definition.bind(hub);
  const grants = new StoredGrants(definition, state, publish, clock.now);
  const trusts = grants.trusts.bind(grants);
  const reads: IsRead = (server, offered) =>
    isKnownRead({ server, offered }, optionsFor(options(), definition(server), offered.name), trusts);
  const chosen = choice && new ChosenHub(hub, choice, reads);
  if (chosen) stream.onEvent(({ type }) => void (readsChanged.has(type) && chosen.forget()));
  const choices = choice?.onChange(() => {
    chosen?.follow();
    publish({ type: "choice.changed", ...(choice.profile !== undefined && { profile: choice.profile }) });
  });
  const inspection = composeInspection({ ports, hub, stream, network, shellEnv, plan, links: { open, plain } });
  const audit = ports.audit && openAudit(ports, ports.audit, hub);
  if (audit) stream.onEvent(audit.listen);
  const organization = ports.organization?.((policy) => publish(policyEvent(policy))) ?? noOrganization;
  // A policy file that cannot be used is said at the start and with each change, and not with the first call that it stops.
  stream.onEvent(({ type }) => void (type === "config.read" && organization()));
  const asksNever = neverAsks({ servers: hub.servers, options, grants, organization });
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
  const read = new ReadResults();
  const requests = requestPath({
    servers: hub.servers,
    options,
    grants,
    organization,
    choice,
    ask: ports.ask(stream),
    desk,
    read,
    clock,
    publish,
    pins,
    onEvent: stream.onEvent,
    breakers,
    digest: (text) => hash("sha256", text),
    ...(kept && { kept }),
    ...(audit && { audit }),
  });
  const warmUp = new WarmUp({
    hub: chosen ?? hub,
    requests,
    mayCall: (server, offered) => asksNever(server, "tools/call", offered) && reads(server, offered),
    publish,
  });
  // After the event has reached everyone: a listener sees a call only after what made it possible.
  stream.onEvent(
    (event) => void (warmUp.follows(event) && queueMicrotask(() => void warmUp.follow(event).catch(report))),
  );
  return {
    hub: chosen ?? hub,
    whole: hub,
    requests,
    stream,
    metrics,
    grants,
    rests: restsBecause({ options, organization }),
    pins,
    launches,
    read,
    breakers,
    audit,
    ...inspection,
    registry: {
      fetch: (address, signal) => fetchDocument(address, network, signal),
      hasProgram: (name) => hasProgram(name, shellEnv, options().inheritEnv),
    },
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
      choices?.dispose();
      warmUp.dispose();
      pins.dispose();
      launches.dispose();
      await Promise.all([hub.close(), inspection.conformance.close(), refresher.settled()]);
      await audit?.close();
      stream.dispose();
      patterns.dispose();
    },
  };
}

/** After these, other tools may be known to change nothing. */
const readsChanged: ReadonlySet<HubEvent["type"]> = new Set(["config.read", "server.added", "server.trusted"]);

/** The audit of this hub. */
function openAudit({ options, clock, report }: ComposePorts, ports: AuditPorts, hub: LocalHub): Audit {
  const entryOf = (server: string) => definitionDigest(hub.definition(server));
  const failed = (text: string) => report(new HubError("internal", text));
  return new Audit({ ports, options, clock, entryOf, failed, version });
}

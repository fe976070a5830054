import { hash } from "node:crypto";
import { version } from "../package.json";
import type { ComposedHub, ComposePorts } from "./composedHub";
import { Audit } from "./core/audit/audit";
import type { AuditPorts } from "./core/audit/auditPorts";
import { CredentialStore } from "./core/auth/credentialStore";
import { laterSignIns } from "./core/auth/laterSignIns";
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
import type { OpenLink } from "./core/connection/link";
import { RememberedEras } from "./core/connection/rememberedEras";
import { StartSlots } from "./core/connection/startSlots";
import { Launches } from "./core/consent/launches";
import { debuggedLink } from "./core/development/debuggedLink";
import { StrayOutput } from "./core/diagnosis/strayOutput";
import type { IsRead } from "./core/hub/chosen/chosenCatalog";
import { ChosenHub } from "./core/hub/chosen/chosenHub";
import { EventStream } from "./core/hub/eventStream";
import { LocalHub } from "./core/hub/localHub";
import { Metrics } from "./core/hub/metrics";
import { WarmUp } from "./core/hub/warmUp";
import { HubError } from "./core/kernel/hubError";
import { usePatterns } from "./core/kernel/secrets/secretPatterns";
import { Later } from "./core/kernel/singleFlight";
import { Pins } from "./core/pins/pins";
import { askAtDesk } from "./core/questions/askAtDesk";
import { QuestionDesk } from "./core/questions/questionDesk";
import { questionPath } from "./core/questions/questionPath";
import { serverRoots } from "./core/questions/serverRoots";
import { Network } from "./mcp/http/client/network";
import { watchNetwork } from "./mcp/http/client/networkWatch";
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
  // The SDK and the transports are loaded when the first server is reached: nobody waits for them at the start.
  const links = new Later(async () => {
    const { composeLinks } = await import("./composeLinks");
    return composeLinks({
      authorization: {
        ...ports.signIn,
        ...{ network, store, refresher, clock, report },
        limitMs: () => options().signInTimeoutSeconds * 1000,
        env: async () => withoutHubVariables(await shellEnv()),
        onAccount: (server, account) =>
          publish({ type: "server.account", server, ...(account !== undefined && { account }) }),
      },
      signIns: { definition, plan, store, clock, publish },
      link: (authorize) => ({
        ...{ clientInfo, shellEnv, report, network, authorize },
        get inheritEnv() {
          return options().inheritEnv;
        },
        get messageLimit() {
          return options().messageLimitMb * 1024 * 1024;
        },
        clientFeatures: roots.features,
        eras: new RememberedEras(learned, clock.now, report),
        traffic: { isWatched: () => watchers > 0, message: (entry) => publish({ type: "wire.message", ...entry }) },
        refused: (server, status) => publish({ type: "server.refused", server, status }),
        ...(ledgerFolder !== undefined && { ledgerFolder }),
      }),
    });
  });
  const plain: OpenLink = async (...of) => (await links.get()).open(...of);
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
  const strays = new StrayOutput();
  stream.onEvent(strays.follow);
  const inspection = new Later(async () => {
    const { composeInspection } = await import("./composeInspection");
    const parts = { ports, hub, stream, network, shellEnv, plan, strayed: strays.isOf, links: { open, plain } };
    return composeInspection(parts);
  });
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
    doctor: { diagnose: async (...of) => (await inspection.get()).doctor.diagnose(...of) },
    conformance: { run: async (...of) => (await inspection.get()).conformance.run(...of) },
    registry: {
      fetch: (address, signal) => fetchDocument(address, network, signal),
      hasProgram: (name) => hasProgram(name, shellEnv, options().inheritEnv),
    },
    signIns: laterSignIns(async () => (await links.get()).signIns),
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
      const ended = inspection.asked?.then(({ conformance }) => conformance.close());
      await Promise.all([hub.close(), ended, refresher.settled()]);
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

import { parseEnv } from "node:util";
import * as vscode from "vscode";
import { version } from "../package.json";
import { askPath } from "./core/asks/askPath";
import { CredentialStore } from "./core/auth/credentialStore";
import { Refresher } from "./core/auth/refresher";
import { callPath } from "./core/calls/callPath";
import { Breakers } from "./core/calls/guard";
import { KeptResults } from "./core/calls/keptResults";
import { readPath } from "./core/calls/readPath";
import { StoredGrants } from "./core/calls/storedGrants";
import { systemClock } from "./core/clock";
import { resolvePlan } from "./core/config/resolvePlan";
import { EventStream } from "./core/eventStream";
import { LocalHub } from "./core/localHub";
import { Metrics } from "./core/metrics";
import { RememberedEras } from "./core/rememberedEras";
import { followPath } from "./core/tasks/followPath";
import { askForValue } from "./editor/askForValue";
import { askPerson } from "./editor/askPerson";
import { createEditorAnswerer } from "./editor/asks/editorAnswerer";
import { registerLanguageModelTools } from "./editor/chat/languageModelTools";
import { registerParticipant } from "./editor/chat/participant";
import { openPart } from "./editor/content/openPart";
import { createResultFiles } from "./editor/content/resultFiles";
import { SettingsDiagnostics } from "./editor/diagnostics";
import { editorSessions } from "./editor/editorSessions";
import { createLogs } from "./editor/logs";
import { mementoState } from "./editor/mementoState";
import { networkSettings } from "./editor/networkSettings";
import { openInBrowser } from "./editor/openInBrowser";
import { createActivityPanel } from "./editor/panel/activityPanel";
import { createQuickFixes } from "./editor/quickFixes";
import { registerCommands } from "./editor/registerCommands";
import { createResourceFiles } from "./editor/resources/resourceFiles";
import { sampleServer } from "./editor/sampleServer";
import { Secrets } from "./editor/secrets";
import { createServersTree } from "./editor/serversTree";
import { SettingsWriter } from "./editor/settingsWriter";
import { showFailure } from "./editor/showFailure";
import { createSignInNotice } from "./editor/signInNotice";
import { createSignInWatch } from "./editor/signInWatch";
import { createStatusBar } from "./editor/statusBar";
import { storedInputs } from "./editor/storedInputs";
import { surroundings } from "./editor/surroundings";
import { createLeftNotice } from "./editor/tasks/leftNotice";
import { showTask } from "./editor/tasks/showTask";
import { createTaskProgress } from "./editor/tasks/taskProgress";
import { UriRedirects } from "./editor/uriRedirect";
import { WatchedSettings } from "./editor/watchedSettings";
import { Authorizations } from "./mcp/auth/authorizations";
import { ServerSignIns } from "./mcp/auth/serverSignIns";
import { Network } from "./mcp/http/network";
import { watchNetwork } from "./mcp/networkWatch";
import { fileLock } from "./mcp/oauth/fileLock";
import { loopbackRedirect } from "./mcp/oauth/loopbackRedirect";
import { openLink } from "./mcp/openLink";
import { loginShellEnv } from "./mcp/shell/loginShellEnv";
import { endOrphans } from "./mcp/stdio/endOrphans";

let close: (() => Promise<void>) | undefined;

/** The composition root: every part is made here, once, and told what it needs. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const clock = systemClock;

  const log = own(vscode.window.createOutputChannel("MCP Hub", { log: true }));
  const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const state = { workspace: mementoState(context.workspaceState), always: mementoState(context.globalState) };
  const secrets = new Secrets(context.secrets, state.always);

  const stream = own(new EventStream(clock.now, report));
  const metrics = new Metrics();
  own(stream.onEvent((event) => metrics.add(event)));
  const logs = own(createLogs(stream, log, clock));
  const settings = own(new WatchedSettings(report));
  const options = () => settings.current.options;

  const ledgerFolder = vscode.Uri.joinPath(context.globalStorageUri, "running").fsPath;
  const shellEnv = loginShellEnv({ report });
  const store = new CredentialStore(secrets, state);
  const lock = fileLock({ folder: vscode.Uri.joinPath(context.globalStorageUri, "locks").fsPath, clock });
  const refresher = new Refresher({ store, lock, clock, report });
  const uriRedirects = own(new UriRedirects(context.extension.id));
  const network = new Network(() => networkSettings(options().caFile));
  const authorizations = new Authorizations({
    network,
    store,
    refresher,
    clock,
    redirects: { loopback: loopbackRedirect, editor: uriRedirects.open },
    // From elsewhere the person's browser does not reach a port of this machine.
    usualWay: vscode.env.remoteName === undefined ? "loopback" : "editor",
    open: openInBrowser,
    limitMs: () => options().signInTimeoutSeconds * 1000,
    env: shellEnv,
    report,
    sessions: editorSessions,
    onAccount: (server, account) =>
      stream.publish({ type: "server.account", server, ...(account !== undefined && { account }) }),
  });
  const plan = resolvePlan({ surroundings, parseEnv, secrets, ask: askForValue });
  const documents = own(createResultFiles(clock.now));
  const hub = new LocalHub({
    open: openLink({
      clientInfo: { name: "mcp-client-hub", version },
      shellEnv,
      report,
      network,
      authorize: authorizations.of,
      answerer: askPath({
        answerer: own(createEditorAnswerer(stream, documents)),
        options,
        clock,
        publish: stream.publish,
      }),
      ledgerFolder,
      eras: new RememberedEras(state.always, clock.now, report),
    }),
    plan,
    options,
    clock,
    publish: stream.publish,
    state: state.workspace,
    onNetworkChange: watchNetwork(clock),
  });
  close = async () => {
    await Promise.all([hub.close(), refresher.settled()]);
  };
  const grants = new StoredGrants(hub.definition.bind(hub), state);
  const breakers = new Breakers({ clock, publish: stream.publish });
  const kept = new KeptResults();
  const callTool = callPath({
    hub,
    options,
    grants,
    ask: askPerson(stream),
    clock,
    publish: stream.publish,
    onEvent: stream.onEvent,
    breakers,
    kept,
  });

  own(createQuickFixes(own(new SettingsDiagnostics(settings, context.globalStorageUri, report))));
  own(createStatusBar(stream, clock));
  own(createSignInNotice(stream, report));
  const tree = own(createServersTree({ stream, hub, grants, metrics, clock }));
  const definition = hub.definition.bind(hub);
  const signIns = new ServerSignIns({ definition, plan, authorizations, store, clock });
  own(createSignInWatch({ secrets, signIns, stream, hub, report }));
  const resources = own(createResourceFiles(hub, clock.now));
  const failed = showFailure(report);
  const follow = followPath({ hub, options, clock, publish: stream.publish });
  const show = showTask(follow, documents, failed);
  own(createTaskProgress(stream, hub.tasks));
  own(createLeftNotice(stream, hub.tasks, show, failed));
  const writer = new SettingsWriter(settings, context.globalStorageUri);
  const panel = own(
    createActivityPanel({
      extensionUri: context.extensionUri,
      stream,
      hub,
      clock,
      showLog: logs.show,
      openSettings: (server) => writer.openAt(server),
      kept,
      openPart: (part, server) => openPart(part, server, { results: documents, resources }),
      report,
    }),
  );
  own(
    registerCommands({
      hub,
      stream,
      callTool,
      grants,
      breakers,
      metrics,
      clock,
      settings: writer,
      inputs: storedInputs(secrets),
      secrets,
      signIns,
      logs,
      tree,
      documents,
      resources,
      sample: sampleServer(context.extensionUri),
      showActivity: panel.show,
      showFailure: failed,
      showTask: show,
    }),
  );
  const readResource = readPath({ hub, options, grants, ask: askPerson(stream), clock, publish: stream.publish });
  const chat = { hub, stream, callTool, readResource, options };
  own(registerParticipant(chat, { results: documents, resources }));
  own(registerLanguageModelTools(chat));

  const configure = () => {
    const { definitions, problems } = settings.current;
    stream.publish({ type: "config.read", problems });
    hub.configure(definitions);
  };
  own(settings.onChange(configure));
  // Other extensions start meanwhile; nothing of this one is called before the servers are known.
  await new Promise((resolve) => setImmediate(resolve));
  configure();
  // What a killed window left behind. Not before the first await: nobody waits for it.
  setImmediate(() => void endOrphans(ledgerFolder, report));
}

/** VS Code waits for this when a window closes: no process and no session is left behind, and no renewed token is lost. */
export const deactivate = (): Promise<void> | undefined => close?.();

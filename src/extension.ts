import { parseEnv } from "node:util";
import * as vscode from "vscode";
import { composeHub } from "./composeHub";
import { composeOperations, type Operations } from "./composeOperations";
import { Choice } from "./core/access/choice";
import { KeptResults } from "./core/calls/keptResults";
import { profileNamed } from "./core/config/schema/options/profiles";
import { SourceWatch } from "./core/development/sourceWatch";
import { whyOff } from "./core/hub/chosen/whyOff";
import { followSignIns } from "./core/hub/followSignIns";
import { ToolUses } from "./core/hub/toolUses";
import { systemClock as clock } from "./core/kernel/clock";
import { trustedCertificates } from "./editor/commands/diagnose/trustedCertificates";
import { createDefinitionFiles } from "./editor/content/definitionFiles";
import { createResultFiles } from "./editor/content/resultFiles";
import { watchFiles } from "./editor/development/fileWatches";
import { serverDebugger } from "./editor/development/serverDebugger";
import { createAddressNotice } from "./editor/gateway/addressNotice";
import { offerToAgent } from "./editor/gateway/agentServer";
import { askForValue } from "./editor/questions/askForValue";
import { askLaunch } from "./editor/questions/askLaunch";
import { askPerson } from "./editor/questions/askPerson";
import { createEditorClientFeatures } from "./editor/questions/editorClientFeatures";
import { createSettingsProblems } from "./editor/settings/diagnostics/createSettingsProblems";
import { mementoState } from "./editor/settings/mementoState";
import { networkSettings } from "./editor/settings/networkSettings";
import { sampleServer } from "./editor/settings/sampleServer";
import { Secrets } from "./editor/settings/secrets";
import { SettingsWriter } from "./editor/settings/settingsWriter";
import { storedInputs } from "./editor/settings/storedInputs";
import { variableContext } from "./editor/settings/variableContext";
import { WatchedSettings } from "./editor/settings/watchedSettings";
import { editorSessions } from "./editor/signIn/editorSessions";
import { openInBrowser } from "./editor/signIn/openInBrowser";
import { UriRedirects } from "./editor/signIn/uriRedirect";
import { noticeText } from "./editor/ui/plainText";
import { QuestionScreen } from "./editor/ui/questionScreen";
import { AddressForward } from "./mcp/oauth/browser/addressForward";
import { fileLock } from "./mcp/oauth/fileLock";
import { loopbackRedirect } from "./mcp/oauth/loopbackRedirect";
import { openDebugRelay } from "./mcp/processes/debugRelay";
import { endOrphans } from "./mcp/processes/reapOrphans";
import { compatibility } from "./mcp/revisions/compatibility";
import { secretStorageAudit } from "./node/audit/secretStorageAudit";
import { PolicyFiles } from "./node/policy/policyFiles";
import { openServices } from "./openServices";
import { useServerNames, useTranslation } from "./protocol/message";
import { serverName } from "./protocol/serverName";
import { composeExtensionApi, type McpHubExports } from "./window/composeExtensionApi";
import { LaterApps } from "./window/laterApps";
import { windowChat } from "./window/windowChat";
import { windowCommands } from "./window/windowCommands";
import { WindowGateway } from "./window/windowGateway";
import { windowHistory } from "./window/windowHistory";
import { WindowLogs } from "./window/windowLogs";
import { WindowViews } from "./window/windowViews";

let close: (() => Promise<void>) | undefined;

/** The composition root: makes the parts that only the editor has, and connects them to the hub. */
export async function activate(context: vscode.ExtensionContext): Promise<McpHubExports> {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const texts = vscode.l10n.bundle ?? {};
  useTranslation(
    (id) => {
      const entry = Object.hasOwn(texts, id) ? texts[id] : undefined;
      return typeof entry === "string" ? entry : undefined;
    },
    vscode.l10n.bundle ? vscode.env.language : "en",
  );
  const log = own(vscode.window.createOutputChannel("MCP Hub", { log: true }));
  let logs: WindowLogs | undefined;
  const report = (error: unknown) => {
    log.error(error instanceof Error ? error : String(error));
    logs?.file.report(error);
  };
  const state = { workspace: mementoState(context.workspaceState), always: mementoState(context.globalState) };
  const secrets = new Secrets(context.secrets, state.always);

  const settings = own(new WatchedSettings(report));
  const options = () => settings.current.options;
  const showWarning = (text: string) => void vscode.window.showWarningMessage(noticeText(text));
  const documents = own(createResultFiles(clock.now));
  const definitions = own(createDefinitionFiles());
  const uriRedirects = own(new UriRedirects(context.extension.id));
  const forward = own(new AddressForward(clock));
  const open = openInBrowser((address) => forward.shortFor(address));
  const screen = own(new QuestionScreen(clock));
  const kept = new KeptResults();
  const ledgerFolder = vscode.Uri.joinPath(context.globalStorageUri, "running").fsPath;
  const audit = secretStorageAudit(vscode.Uri.joinPath(context.globalStorageUri, "audit").fsPath, {
    get: async (key) => context.secrets.get(key),
    set: async (key, value) => context.secrets.store(key, value),
  });
  const profile = (name: string) => profileNamed(options().profiles, name);
  const choice = own(new Choice({ ...state, profile, report }));
  const composed = composeHub({
    clock,
    options,
    report,
    secrets,
    state: { ...state, servers: state.workspace },
    lock: fileLock({ folder: vscode.Uri.joinPath(context.globalStorageUri, "locks").fsPath, clock }),
    network: () => networkSettings(options().caFile),
    signIn: {
      redirects: { loopback: loopbackRedirect, editor: uriRedirects.open },
      // From elsewhere the person's browser does not reach a port of this machine.
      defaultRedirect: vscode.env.remoteName === undefined ? "loopback" : "editor",
      open,
      sessions: editorSessions,
    },
    variables: { variableContext, parseEnv, secrets, ask: askForValue(screen) },
    clientFeatures: (stream) => own(createEditorClientFeatures({ stream, documents, screen, open })),
    askLaunch: (stream) => askLaunch({ stream, documents, screen }),
    ask: (stream) => askPerson({ stream, documents, screen, tools: () => composed.hub.tools() }),
    organization: (changed) =>
      new PolicyFiles({ named: () => options().policyFile, env: process.env, clock, changed }).current,
    ledgerFolder,
    kept,
    audit: audit.ports,
    choice,
    remote: () => vscode.env.remoteName,
    debuggers: serverDebugger(openDebugRelay),
  });
  const { hub, requests, stream, metrics, grants, pins, launches, read, breakers, signIns, doctor, conformance } =
    composed;
  useServerNames((server) => serverName(stream.view.servers, server));
  close = composed.close;
  const ownLogs = own(new WindowLogs({ composed, options, clock, kept, report, hubLog: log, context }));
  logs = ownLogs;

  const services = openServices(composed, options);
  const uses = own(new ToolUses(state.always, clock, report));
  stream.onEvent(uses.follow);
  const gateway = own(
    new WindowGateway({
      composed,
      options,
      clock,
      report,
      operations: { metrics: () => operations.metrics(), report: (range) => operations.report(range) },
      secrets: context.secrets,
      services,
      uses,
      keptSessions: state.workspace,
      workspace: () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    }),
  );
  // They count what the gateway has from their first moment on, and it asks for them only once it is open.
  const operations: Operations = composeOperations({
    composed,
    options,
    clock,
    report,
    state: state.always,
    env: process.env,
    variables: { variableContext, secrets, ask: askForValue(screen) },
    show: (_, text) => showWarning(text),
    failedSignIns: () => gateway.failedSignIns,
    sessions: () => gateway.sessions,
  });

  own(createSettingsProblems(settings, context.globalStorageUri, secrets, report));
  own(followSignIns({ onChange: (hear) => secrets.onChange(hear), signIns, stream, hub, report }));
  const writer = new SettingsWriter(settings, context.globalStorageUri);
  const history = own(windowHistory({ stream, options, kept, clock, context, report, show: showWarning }));
  const apps = own(
    new LaterApps({ composed, settings, options, secrets, state: state.always, gateway, context, clock, report }),
  );
  const { tree, resources, activity, callPage, failed, showTask, milestones } = own(
    new WindowViews({
      ...{ composed, choice, options, clock, context, state },
      ...{ kept, documents, logs: ownLogs, gateway, writer, report, history, offer: apps.offer },
    }),
  );
  own(
    windowCommands(
      async () => ({
        ...{ hub, stream, requests, grants, pins, launches, breakers, metrics, compatibility, clock, secrets, signIns },
        ...{ doctor, conformance, tree, documents, services, resources, choice, whole: composed.whole },
        whyOff: (offer) => whyOff(hub, choice, offer),
        ...{ logs: ownLogs.shown, logFile: ownLogs.file, bugReport: ownLogs.bugReport },
        rests: composed.rests,
        definitionFiles: definitions,
        audit: { ...audit.reader, settle: async () => composed.audit?.settle(), mode: () => options().audit },
        settings: writer,
        certificates: trustedCertificates(context.globalStorageUri),
        inputs: storedInputs(secrets, () => settings.current.definitions),
        clients: { ...gateway.clients, gateway: () => options().gateway, profiles: () => options().profiles },
        ...(await apps.ports()),
        sample: sampleServer(context.extensionUri),
        extensionId: context.extension.id,
        activity,
        showCallPage: callPage.show,
        openWalkthrough: () => milestones.openWalkthrough(),
        showFailure: failed,
        showTask,
      }),
      failed,
    ),
  );
  own(new SourceWatch({ hub, stream, watch: watchFiles, variableContext, clock, report }));
  own(createAddressNotice(gateway.clients));
  own(offerToAgent(gateway.agentServer, gateway.onChange, report));
  close = async () => {
    gateway.dispose();
    await Promise.all([gateway.settled(), composed.close()]);
    await operations.close();
    await Promise.all([ownLogs.file.close(), history.close()]);
  };
  const files = { results: documents, resources };
  own(windowChat({ hub, requests, stream, kept, options, pins, read, services }, files, clock, report));

  const configure = () => {
    const { definitions, problems } = settings.current;
    stream.publish({ type: "config.read", problems });
    hub.configure(definitions);
    void gateway.follow();
  };
  own(settings.onChange(configure));
  // Other extensions start meanwhile; nothing of this one is called before the servers are known.
  await new Promise((resolve) => setImmediate(resolve));
  configure();
  // What a killed window left behind. Not before the first await: nobody waits for it.
  setImmediate(() => void endOrphans(ledgerFolder, report));
  return own(composeExtensionApi(composed, context.extension.id, services, report)).exports;
}

/** VS Code waits for this when a window closes: no process and no session is left behind, and no renewed token is lost. */
export const deactivate = (): Promise<void> | undefined => close?.();

import type { Choice } from "../../core/access/choice";
import type { ClientTokens } from "../../core/access/clientTokens";
import type { Offer } from "../../core/access/switches";
import type { AuditReader } from "../../core/audit/auditPorts";
import type { SignIns } from "../../core/auth/signIns";
import type { Grants } from "../../core/calls/approval/grants";
import type { PolicySubject } from "../../core/calls/approval/policy";
import type { Breakers } from "../../core/calls/limits/guard";
import type { Requests } from "../../core/calls/requests";
import type { OpenServices } from "../../core/calls/services/serviceDoor";
import type { Options } from "../../core/config/schema/settings";
import type { Launches } from "../../core/consent/launches";
import type { Conformance } from "../../core/development/conformance/conformance";
import type { Doctor } from "../../core/diagnosis/doctor";
import type { OfferedCertificate } from "../../core/diagnosis/finding";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Metrics } from "../../core/hub/metrics";
import type { Clock } from "../../core/kernel/clock";
import type { SecretStore } from "../../core/kernel/ports";
import type { Pins } from "../../core/pins/pins";
import type { Compatibility } from "../../core/presentation/compatibilityTable";
import type { CallTarget } from "../../protocol/callPageMessages";
import type { ServerId } from "../../protocol/hubEvent";
import type { DefinitionFiles } from "../content/definitionFiles";
import type { ResourceFiles } from "../content/resourceFiles";
import type { ResultFiles } from "../content/resultFiles";
import type { Logs } from "../logs/logs";
import type { ActivityPlace } from "../manifest/commandTable";
import type { SampleServer } from "../settings/sampleServer";
import type { SettingsWriter } from "../settings/settingsWriter";
import type { StoredInputs } from "../settings/storedInputs";
import type { ShowTask } from "../tasks/showTask";
import type { ServersTree } from "../tree/serversTree";
import type { Screen } from "../ui/screen";
import type { ShowFailure } from "../ui/showFailure";
import type { AppCommandPorts } from "./apps/proposalWalk";
import type { ImportCommandPorts } from "./import/importWalk";
import type { RegistryCommandPorts } from "./registry/registryCommands";

/** What the root provides. */
export type RootPorts = Omit<CommandPorts, "screen" | "turnOnGateway">;

/** What the commands need. */
export interface CommandPorts {
  readonly screen: Screen;
  /** Lets other programs in from now on (`mcpHub.gateway`). */
  readonly turnOnGateway: () => Promise<void>;
  readonly hub: Hub;
  /** The hub with what is off. */
  readonly whole: Hub;
  /** What the person turns off, and the profile that holds. */
  readonly choice: Choice;
  /** Why something is off, as a sentence; `undefined` while it is on. */
  readonly whyOff: (offer: Offer) => string | undefined;
  readonly stream: EventStream;
  /** Sends requests to servers, policy and approval included. */
  readonly requests: Requests;
  readonly grants: Grants;
  /** Why a grant does not let calls pass now; `undefined` while it does. */
  readonly rests: (subject: PolicySubject) => string | undefined;
  readonly pins: Pick<Pins, "changes" | "review" | "accept" | "isChanged" | "carry">;
  /** What may run, and the question about it. */
  readonly launches: Pick<Launches, "consent" | "review">;
  readonly definitionFiles: DefinitionFiles;
  readonly settings: SettingsWriter;
  readonly breakers: Pick<Breakers, "reset">;
  readonly metrics: Pick<Metrics, "figures">;
  /** What the audit has recorded; `settle` writes what waits. */
  readonly audit: AuditReader & { settle(): Promise<void>; mode(): Options["audit"] };
  readonly clock: Clock;
  readonly inputs: StoredInputs;
  readonly secrets: SecretStore;
  /** The programs that may use the hub, and who is let in (`mcpHub.gateway`). */
  readonly clients: ClientTokens & { gateway(): Options["gateway"]; profiles(): Options["profiles"] };
  readonly signIns: SignIns;
  readonly doctor: Pick<Doctor, "diagnose">;
  readonly conformance: Pick<Conformance, "run">;
  /** Keeps certificates that the person trusts, as files; settles with the path of one. */
  readonly certificates: { keep(certificate: OfferedCertificate): Promise<string> };
  readonly logs: Logs;
  /** The log of the window as JSON lines: its file, while it is kept. */
  readonly logFile: { current(): Promise<string | undefined> };
  /** What a person sends to somebody who is to find out what is wrong. */
  readonly bugReport: () => string;
  readonly tree: ServersTree;
  readonly services: OpenServices;
  readonly documents: Pick<ResultFiles, "open">;
  readonly resources: ResourceFiles;
  /** Other apps, and their files. */
  readonly apps: AppCommandPorts;
  /** What is imported from them. */
  readonly imports: ImportCommandPorts;
  /** Where servers are found that the person does not have yet. */
  readonly registry: RegistryCommandPorts;
  readonly sample: SampleServer;
  /** The id of this extension, as VS Code knows it. */
  readonly extensionId: string;
  /** The activity page: with a server's details, or as it was; in the editor or the panel. */
  readonly activity: { show(server?: ServerId): Promise<void>; move(to: ActivityPlace): Promise<void> };
  readonly showCallPage: (target?: CallTarget) => void;
  /** Which features of the protocol are used in which of its revisions. */
  readonly compatibility: () => Compatibility;
  /** Opens the first steps, with what is done already. */
  readonly openWalkthrough: () => Promise<void>;
  readonly showFailure: ShowFailure;
  readonly showTask: ShowTask;
}

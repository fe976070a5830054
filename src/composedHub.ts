import type { Choice } from "./core/access/choice";
import type { Audit } from "./core/audit/audit";
import type { AuditPorts } from "./core/audit/auditPorts";
import type { EditorSessions } from "./core/auth/editorSessions";
import type { Lock } from "./core/auth/lock";
import type { SignIns } from "./core/auth/signIns";
import type { AskPerson } from "./core/calls/approval/grants";
import type { Organization, OrganizationPolicy } from "./core/calls/approval/organization";
import type { ReadResults } from "./core/calls/approval/readResults";
import type { restsBecause } from "./core/calls/approval/ruling";
import type { StoredGrants } from "./core/calls/approval/storedGrants";
import type { KeptResults } from "./core/calls/keptResults";
import type { Breakers } from "./core/calls/limits/guard";
import type { Requests } from "./core/calls/requests";
import type { NetworkSettings } from "./core/config/plan/networkSettings";
import type { PlanPorts } from "./core/config/plan/resolvePlan";
import type { Options } from "./core/config/schema/settings";
import type { Launches } from "./core/consent/launches";
import type { AskLaunch } from "./core/consent/launchQuestions";
import type { Conformance } from "./core/development/conformance/conformance";
import type { ServerDebugger } from "./core/development/debuggedLink";
import type { Doctor } from "./core/diagnosis/doctor";
import type { EventStream } from "./core/hub/eventStream";
import type { Hub } from "./core/hub/hub";
import type { Metrics } from "./core/hub/metrics";
import type { Clock } from "./core/kernel/clock";
import type { Disposable } from "./core/kernel/disposable";
import type { SecretStore, StateStore } from "./core/kernel/ports";
import type { Pins } from "./core/pins/pins";
import type { ClientFeatures } from "./core/questions/clientFeatures";
import type { RegistryPorts } from "./core/registry/registry";
import type { AuthorizationParts } from "./mcp/auth/authorizations";

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
    /** Which accounts are signed in, and which of them is used; `always` and `workspace` unless given. */
    readonly accounts?: StateStore;
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
  /** Asks which servers of a workspace may run. Without it nobody can allow them, and none of them runs. */
  readonly askLaunch?: (stream: EventStream) => AskLaunch;
  /** The policies that organizations have put on this machine; `changed` hears when one can be used or not. */
  readonly organization?: (changed: (policy: OrganizationPolicy) => void) => Organization;
  /** Where running servers are written down, so that those that outlive a killed hub are found. */
  readonly ledgerFolder?: string;
  /** Whether the program may have been started in a person's shell, which is then not asked for its environment. */
  readonly maybeInShell?: boolean;
  /** The kind of the remote machine or container where the hub runs; nothing where that is the person's own machine. */
  readonly remote?: () => string | undefined;
  /** Attaches to programs whose entries want it (`dev.debug`); without it, they start as if they did not. */
  readonly debuggers?: ServerDebugger;
  /** What the person turns off, where somebody can; missing: everything is on. */
  readonly choice?: Choice;
  /** Given where results are looked at after their call has ended. */
  readonly kept?: KeptResults;
  /** Where the audit is written (`mcpHub.audit`); without it, none is kept. */
  readonly audit?: AuditPorts;
}

/** The parts of a hub, put together. Each is owned here: `close` ends them all. */
export interface ComposedHub {
  /** The hub as doors see it: without what the person turned off. */
  readonly hub: Hub;
  /** The hub with that, for what shows it to the person. */
  readonly whole: Hub;
  readonly requests: Requests;
  readonly stream: EventStream;
  readonly metrics: Metrics;
  readonly grants: StoredGrants;
  /** Why a grant does not let calls pass now; `undefined` while it does. */
  readonly rests: ReturnType<typeof restsBecause>;
  readonly pins: Pins;
  readonly read: ReadResults;
  /** What may run, and the question about it. */
  readonly launches: Launches;
  readonly breakers: Breakers;
  readonly signIns: SignIns;
  /** Says why a server does not work. */
  readonly doctor: Pick<Doctor, "diagnose">;
  /** Runs the official conformance suite on a server. */
  readonly conformance: Pick<Conformance, "run">;
  readonly audit: Audit | undefined;
  /** What a search of a registry needs of the network, and whether a program is there. */
  readonly registry: {
    readonly fetch: RegistryPorts["fetch"];
    /** Whether programs find a program of this name on their PATH. */
    readonly hasProgram: (name: string) => Promise<boolean>;
  };
  /** Publishes every message as it goes over the wire (`wire.message`), until what it returns is disposed. */
  watchTraffic(): Disposable;
  /** Settles when no process and no session is left, and no renewed token is on its way into storage. */
  close(): Promise<void>;
}

import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import type { HubView } from "../../protocol/hubView";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import type { Event } from "../kernel/emitter";
import type { StateStore } from "../kernel/ports";
import type { QuestionDesk } from "../questions/questionDesk";
import { LaunchConsent } from "./launchConsent";
import { type AskLaunch, LaunchQuestions } from "./launchQuestions";

export interface LaunchesParts {
  readonly stores: { readonly workspace: StateStore; readonly always: StateStore };
  /** The hub whose servers it is about; it may be made later. */
  readonly hub: () => {
    definitions(): readonly ServerDefinition[];
    connect(server: ServerId): Promise<void>;
    restart(server: ServerId): Promise<void>;
  };
  readonly stream: { readonly view: HubView; readonly onEvent: Event<HubEvent>; publish(event: HubEvent): void };
  /** Without it nobody can allow anything, and what must be allowed does not run. */
  readonly ask: AskLaunch | undefined;
  readonly desk: QuestionDesk;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** What of the servers may run, and the question about it. */
export class Launches implements Disposable {
  readonly consent: LaunchConsent;
  private readonly questions: LaunchQuestions | undefined;

  constructor({ stores, hub, stream, ask, desk, clock, report }: LaunchesParts) {
    const definitions = () => hub().definitions();
    const publish = (event: HubEvent) => stream.publish(event);
    const consent = new LaunchConsent({ stores, definitions, publish, now: () => clock.now() });
    this.consent = consent;
    if (!ask) return;
    const questions = new LaunchQuestions({
      consent,
      definitions,
      stateOf: (server) => stream.view.servers.find(({ id }) => id === server)?.state.kind,
      connect: (server) => hub().connect(server),
      restart: (server) => hub().restart(server),
      ask,
      desk,
      clock,
      publish,
      report,
    });
    this.questions = questions;
    stream.onEvent((event) => questions.follow(event));
  }

  /** The same plans, only for servers that may run: everything that is started, contacted or signed in to has its plan from here. */
  gated<T>(
    plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<T>,
  ): (definition: ServerDefinition, signal: AbortSignal) => Promise<T> {
    return async (definition, signal) => {
      this.consent.check(definition);
      return plan(definition, signal);
    };
  }

  /** Asks again about the servers that wait, or about one of them; the result is how many wait. */
  review(only?: ServerId): number {
    return this.questions?.review(only) ?? 0;
  }

  dispose(): void {
    this.questions?.dispose();
  }
}

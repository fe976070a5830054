import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import type { HubErrorCode } from "../../src/protocol/hubErrorCode";
import type { Goal } from "./model/wanted";

/** The way in: the chat participant @mcp, or the REST API. */
export type Door = "@mcp" | "REST";

/** A server that tasks need, as a process of its own. */
export interface TaskServer {
  /** The recorded server whose tools it lists; without it, `entry` says what runs. */
  readonly as?: string;
  /** What goes wrong, as `servers/faults.mjs` reads it. */
  readonly fault?: string;
  /** It has a resource, too. */
  readonly notes?: true;
  /** It is reached over HTTP. */
  readonly http?: true;
  /** More of its entry in the settings, or all of it. */
  readonly entry?: Readonly<Record<string, unknown>>;
  /** It is a server whose calls run as tasks (support/taskServer.ts), in the place of a process. */
  readonly tasks?: true;
  /** What differs in its definition. */
  readonly definition?: Partial<ServerDefinition>;
  /** It does not come up before the person has done something. */
  readonly unready?: true;
}

/** What a task can look at and do beside the model. */
export interface Place {
  readonly door: Door;
  /** What took effect on a server: "create", "comment", "send". */
  did(server: string, what: string): readonly Readonly<Record<string, unknown>>[];
  /** The person changes an entry, allows a server or gives a value; settles when the server is ready. */
  change(server: string, change: Partial<TaskServer>): Promise<void>;
  allow(server: string): Promise<void>;
  enter(server: string, input: string, value: string): Promise<void>;
  reconnect(server: string): Promise<void>;
  /** The person stops the call that runs, as soon as it runs. */
  stopCall(server: string): Promise<void>;
  /** Another program calls a tool, whatever comes of it. */
  call(server: string, tool: string, args: Readonly<Record<string, unknown>>): Promise<void>;
}

/** What came of a task. */
export interface TaskRun {
  /** What the model said, each time. */
  readonly said: readonly string[];
  readonly calls: readonly MadeCall[];
  readonly steps: number;
}

export interface MadeCall {
  readonly tool: string;
  readonly isError: boolean;
  readonly text: string;
}

/** Something that a person asks for, as data. */
export interface Task {
  readonly name: string;
  /** What the person writes. */
  readonly asks: string;
  readonly servers: Readonly<Record<string, TaskServer>>;
  readonly goal: Goal;
  /** The failure that the model has to get over. */
  readonly after?: HubErrorCode;
  /** Only at these doors. */
  readonly doors?: readonly Door[];
  /** What the person does after the model has asked for it, and what they then say. */
  readonly person?: (place: Place) => Promise<string> | string;
  /** What happened before. */
  readonly before?: (place: Place) => Promise<void>;
  /** Runs while the model works. */
  readonly meanwhile?: (place: Place) => Promise<void>;
  /** Looks at the servers; throws where the task is not done. */
  readonly check: (place: Place, run: TaskRun) => void;
}

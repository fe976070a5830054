/** What the core asks of the world. Tests answer with a Map. */
export interface SecretStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Small state that outlives a session and holds no secret; values are JSON. */
export interface StateStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/** The parts of the world that variables speak of. */
export interface VariableContext {
  /** `undefined` where the name is not set. */
  env(name: string): string | undefined;
  readonly userHome: string;
  /** Absolute; for an entry of a folder that folder, else the first one; `undefined` without a folder. */
  workspaceFolder(source: string | undefined): string | undefined;
  /** Reads a text file; rejects with Node's error. */
  readFile(path: string): Promise<string>;
}

/** Asks the person for one value. `undefined`: the person closed the question. */
export type AskForValue = (question: {
  readonly server: string;
  readonly name: string;
  readonly secret: boolean;
}) => Promise<string | undefined>;

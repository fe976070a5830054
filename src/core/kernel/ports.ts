/** Stores secrets. Tests use a Map. */
export interface SecretStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Stores small state that outlives a window and holds no secret. Values are JSON. */
export interface StateStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/** Where the values of variables come from. */
export interface VariableContext {
  /** `undefined` if the variable is not set. */
  env(name: string): string | undefined;
  readonly userHome: string;
  /** What separates the names in a path on this system. */
  readonly pathSeparator: "/" | "\\";
  /** An absolute path: the folder of the entry if it has one, otherwise the first folder; `undefined` if no folder is open. */
  workspaceFolder(source: string | undefined): string | undefined;
  /** The absolute path of the open folder with this name; `undefined` if there is none. Missing where folders have no names. */
  namedFolder?(name: string): string | undefined;
  /** Reads a text file; rejects with Node's error. */
  readFile(path: string): Promise<string>;
}

/** Asks the person for one value. `undefined` if the person closed the question. */
export type AskForValue = (question: {
  readonly server: string;
  readonly name: string;
  readonly secret: boolean;
}) => Promise<string | undefined>;

/** A program with its arguments and its environment, as a sandbox gets it. */
export interface BareProgram {
  /** An absolute path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder to start in, an absolute path. */
  readonly cwd: string;
}

/** What is started in place of a program, so that it runs within its sandbox. */
export interface SandboxedProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from the file descriptor 3, where it reads from there: nobody sees it among the arguments of processes. */
  readonly input?: string;
  /** How many processes, from the started one down, only carry the program. */
  readonly carriers: number;
  /** Removes what belongs to the sandbox alone. Never throws. */
  dispose(): void;
}

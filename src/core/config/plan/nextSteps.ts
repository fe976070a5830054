/** What the person can do about a value that a variable stands for and that is missing: a sentence for each kind, by name. */
export interface NextSteps {
  /** The environment variable of `${env:name}` is not set. */
  env(name: string): string;
  /** Nobody answered for `${input:name}`. */
  input(name: string): string;
  /** No value is stored for `${secret:name}`. */
  secret(name: string): string;
}

/** What can be done in the editor. */
export const editorNextSteps: NextSteps = {
  env: (name) => `Set it in your login shell and restart the editor, or use \${input:${name}} to be asked for it.`,
  input: () => 'Run "MCP Hub: Connect Server" to enter it.',
  secret: () => 'Run "MCP Hub: Set Secret" to store it.',
};

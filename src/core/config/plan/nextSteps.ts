import { message } from "../../../protocol/message";

/** What the person can do about a missing value of a variable: one sentence for each kind of variable. */
export interface NextSteps {
  /** The environment variable of `${env:name}` is not set. */
  env(name: string): string;
  /** The person did not enter a value for `${input:name}`. */
  input(name: string): string;
  /** There is no stored value for `${secret:name}`. */
  secret(name: string): string;
}

/** What the person can do in the editor. */
export const editorNextSteps: NextSteps = {
  env: (name) =>
    message(
      "config.setEnv",
      "Set it in your login shell and restart the editor, or use {variable} to be asked for it.",
      { variable: `\${input:${name}}` },
    ),
  input: () => message("config.enterValue", 'Run "MCP Hub: Connect Server" to enter it.'),
  secret: () => message("config.storeSecret", 'Run "MCP Hub: Set Secret" to store it.'),
};

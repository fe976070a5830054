import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";
import type { AskForValue, SecretStore, VariableContext } from "../../kernel/ports";
import { knownSecrets } from "../../kernel/secrets/knownSecrets";
import { serverProblem } from "../reading/finding";
import { folderName } from "../schema/filePath";
import type { ServerDefinition } from "../schema/serverDefinition";
import { folderVariable, parseTemplate, unknownVariable, type Variable } from "../schema/variables";
import { isSecretName } from "../secrets/literalSecrets";
import { secretKey } from "../secrets/secretKey";
import { editorNextSteps, type NextSteps } from "./nextSteps";

/** Asks the person. When `signal` aborts, the answer is no longer needed and the question should close. */
export type Ask = (question: Parameters<AskForValue>[0], signal: AbortSignal) => ReturnType<AskForValue>;

/** Where the values of variables come from. */
export interface VariablePorts {
  readonly variableContext: VariableContext;
  readonly secrets: SecretStore;
  readonly ask: Ask;
  /** `editorNextSteps` by default. */
  readonly nextSteps?: NextSteps;
}

/** The values of one server's variables. Rejects with `bad-config`, `needs-input` or `untrusted`. */
export class VariableValues {
  private readonly filledSecrets = new Set<string>();
  private readonly nextSteps: NextSteps;

  constructor(
    private readonly definition: ServerDefinition,
    private readonly ports: VariablePorts,
    private readonly signal: AbortSignal,
  ) {
    this.nextSteps = ports.nextSteps ?? editorNextSteps;
  }

  /** The text with every variable filled in. Variables inside the values are not filled in. */
  async fill(text: string): Promise<string> {
    let filled = "";
    for (const part of parseTemplate(text)) filled += typeof part === "string" ? part : await this.value(part);
    return filled;
  }

  /** The values of `${input:…}` and `${secret:…}` so far, and `more`. Values too short to be told apart from words are left out. */
  secrets(...more: readonly string[]): { readonly secrets?: readonly string[] } {
    const secrets = [...new Set([...this.filledSecrets, ...more])].filter(({ length }) => length >= 6);
    // Also without the name of an HTTP scheme: others may say the token alone.
    knownSecrets.add(secrets.flatMap((one) => [one, one.replace(/^(?:bearer|basic|token|apikey)\s+/i, "")]));
    return secrets.length > 0 ? { secrets } : {};
  }

  private async value(variable: Variable): Promise<string> {
    switch (variable.kind) {
      case "workspaceFolder":
        return variable.isBasename ? folderName(this.folder(variable)) : this.folder(variable);
      case "userHome":
      case "pathSeparator":
        return this.ports.variableContext[variable.kind];
      case "env":
        return this.env(variable.name, variable.fallback);
      case "input":
        return this.recorded(await this.input(variable.name));
      case "secret":
        return this.recorded(await this.secret(variable.name));
      case "unknown":
        throw this.badConfig(unknownVariable(variable.text));
    }
  }

  private recorded(secret: string): string {
    this.filledSecrets.add(secret);
    knownSecrets.add([secret]);
    return secret;
  }

  /** The folder that relative paths are based on. */
  workspaceFolder(why: string): string {
    const folder = this.ports.variableContext.workspaceFolder(this.definition.source);
    if (folder === undefined)
      throw this.badConfig(
        message("config.noFolder", "{why}, but no folder is open. Open one, or write a full path.", { why }),
      );
    if (this.isRestricted())
      throw new HubError(
        "untrusted",
        message(
          "config.restricted",
          'Server "{server}": {why}, but this window is in Restricted Mode. Trust the workspace, or write a full path.',
          { server: this.definition.id, why },
        ),
      );
    return folder;
  }

  /** The working directory of a program whose entry does not name one. */
  defaultFolder(): string {
    const { variableContext } = this.ports;
    if (this.isRestricted()) return variableContext.userHome;
    return variableContext.workspaceFolder(this.definition.source) ?? variableContext.userHome;
  }

  private isRestricted(): boolean {
    const { entry } = this.definition;
    return entry.kind === "valid" && entry.config.restricted === true;
  }

  /** `problem` continues the sentence that starts with the server's name. */
  badConfig(problem: string, options?: ErrorOptions): HubError {
    return new HubError("bad-config", serverProblem(this.definition.id, problem), options);
  }

  private folder(written: Extract<Variable, { kind: "workspaceFolder" }>): string {
    const { name } = written;
    const variable = folderVariable(written);
    const own = this.workspaceFolder(message("config.usesFolder", "it uses {variable}", { variable }));
    if (name === undefined) return own;
    const folder = this.ports.variableContext.namedFolder?.(name);
    if (folder !== undefined) return folder;
    throw this.badConfig(
      message("config.noSuchFolder", 'it uses {variable}, but no open folder is named "{name}". Correct the name.', {
        variable,
        name,
      }),
    );
  }

  private env(name: string, fallback: string | undefined): string {
    const value = this.ports.variableContext.env(name);
    if (fallback !== undefined) return value || fallback;
    if (value !== undefined) return value;
    const next = this.nextSteps.env(name);
    throw this.badConfig(
      message("config.envMissing", 'the environment variable "{name}" is not set. {next}', { name, next }),
    );
  }

  /** Asks once even if the entry uses the variable several times: the answer is stored by the second time. */
  private async input(name: string): Promise<string> {
    return (await this.stored(name)) ?? this.ask(name);
  }

  private async ask(name: string): Promise<string> {
    const { id } = this.definition;
    const value = await this.ports.ask({ server: id, name, secret: isSecretName(name) }, this.signal);
    if (value === undefined)
      throw new HubError(
        "needs-input",
        message("config.inputMissing", 'Server "{server}" needs a value for "{name}". {next}', {
          server: id,
          name,
          next: this.nextSteps.input(name),
        }),
      );
    await this.ports.secrets.set(secretKey(this.definition, name), value);
    return value;
  }

  private async secret(name: string): Promise<string> {
    const value = await this.stored(name);
    if (value !== undefined) return value;
    throw new HubError(
      "needs-input",
      message("config.secretMissing", 'Server "{server}" needs the secret "{name}". {next}', {
        server: this.definition.id,
        name,
        next: this.nextSteps.secret(name),
      }),
    );
  }

  private stored(name: string): Promise<string | undefined> {
    return this.ports.secrets.get(secretKey(this.definition, name));
  }
}

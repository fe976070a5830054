import { HubError } from "../../kernel/hubError";
import type { AskForValue, SecretStore, VariableContext } from "../../kernel/ports";
import type { ServerDefinition } from "../schema/serverDefinition";
import { parseTemplate, unknownVariable, type Variable } from "../schema/variables";
import { isSecretName } from "../secrets/literalSecrets";
import { secretKey } from "../secrets/secretKey";
import { editorNextSteps, type NextSteps } from "./nextSteps";

/** Asks the person; `signal` aborts when the answer is no longer wanted, and the question should close. */
export type Ask = (question: Parameters<AskForValue>[0], signal: AbortSignal) => ReturnType<AskForValue>;

export interface VariablePorts {
  readonly variableContext: VariableContext;
  readonly secrets: SecretStore;
  readonly ask: Ask;
  /** Those of the editor unless given. */
  readonly nextSteps?: NextSteps;
}

/** What the variables of one server stand for. Rejects with `bad-config`, `needs-input` or `untrusted`. */
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

  /** The text with every variable filled in, one after the other. What a value itself holds is left as it is. */
  async fill(text: string): Promise<string> {
    let filled = "";
    for (const part of parseTemplate(text)) filled += typeof part === "string" ? part : await this.value(part);
    return filled;
  }

  /** What `${input:…}` and `${secret:…}` stood for so far, and `more`: what is too short to be told from a word is left out. */
  secrets(...more: readonly string[]): { readonly secrets?: readonly string[] } {
    const secrets = [...new Set([...this.filledSecrets, ...more])].filter(({ length }) => length >= 6);
    return secrets.length > 0 ? { secrets } : {};
  }

  private async value(variable: Variable): Promise<string> {
    switch (variable.kind) {
      case "workspaceFolder":
        return this.workspaceFolder("it uses ${workspaceFolder}");
      case "userHome":
        return this.ports.variableContext.userHome;
      case "env":
        return this.env(variable.name);
      case "input":
        return this.noted(await this.input(variable.name));
      case "secret":
        return this.noted(await this.secret(variable.name));
      case "unknown":
        throw this.badConfig(unknownVariable(variable.text));
    }
  }

  private noted(secret: string): string {
    this.filledSecrets.add(secret);
    return secret;
  }

  /** The folder that relative paths start at. */
  workspaceFolder(why: string): string {
    const folder = this.ports.variableContext.workspaceFolder(this.definition.source);
    if (folder === undefined) throw this.badConfig(`${why}, but no folder is open. Open one, or write a full path.`);
    if (this.isRestricted()) {
      const next = "Trust the workspace, or write a full path.";
      throw new HubError(
        "untrusted",
        `Server "${this.definition.id}": ${why}, but this window is in Restricted Mode. ${next}`,
      );
    }
    return folder;
  }

  /** Where a program starts that names no folder. */
  defaultFolder(): string {
    const { variableContext } = this.ports;
    if (this.isRestricted()) return variableContext.userHome;
    return variableContext.workspaceFolder(this.definition.source) ?? variableContext.userHome;
  }

  private isRestricted(): boolean {
    const { entry } = this.definition;
    return entry.kind === "valid" && entry.config.restricted === true;
  }

  badConfig(what: string, options?: ErrorOptions): HubError {
    return new HubError("bad-config", `Server "${this.definition.id}": ${what}`, options);
  }

  private env(name: string): string {
    const value = this.ports.variableContext.env(name);
    if (value !== undefined) return value;
    throw this.badConfig(`the environment variable "${name}" is not set. ${this.nextSteps.env(name)}`);
  }

  /** Asked once, however often the entry uses it: what was answered is stored by the next time. */
  private async input(name: string): Promise<string> {
    return (await this.stored(name)) ?? this.ask(name);
  }

  private async ask(name: string): Promise<string> {
    const { id } = this.definition;
    const value = await this.ports.ask({ server: id, name, secret: isSecretName(name) }, this.signal);
    if (value === undefined)
      throw new HubError("needs-input", `Server "${id}" needs a value for "${name}". ${this.nextSteps.input(name)}`);
    await this.ports.secrets.set(secretKey(this.definition, name), value);
    return value;
  }

  private async secret(name: string): Promise<string> {
    const value = await this.stored(name);
    if (value !== undefined) return value;
    const what = `Server "${this.definition.id}" needs the secret "${name}".`;
    throw new HubError("needs-input", `${what} ${this.nextSteps.secret(name)}`);
  }

  private stored(name: string): Promise<string | undefined> {
    return this.ports.secrets.get(secretKey(this.definition, name));
  }
}

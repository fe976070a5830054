import { isSecretName } from "../config/secrets/literalSecrets";
import { visibleText } from "../kernel/untrusted/visible";
import type { Field, Part, Template } from "./offer";
import type { ArgumentJson, InputJson, KeyValueJson } from "./serverJson";
import { placesIn, refersToMachine, templateOf } from "./template";

/** Names that are typical for a secret, where a publisher forgot to say so. */
const secretEnd = /(?:token|secret|password|passwd|api[-_]?key)$/i;

/** A text of a publisher that would be read as a variable of the hub, or in which something cannot be seen. */
export interface OddText {
  /** What it is the text of. */
  readonly name: string;
  readonly isUnseen: boolean;
}

type Inputs = Readonly<Record<string, InputJson>>;

/** Collects the fields of one offer: each name is given once. */
export class Fields {
  private readonly found = new Map<string, Field>();
  private readonly oddOnes: OddText[] = [];

  all(): readonly Field[] {
    return [...this.found.values()];
  }

  /** The first text that must not get into an entry; `undefined` where there is none. */
  odd(): OddText | undefined {
    return this.oddOnes[0];
  }

  /** A variable of the environment, or a header. */
  keyValue(json: KeyValueJson): Part {
    return { texts: [this.template(json.name, json, json.variables, true)] };
  }

  /** An argument; nothing for one that cannot be understood. */
  argument(json: ArgumentJson): Part | undefined {
    if (json.type === "positional") {
      if (json.value === undefined && json.valueHint === undefined && json.name === undefined && !json.default)
        return undefined;
      return { texts: [this.template(json.valueHint ?? json.name ?? "argument", json, json.variables)] };
    }
    if (json.name === undefined) return undefined;
    const flag = this.literal(json.name, json.name);
    const hasNoValue = json.value === undefined && json.valueHint === undefined && json.default === undefined;
    if (hasNoValue && json.format === "boolean") return { texts: [flag], onlyIf: this.add(json.name, json, false) };
    // A name alone, about which nothing is said, is fixed.
    if (json.value === "" || (hasNoValue && !json.isRequired && json.description === undefined))
      return { texts: [flag] };
    const value = this.template(json.name, json, json.variables);
    return json.name.endsWith("=") ? { texts: [[...flag, ...value]] } : { texts: [flag, value] };
  }

  /**
   * A text with the fields for its names in braces.
   *
   * @param asksUnknown names that nothing describes are asked for, too: a header or an address with `{TOKEN}` in it is of no use
   */
  text(owner: string, text: string, variables: Inputs, asksUnknown: boolean, isSecret = false): Template {
    const fields = new Map<string, string | undefined>();
    for (const name of placesIn(text)) {
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (variable?.value !== undefined) fields.set(name, undefined);
      else if (variable) fields.set(name, this.add(name, variable, isSecret));
      else if (asksUnknown) fields.set(name, this.add(name, { isRequired: true, isSecret }, isSecret));
    }
    // A fixed value of a variable is put in at once.
    const fixed = text.replace(/\$?\{([A-Za-z_][\w.-]{0,63})\}/g, (whole, name: string) =>
      Object.hasOwn(variables, name) ? (variables[name]?.value ?? whole) : whole,
    );
    return this.checked(
      owner,
      templateOf(fixed, (name) => fields.get(name)),
    );
  }

  literal(owner: string, text: string): Template {
    return this.checked(owner, [text]);
  }

  private template(
    name: string,
    json: InputJson & Partial<Pick<ArgumentJson, "isRepeated">>,
    variables: Inputs,
    asks = false,
  ): Template {
    if (json.value !== undefined) return this.text(name, json.value, variables, asks, json.isSecret);
    return [{ field: this.add(name, json, false) }];
  }

  private checked(owner: string, template: Template): Template {
    const isUnseen = template.some(
      (piece) => typeof piece === "string" && (visibleText(piece) !== piece || /[\r\n]/.test(piece)),
    );
    if (isUnseen || refersToMachine(template)) this.oddOnes.push({ name: owner, isUnseen });
    return template;
  }

  private add(name: string, json: Partial<InputJson> & { isRepeated?: boolean }, isInSecret: boolean): string {
    const isSecret = (json.isSecret ?? false) || isInSecret || secretEnd.test(name);
    const plain = name.replace(/^-+|=$/g, "").replace(/[^\w.-]+/g, "-");
    // The hub hides what is typed for an input by its name.
    const base = (isSecret && !isSecretName(plain) ? `${plain}-secret` : plain).slice(0, 56) || "value";
    let own = base;
    for (let number = 2; this.found.has(own); number++) own = `${base}-${number}`;
    const initial = json.default;
    // A default is text of the publisher, as a fixed value is.
    if (initial !== undefined) this.checked(name, [initial, { field: own }]);
    this.found.set(own, {
      name: own,
      description: json.description ?? "",
      isRequired: json.isRequired ?? false,
      isSecret,
      isRepeated: json.isRepeated ?? false,
      format: json.format ?? "string",
      placeholder: json.placeholder ?? "",
      ...(initial !== undefined && { initial }),
      choices: json.choices ?? [],
    });
    return own;
  }
}

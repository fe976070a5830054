import type { ServerConfig } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { type LiteralSecret, literalSecrets } from "./literalSecrets";
import { secretKey } from "./secretKey";
import { storedNames } from "./storedNames";

/** A replacement of a text inside an entry. Both texts may hold a secret. */
export interface TextChange {
  /** Relative to the entry. */
  readonly path: readonly (string | number)[];
  readonly before: string;
  readonly after: string;
}

/** What is needed to move secrets out of an entry. */
export interface LiftedSecrets {
  /** The server as it will be. */
  readonly changed: ServerDefinition;
  readonly changes: readonly TextChange[];
  /** The values to store, with their keys in secret storage. */
  readonly values: readonly { readonly key: string; readonly name: string; readonly value: string }[];
  /** Values that are already stored for the entry and need a new key: a key contains what is run, which changes with the entry. */
  readonly carried: readonly { readonly from: string; readonly to: string }[];
}

/** Replaces chosen secrets of an entry with `${secret:NAME}`. */
export function liftSecrets(
  definition: ServerDefinition,
  isChosen: (secret: LiteralSecret) => boolean = () => true,
): LiftedSecrets {
  const { entry } = definition;
  if (entry.kind !== "valid") return { changed: definition, changes: [], values: [], carried: [] };
  const before = storedNames(definition);
  const taken = new Set(before);
  const texts = new Map<string, TextChange>();
  const values: { name: string; value: string }[] = [];
  // From the end of each text, so that earlier positions stay valid.
  for (const { path, label, from, to } of literalSecrets(entry.config).filter(isChosen).toReversed()) {
    const id = JSON.stringify(path);
    const text = texts.get(id)?.before ?? textAt(entry.config, path);
    const changed = texts.get(id)?.after ?? text;
    const name = freeName(label, taken);
    values.push({ name, value: text.slice(from, to) });
    texts.set(id, { path, before: text, after: `${changed.slice(0, from)}\${secret:${name}}${changed.slice(to)}` });
  }
  const changes = [...texts.values()].toReversed();
  const config = changes.reduce((all, { path, after }) => withText(all, path, after), entry.config);
  const changed: ServerDefinition = { ...definition, entry: { kind: "valid", config } };
  return {
    changed,
    changes,
    values: values.toReversed().map((value) => ({ key: secretKey(changed, value.name), ...value })),
    carried: before
      .map((name) => ({ from: secretKey(definition, name), to: secretKey(changed, name) }))
      .filter(({ from, to }) => from !== to),
  };
}

/** A name that is valid in `${secret:NAME}` and that the entry does not use yet. */
function freeName(label: string, taken: Set<string>): string {
  const plain = label.replace(/[^\w.-]+/g, "-").slice(0, 60) || "secret";
  let name = plain;
  for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
  taken.add(name);
  return name;
}

function textAt(config: ServerConfig, path: LiteralSecret["path"]): string {
  const found = path.reduce<unknown>(
    (inside, key) => (typeof inside === "object" && inside !== null ? Reflect.get(inside, key) : undefined),
    config,
  );
  return typeof found === "string" ? found : "";
}

function withText<T>(value: T, [key, ...rest]: LiteralSecret["path"], text: string): T {
  if (key === undefined || typeof value !== "object" || value === null) return value;
  const copy = structuredClone(value);
  const inner: unknown = Reflect.get(copy, key);
  Reflect.set(copy, key, rest.length === 0 ? text : withText(inner, rest, text));
  return copy;
}

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
    const text = texts.get(id)?.before ?? String(inside(entry.config, path));
    const changed = texts.get(id)?.after ?? text;
    const name = freeName(label, taken);
    values.push({ name, value: text.slice(from, to) });
    texts.set(id, { path, before: text, after: `${changed.slice(0, from)}\${secret:${name}}${changed.slice(to)}` });
  }
  const changes = [...texts.values()].toReversed();
  const config = withTexts(entry.config, changes);
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

const inside = (value: unknown, path: LiteralSecret["path"]): unknown =>
  path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), value);

function withTexts(config: ServerConfig, changes: readonly TextChange[]): ServerConfig {
  const copy = structuredClone(config);
  for (const { path, after } of changes) Reflect.set(Object(inside(copy, path.slice(0, -1))), path.at(-1) ?? "", after);
  return copy;
}

type Json = Readonly<Record<string, unknown>>;

/** Values of which nearly each is wrong at every place. */
const values: readonly unknown[] = [
  ...[null, 7, -1, 0.5, 1e21, "", "text", "AAA", "not base64!", "A===", true],
  ...[[], [null], [7], [{}], [{ src: 7 }], [{ name: 7 }]],
  ...[{}, { type: "array" }, { type: "object" }, { a: true }],
  ...["2025-02-30T00:00:00Z", "2025-01-01T00:00Z", "2025-01-01T00:00:00+01:00"],
];

/** An object again and again, each time with another value at one place, at any depth. */
export function* brokenForms(sound: Json): Generator<Json> {
  for (const path of paths(sound)) for (const value of values) yield put(sound, path, value) as Json;
}

const paths = (value: unknown): readonly (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [[name], ...paths(inner).map((path) => [name, ...path])])
    : [];

function put(into: unknown, [name, ...below]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const inner = put((into as Json)[name], below, value);
  if (Array.isArray(into)) return into.map((one, at) => (String(at) === name ? inner : one));
  return { ...(into as Json), [name]: inner };
}

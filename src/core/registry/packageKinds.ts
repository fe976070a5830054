import { fieldsOf, type Part } from "./offer";

/** How the packages of one kind are run. */
export interface PackageKind {
  /** Programs that run it, the usual one first. */
  readonly runtimes: readonly string[];
  /** The usual place of the packages. */
  readonly usual: RegExp;
  readonly identifier: RegExp;
  /** The arguments around those of the description. */
  arrange(given: Given): readonly Part[];
}

interface Given {
  readonly command: string;
  readonly name: string;
  readonly version: string;
  /** Another place of the packages than the usual one. */
  readonly from?: string;
  readonly runtime: readonly Part[];
  readonly own: readonly Part[];
  readonly env: Readonly<Record<string, Part>>;
}

const part = (...texts: readonly string[]): Part => ({ texts: texts.map((text) => [text]) });

/** An argument that the description has, too, is not written twice. */
const unless = (given: readonly Part[], text: string): readonly Part[] =>
  given.some(({ texts }) => texts[0]?.[0] === text) ? [] : [part(text)];

const isRun = (first: Part | undefined): boolean => first?.texts[0]?.[0] === "run";

/** Every kind of package that the hub can run. */
export const packageKinds: Readonly<Record<string, PackageKind>> = {
  npm: {
    runtimes: ["npx", "bunx", "pnpx"],
    usual: /^https?:\/\/registry\.npmjs\.(?:org|com)\/?$/,
    identifier: /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i,
    arrange: ({ command, name, version, from, runtime, own }) => [
      ...(command === "npx" ? unless(runtime, "-y") : []),
      ...(from === undefined ? [] : [part(`--registry=${from}`)]),
      ...runtime,
      part(`${name}@${version}`),
      ...own,
    ],
  },
  pypi: {
    runtimes: ["uvx", "pipx"],
    usual: /^https?:\/\/(?:www\.)?pypi\.(?:org|python\.org)(?:\/.*)?$/,
    identifier: /^[a-z0-9][\w.-]*(?:\[[\w,.-]+\])?$/i,
    arrange: ({ command, name, version, from, runtime, own }) => [
      ...(command === "pipx" ? [part("run")] : []),
      ...(from === undefined ? [] : [part(command === "pipx" ? "--index-url" : "--default-index", from)]),
      ...runtime,
      part(command === "pipx" ? `${name}==${version}` : `${name}@${version}`),
      ...own,
    ],
  },
  oci: {
    runtimes: ["docker", "podman"],
    usual: /^https?:\/\/(?:docker\.io|registry-1\.docker\.io|hub\.docker\.com|index\.docker\.io)(?:\/.*)?$/,
    identifier: /^[a-z0-9][\w.:/-]*(?:@sha256:[a-f0-9]{64})?$/i,
    arrange: ({ name, version, from, runtime, own, env }) => [
      part("run"), // the options of `run` stand behind it, also where the description writes it
      ...unless(runtime, "-i"),
      ...unless(runtime, "--rm"),
      ...(isRun(runtime[0]) ? runtime.slice(1) : runtime),
      ...Object.entries(env).map(([key, value]) => ({ ...part("-e", key), needs: fieldsOf(value) })),
      part(image(name, version, from)),
      ...own,
    ],
  },
  nuget: {
    runtimes: ["dnx"],
    usual: /^https?:\/\/(?:api|www)\.nuget\.org(?:\/.*)?$/,
    identifier: /^[a-z0-9_][\w.-]*$/i,
    arrange: ({ name, version, from, runtime, own }) => [
      part(`${name}@${version}`),
      part("--yes"),
      ...(from === undefined ? [] : [part("--source", from)]),
      ...runtime,
      ...(own.length > 0 ? [part("--"), ...own] : []),
    ],
  },
};

/** An image with its tag or its digest. */
export function image(name: string, version: string, from?: string): string {
  const host = from === undefined ? "" : `${new URL(from).host}/`;
  const whole = name.startsWith(host) ? name : host + name;
  return whole + (version.startsWith("sha256:") ? "@" : ":") + version;
}

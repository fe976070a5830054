import { message } from "../../protocol/message";
import { isLoopbackHost } from "../auth/urlChecks";
import { takesOver } from "../config/plan/takeoverEnvironment";
import { safeLine } from "../kernel/redact";
import type { Part, ProgramOffer, Template } from "./offer";
import { image, packageKinds } from "./packageKinds";
import { Fields, type OddText } from "./readField";
import type { ArgumentJson, PackageJson } from "./serverJson";

/** What can be done with a package: an offer, or the reason why there is none, as a sentence. */
export type ReadPackage = ProgramOffer | { readonly kind: "unusable"; readonly why: string };

/** Older names of kinds. */
const sameKind: ReadonlyMap<string, string> = new Map([
  ["docker", "oci"],
  ["python", "pypi"],
]);

/** What can be done with one package of a server. */
export function readPackage(json: PackageJson, path: readonly (string | number)[]): ReadPackage {
  const written = json.registryType.toLowerCase();
  const type = sameKind.get(written) ?? written;
  const label = `${safeLine(type, 40)}: ${safeLine(json.identifier, 200)}`;
  const refused = (why: string): ReadPackage => ({ kind: "unusable", why });
  const kind = Object.hasOwn(packageKinds, type) ? packageKinds[type] : undefined;
  if (!kind) return refused(unknownKind(type, label));
  const transport = json.transport?.type ?? "stdio";
  if (transport !== "stdio")
    return refused(
      message(
        "registry.localHttp",
        "{package}: it runs as an HTTP server ({transport}). Start it yourself, then add its address.",
        { package: label, transport: safeLine(transport, 40) },
      ),
    );
  const split = type === "oci" ? ofImage(json) : { name: json.identifier, version: json.version };
  const { name, version } = split;
  if (!kind.identifier.test(name))
    return refused(
      message("registry.badIdentifier", "{package}: this is not the name of a package.", { package: label }),
    );
  if (version === undefined || !isExact(version, type))
    return refused(
      message(
        "registry.notPinned",
        "{package}: the description names no exact version, so that it cannot be pinned. Ask its publisher for one.",
        { package: label },
      ),
    );
  const base = json.registryBaseUrl;
  const isUsual = base === undefined || kind.usual.test(base);
  if (!isUsual && !isSafeSource(base))
    return refused(
      message("registry.badSource", "{package}: it comes from {address}, which is not an https address.", {
        package: label,
        address: safeLine(base, 200),
      }),
    );

  const fields = new Fields();
  const runtime = argumentsOf(json.runtimeArguments, fields);
  const own = argumentsOf(json.packageArguments, fields);
  const variables = json.environmentVariables.filter((one) => /^[A-Za-z_][\w.-]*$/.test(one.name));
  // With one of these, something else would run than the line that the person is shown.
  const taking = variables.filter((one) => takesOver(one.name)).map((one) => one.name);
  const env = Object.fromEntries(
    variables.filter((one) => !takesOver(one.name)).map((one) => [one.name, fields.keyValue(one)] as const),
  );
  const odd = fields.odd();
  if (odd) return refused(oddText(label, odd));
  const hint = json.runtimeHint?.toLowerCase();
  const command = kind.runtimes.find((one) => one === hint) ?? kind.runtimes[0] ?? "";
  const notes = [
    ...(isUsual || base === undefined
      ? []
      : [message("registry.otherSource", "The package comes from {address}.", { address: safeLine(base, 200) })]),
    ...(hint !== undefined && hint !== command
      ? [
          message("registry.otherRuntime", 'Its publisher suggests "{hint}"; the hub uses {command}.', {
            hint: safeLine(hint, 40),
            command,
          }),
        ]
      : []),
  ];
  const added = runtime.flatMap(({ texts }) => texts.map(shownTemplate)).filter((text) => !harmless.has(text));
  if (taking.length > 0)
    notes.push(
      message(
        "registry.takesOver",
        "Left out, since they decide what else runs: {names}. Add them to the entry if you need them.",
        {
          names: safeLine(taking.join(", "), 300),
        },
      ),
    );
  if (added.length > 0)
    notes.push(
      message("registry.runtimeArguments", "Its publisher gives {command} itself these arguments: {list}.", {
        command,
        list: safeLine(added.join(" "), 300),
      }),
    );
  const from = isUsual ? {} : { from: base };
  return {
    kind: "program",
    label: `${label} ${safeLine(version, 80)}`.replace(
      /^oci: .*/,
      `oci: ${safeLine(image(name, version, from.from), 240)}`,
    ),
    path,
    fields: fields.all(),
    notes,
    command,
    args: kind.arrange({ command, name, version, ...from, runtime, own, env }),
    env,
  };
}

/** Arguments of the programs themselves that are always there. */
const harmless = new Set(["run", "-i", "--rm", "-y", "--yes"]);

const shownTemplate = (template: Template): string =>
  template.map((piece) => (typeof piece === "string" ? piece : `{${piece.field}}`)).join("");

const argumentsOf = (list: readonly ArgumentJson[], fields: Fields): readonly Part[] =>
  list.flatMap((one) => fields.argument(one) ?? []);

/** An exact version: no tag, no range. */
const isExact = (version: string, type: string): boolean =>
  type === "oci"
    ? /^(?:sha256:[a-f0-9]{64}|[\w][\w.-]{0,127})$/.test(version) && version !== "latest"
    : /^v?\d[\w.+-]*$/.test(version) && !/(?:^|\.)[x*](?:\.|$)/i.test(version);

const isSafeSource = (text: string): boolean => {
  if (!URL.canParse(text) || /["'`$\s]/.test(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
};

/** An image without its tag or digest, which is its version. */
function ofImage({ identifier, version }: PackageJson): { readonly name: string; readonly version?: string } {
  const [, name = identifier, digest, tag] = /^(.+?)(?:@(sha256:[a-f0-9]+)|:([\w][\w.-]*))$/.exec(identifier) ?? [];
  const found = digest ?? tag ?? version;
  return { name, ...(found !== undefined && { version: found }) };
}

const unknownKind = (type: string, label: string): string =>
  type === "mcpb"
    ? message(
        "registry.bundle",
        "{package}: it is an MCP bundle, which the hub does not install. Install it by its own instructions, then add its program.",
        { package: label },
      )
    : message(
        "registry.unknownKind",
        '{package}: the hub does not know how to run packages of the kind "{kind}". Install it by its own instructions, then add its program.',
        { package: label, kind: safeLine(type, 40) },
      );

/** Why an offer with an odd text is refused. */
export const oddText = (label: string, { name, isUnseen }: OddText): string =>
  isUnseen
    ? message(
        "registry.unseen",
        '{package}: its "{name}" contains characters that cannot be seen, so it is not used.',
        {
          package: label,
          name: safeLine(name, 80),
        },
      )
    : message(
        "registry.refersToMachine",
        '{package}: its "{name}" would send values of this machine to its publisher, so it is not used.',
        { package: label, name: safeLine(name, 80) },
      );

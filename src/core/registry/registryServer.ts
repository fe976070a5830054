import { serverName } from "../config/schema/settings";
import { webAddress } from "../kernel/untrusted/webAddress";
import type { Offer } from "./offer";
import { readPackage } from "./readPackage";
import { readRemote } from "./readRemote";
import { presentNames, ServerJson } from "./serverJson";

/** A server of a registry, as a person is shown it. Every text of it was cleaned. */
export interface RegistryServer {
  /** The whole name, such as `io.github.user/server`. */
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly version: string;
  /** Where its source is, by its own words: an address of the web. */
  readonly repository?: string;
  readonly isDeprecated: boolean;
  /** The ways to get it that the hub can use. */
  readonly offers: readonly Offer[];
  /** Why others cannot be used, as sentences. */
  readonly unusable: readonly string[];
}

/** Reads a description in any of the formats since 2025; `undefined` for something else. `status`: what the registry says beside it. */
export function readServer(given: unknown, status?: string): RegistryServer | undefined {
  const parsed = ServerJson.safeParse(presentNames(given));
  if (!parsed.success || !serverName.test(parsed.data.name)) return undefined;
  const { name, title, description = "", version = "", repository, websiteUrl, packages, remotes } = parsed.data;
  // An address first: nothing has to be installed.
  const read = [
    ...remotes.map((one, index) => readRemote(one, ["remotes", index])),
    ...packages.map((one, index) => readPackage(one, ["packages", index])),
  ];
  const page = [repository?.url, websiteUrl].flatMap((text) => (text === undefined ? [] : addressOf(text)))[0];
  return {
    name,
    ...(title !== undefined && title !== "" && { title }),
    description,
    version,
    ...(page !== undefined && { repository: page }),
    isDeprecated: (status ?? parsed.data.status) === "deprecated",
    offers: read.flatMap((one) => (one.kind === "unusable" ? [] : [one])),
    unusable: read.flatMap((one) => (one.kind === "unusable" ? [one.why] : [])),
  };
}

function addressOf(text: string): readonly string[] {
  const read = webAddress(text.replace(/^git\+/, ""));
  return "href" in read ? [read.href] : [];
}

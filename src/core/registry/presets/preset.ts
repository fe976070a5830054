import type * as z from "zod";
import type { Offer } from "../offer";
import { readServer } from "../registryServer";
import type { ServerJson } from "../serverJson";

/** How a person is let in. */
export type PresetSignIn = "none" | "browser" | "key";

/**
 * A named service, with what is needed to add it. The addresses and names were looked up on the day `taken`, in published texts; `source`
 * is where the service documents them. Nobody has tried them with an account. No preset holds a secret.
 */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What it is for. */
  readonly about: string;
  readonly signIn: PresetSignIn;
  readonly source: string;
  /** The day, as `2026-11-30`. */
  readonly taken: string;
  readonly tried: false;
  /** What a person must know before the first use. */
  readonly note?: string;
  /** The service takes only clients that were registered with it before: the id and the secret are asked for. */
  readonly client?: true;
  /** The ways to get it, in the format of a registry. */
  readonly server: Partial<Pick<z.input<typeof ServerJson>, "remotes" | "packages">>;
}

/** The ways to get a service. */
export function presetOffers({ id, server, client, note }: Preset): readonly Offer[] {
  const read = readServer({ name: id, ...server });
  if (!read || read.unusable.length > 0)
    throw new Error(`The preset "${id}" cannot be used: ${read?.unusable.join(" ")}`);
  return read.offers.map((offer) => {
    const notes = [...offer.notes, ...(note === undefined ? [] : [note])];
    if (!client || offer.kind !== "address") return { ...offer, notes };
    const common = { isRepeated: false, format: "string", placeholder: "", choices: [] } as const;
    return {
      ...offer,
      notes,
      fields: [
        ...offer.fields,
        { ...common, name: "CLIENT_ID", description: "", isRequired: true, isSecret: false },
        { ...common, name: "CLIENT_SECRET", description: "", isRequired: false, isSecret: true },
      ],
      client: { id: "CLIENT_ID", secret: "CLIENT_SECRET" },
    };
  });
}

/** The day on which what is common to the presets was looked up. */
export const taken = "2026-11-30";

/** An address that the person signs in to with the browser, or without signing in. */
export const remote = (url: string, ...headers: readonly object[]) => ({
  remotes: [{ type: "streamable-http", url, ...(headers.length > 0 && { headers: [...headers] }) }],
});

/** A package of the npm registry, in the version that it had on the day. */
export const npm = (identifier: string, version: string, more: object = {}) => ({
  packages: [{ registryType: "npm", identifier, version, transport: { type: "stdio" }, ...more }],
});

/** A key in the environment of the program. */
export const keyIn = (name: string, description: string) => ({ name, description, isRequired: true, isSecret: true });

/** A key in the header `Authorization`, for those who do not sign in with the browser. */
export const bearer = (variable: string, description: string, isRequired = false) => ({
  name: "Authorization",
  value: `Bearer {${variable}}`,
  variables: { [variable]: { description, isRequired, isSecret: true } },
});

import type { AppFile } from "../app";
import { hasOther, usesHub } from "../plannedChange";

/** The names under which an app has the hub: short, since it stands in the names of tools; the second where a person took the first. */
const names = ["hub", "mcp-hub"] as const;

/** The name that the hub has in a file; `undefined` if the file does not have it. */
export const hubNameIn = (file: Pick<AppFile, "shape">, text: string): string | undefined =>
  names.find((name) => usesHub(file, text, name));

/** The name that the hub gets in a file: the one that it has, or the first that nothing else has. */
export const nameFor = (file: Pick<AppFile, "shape">, text: string): string =>
  hubNameIn(file, text) ?? names.find((name) => !hasOther(file, text, name)) ?? names[0];

const token = /\bmcphub_[\w-]{43}(?![\w-])/g;

/** The tokens of the gateway in a text. */
export const tokensIn = (text: string): readonly string[] => [...new Set(text.match(token))];

/** What a person sees in the place of a token that is not made yet; as long as a token, so that the layout is the same. */
export const standIn = "mcphub_this-token-is-made-when-you-choose-to-write";

/** A text as a person is shown it: the tokens that it holds are hidden. */
export const hideTokens = (text: string): string =>
  text.replace(token, (found) => (found === standIn ? found : `mcphub_${"•".repeat(43)}`));

import { message } from "../../protocol/message";
import type { ServerConfig } from "../config/schema/serverConfig";
import type { Field, Offer, Part } from "./offer";
import { filled } from "./template";

/** What a person has filled in, by the names of the fields. A field that may be repeated has several values, separated by semicolons. */
export type Answers = ReadonlyMap<string, string>;

/** An entry for the settings, and the values that go into secret storage, by the names of their inputs. */
export interface FilledEntry {
  readonly config: ServerConfig;
  readonly secrets: ReadonlyMap<string, string>;
}

/** The entry for an offer. Secrets are `${input:NAME}` in it; what was not filled in is left out, unless the server needs it. */
export function filledEntry(offer: Offer, answers: Answers): FilledEntry {
  const fields = new Map(offer.fields.map((field) => [field.name, field]));
  const secrets = new Map<string, string>();
  const valueFor = (name: string): string | undefined => {
    const field = fields.get(name);
    const given = answers.get(name) || (field?.isRequired ? field.initial : undefined);
    if (!field?.isSecret) return given;
    if (given !== undefined) secrets.set(name, given);
    // A secret that the server needs is asked for when it starts.
    return given !== undefined || field.isRequired ? `\${input:${name}}` : undefined;
  };
  const textsOf = (part: Part, value = valueFor): readonly string[] => {
    const isOff = part.onlyIf !== undefined && valueFor(part.onlyIf) !== "true";
    if (isOff || part.needs?.some((name) => valueFor(name) === undefined)) return [];
    const texts = part.texts.map((template) => filled(template, value));
    return texts.some((text) => text === undefined) ? [] : texts.flatMap((text) => text ?? []);
  };
  const mapOf = (parts: Readonly<Record<string, Part>>) =>
    Object.fromEntries(
      Object.entries(parts).flatMap(([key, part]) => {
        const [text] = textsOf(part);
        return text === undefined ? [] : [[key, text] as const];
      }),
    );

  if (offer.kind === "address") {
    const headers = mapOf(offer.headers);
    const url =
      filled(offer.url, valueFor) ?? offer.url.map((piece) => (typeof piece === "string" ? piece : "")).join("");
    const clientId = offer.client && valueFor(offer.client.id);
    const clientSecret = offer.client && valueFor(offer.client.secret);
    return {
      config: {
        type: offer.type,
        url,
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(clientId !== undefined && {
          auth: { type: "oauth", clientId, ...(clientSecret !== undefined && { clientSecret }) },
        }),
      },
      secrets,
    };
  }
  const env = mapOf(offer.env);
  const args = offer.args.flatMap((part) =>
    repeats(part, fields, answers).flatMap((one) => textsOf(part, (name) => one.get(name) ?? valueFor(name))),
  );
  return {
    config: {
      command: offer.command,
      ...(args.length > 0 && { args }),
      ...(Object.keys(env).length > 0 && { env }),
    },
    secrets,
  };
}

/** An argument that may be repeated, once for each of its values. */
function repeats(part: Part, fields: ReadonlyMap<string, Field>, answers: Answers): readonly Answers[] {
  const names = part.texts.flat().flatMap((piece) => (typeof piece === "string" ? [] : [piece.field]));
  const repeated = names.find((name) => fields.get(name)?.isRepeated);
  const values = repeated === undefined ? [] : listOf(answers.get(repeated) ?? "");
  return repeated === undefined || values.length === 0
    ? [new Map()]
    : values.map((value) => new Map([[repeated, value]]));
}

const listOf = (text: string): readonly string[] =>
  text
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** The fields that a person is asked for without being asked whether: what the server needs and has no value for. */
export const neededFields = ({ fields }: Offer): readonly Field[] =>
  fields.filter(({ isRequired, initial }) => isRequired && initial === undefined);

/** What is wrong with a value; `undefined` for one that fits. */
export function valueProblem(field: Field, text: string): string | undefined {
  if (text.trim() === "") return message("registry.valueMissing", "Enter a value.");
  if (/[\r\n\0]/.test(text)) return message("registry.valueLines", "Enter a value on one line.");
  const isNumber = field.format !== "number" || Number.isFinite(Number(text));
  return isNumber ? undefined : message("registry.valueNumber", "Enter a number.");
}

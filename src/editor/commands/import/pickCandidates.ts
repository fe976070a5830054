import type { AppProblem } from "../../../core/apps/app";
import type { Candidate, ImportSource } from "../../../core/apps/import/candidate";
import { worthImporting } from "../../../core/apps/import/candidates";
import { verdictText } from "../../../core/apps/import/verdictText";
import type { System } from "../../../core/apps/system";
import type { Reply } from "../../../core/forms/fillForm";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import type { Asking, ChoiceItem } from "../../ui/quickInput";
import { shownPath } from "../apps/useFromText";
import { detailText } from "./importText";

/** The servers that a person chooses from. */
export interface Choices {
  readonly title: string;
  readonly candidates: readonly Candidate[];
  /** For what could not be read of them. */
  readonly sources: readonly ImportSource[];
  /** There is nothing to choose. */
  readonly only?: readonly Candidate[];
  /** The files that are followed already, where files can be followed. */
  readonly followed?: readonly string[];
  /** They are not an import: what a person must see before they are added. */
  readonly added?: Added;
}

/** Exactly what runs, and what a person must know, in sentences. */
export interface Added {
  readonly runs: string;
  readonly notes: readonly string[];
  /** The steps that came before, the choice of the server among them. */
  readonly steps: number;
}

/** A row: a server, a file that can be followed, a problem of a file, or the head of an app. */
export type Row =
  | { readonly kind: "server"; readonly candidate: Candidate }
  | { readonly kind: "follow"; readonly source: ImportSource }
  | { readonly kind: "problem"; readonly source: ImportSource; readonly problem: AppProblem }
  | { readonly kind: "head" };

/** What a person chose. */
export interface Picks {
  readonly servers: readonly Candidate[];
  /** Files to follow; their servers are not copied. */
  readonly followed: readonly ImportSource[];
}

interface Picked extends Choices {
  readonly totalSteps: number;
  /** What was chosen before; without it, what is new and the person's own. */
  readonly chosen: readonly Candidate[] | undefined;
}

/** Asks which servers are imported. What cannot be is listed with the reason, and leads to its file. */
export async function pickCandidates(
  asking: Asking,
  picked: Picked,
  system: System,
  openRow: (row: Row) => void,
): Promise<Reply<Picks>> {
  const { title, totalSteps, chosen } = picked;
  const items = rows(asking, picked, system);
  const isWanted = (candidate: Candidate) =>
    chosen?.includes(candidate) ?? (candidate.verdict.kind === "new" && candidate.source.file.level === "user");
  const reply = await asking.choices<Row>(
    {
      title,
      step: 1,
      totalSteps,
      placeholder: message("import.pick", "Select the servers to import; no file of another app is changed"),
      check: checked,
      pressed: openRow,
    },
    items,
    items.filter(({ value }) => value.kind === "server" && isWanted(value.candidate)),
  );
  if (reply.kind !== "value") return reply;
  const followed = reply.value.flatMap((row) => (row.kind === "follow" ? [row.source] : []));
  const copied = serversIn(reply.value).filter(
    ({ source }) => !followed.some(({ file }) => file.path === source.file.path),
  );
  return { kind: "value", value: { servers: worthImporting(copied), followed } };
}

const serversIn = (values: readonly Row[]): readonly Candidate[] =>
  values.flatMap((row) => (row.kind === "server" ? [row.candidate] : []));

/** Why nothing can be done with what was chosen: the reason of the first of it. */
function checked(values: readonly Row[]): string | undefined {
  if (worthImporting(serversIn(values)).length > 0 || values.some(({ kind }) => kind === "follow")) return undefined;
  const [first] = values;
  if (first?.kind === "problem") return first.problem.message;
  if (first?.kind !== "server") return message("import.nothingChosen", "Select at least one server.");
  const { verdict, entry } = first.candidate;
  if (verdict.kind === "cannot") return verdict.why;
  return message("import.isHere", '"{name}" is here already. Select another server.', { name: entry.name });
}

function rows(asking: Asking, { candidates, sources, followed }: Choices, system: System): readonly ChoiceItem<Row>[] {
  const apps = [...new Set(sources.map(({ app }) => app.name))];
  const servers = apps.flatMap((name) => {
    const inside = [
      ...candidates
        .filter(({ source }) => source.app.name === name)
        .map((candidate) => serverItem(asking, candidate, system)),
      ...problems(
        asking,
        sources.filter(({ app }) => app.name === name),
        system,
      ),
    ];
    const head: ChoiceItem<Row> = { label: name, kind: asking.heading, value: { kind: "head" } };
    return inside.length === 0 ? [] : [head, ...inside];
  });
  return [...servers, ...(followed ? followItems(asking, sources, followed, system) : [])];
}

const open = ({ button }: Asking) => button("go-to-file", message("apps.openFile", "Open File"));

function serverItem(asking: Asking, candidate: Candidate, system: System): ChoiceItem<Row> {
  const { source, verdict, name, entry } = candidate;
  const icon = verdict.kind === "cannot" ? "$(circle-slash) " : "";
  return {
    label: icon + itemText(verdict.kind === "same" ? entry.name : name, 80),
    description: itemText(verdictText(candidate), 200),
    detail: itemText(detailText(candidate, system), 300),
    ...(source.file.path !== "" && { buttons: [open(asking)] }),
    value: { kind: "server", candidate },
  };
}

/** One row for each file of the person that can be followed: what is followed already, or is a project's, cannot be. */
function followItems(
  asking: Asking,
  sources: readonly ImportSource[],
  followed: readonly string[],
  system: System,
): readonly ChoiceItem<Row>[] {
  const head: ChoiceItem<Row> = {
    label: message("follow.head", "Follow a file instead of copying"),
    kind: asking.heading,
    value: { kind: "head" },
  };
  const isFirst = ({ file }: ImportSource, at: number) =>
    sources.findIndex((one) => one.file.path === file.path) === at;
  const items = sources
    .filter(({ file, read }) => file.level === "user" && file.path !== "" && read.entries.length > 0)
    .filter(({ file }) => !followed.includes(file.path))
    .filter(isFirst)
    .map(
      (source): ChoiceItem<Row> => ({
        label: `$(eye) ${itemText(message("follow.item", "Follow {path}", { path: shownPath(source.file.path, system) }), 200)}`,
        description: message("follow.itemAbout", "its servers are read-only here, and change with the file"),
        buttons: [open(asking)],
        value: { kind: "follow", source },
      }),
    );
  return items.length === 0 ? [] : [head, ...items];
}

/** One row for each problem of a file, however many apps read it. */
const problems = (asking: Asking, sources: readonly ImportSource[], system: System): readonly ChoiceItem<Row>[] => {
  const seen = new Set<string>();
  return sources.flatMap((source) => {
    const { path } = source.file;
    return source.read.problems.flatMap((problem): readonly ChoiceItem<Row>[] => {
      const id = path + problem.message;
      if (seen.has(id)) return [];
      seen.add(id);
      return [
        {
          label: `$(warning) ${itemText(path === "" ? source.app.name : shownPath(path, system), 100)}`,
          description: message("import.unread", "was not read"),
          detail: itemText(problem.message, 300),
          ...(path !== "" && { buttons: [open(asking)] }),
          value: { kind: "problem", source, problem },
        },
      ];
    });
  });
};

import type { App, AppFile } from "../../../core/apps/app";
import { projectOf, type System } from "../../../core/apps/system";
import type { KnownApp, Proposal } from "../../../core/apps/use/appUse";
import type { Way } from "../../../core/apps/use/ways";
import { variableOf } from "../../../core/apps/use/ways";
import { folderName } from "../../../core/config/schema/filePath";
import { message } from "../../../protocol/message";

/** A path as people write it: below the project or the home folder, with the name of the project where there are several. */
export function shownPath(path: string, system: System): string {
  const { home, folders, platform } = system;
  const separator = platform === "win32" ? "\\" : "/";
  const project = projectOf(system, path);
  if (project !== undefined)
    return `${folders ? folderName(project) + separator : ""}${path.slice(project.length + 1)}`;
  return path.startsWith(`${home}${separator}`) ? `~${path.slice(home.length)}` : path;
}

/** What an app is, and whether it is here and uses the hub. */
export function appText({ app, isHere, uses }: KnownApp): string {
  const about = app.about();
  if (uses.length > 0) return message("apps.pick.uses", "{about} · uses the hub", { about });
  return isHere ? about : message("apps.pick.notFound", "{about} · not found here", { about });
}

/** A way of an app as an item: what it is, and what it means. */
export function wayText({ file, form }: Way): { readonly label: string; readonly detail: string } {
  const isProject = file.level === "project";
  const label = isProject
    ? message("apps.way.project", "For This Project")
    : message("apps.way.user", "For You, in Every Project");
  switch (form) {
    case "token":
      return { label, detail: message("apps.way.token", "Over HTTP, with a token of its own.") };
    case "variable":
      return {
        label,
        detail: message(
          "apps.way.variable",
          "Over HTTP. The file is shared, so it gets a variable, and you set that to a token of your own.",
        ),
      };
    case "program":
      return {
        label: message("apps.way.programLabel", "{where}, as a Program", { where: label }),
        detail: message("apps.way.program", "The app starts a program that reaches the hub, and needs no token."),
      };
  }
}

/** The question about a proposal: one sentence. */
export function questionText({ app, form, before, replacesOther, name }: Proposal, file: string): string {
  const values = { app: app.name, file, name };
  if (form === undefined) return message("apps.question.remove", "Remove the hub from {file}?", values);
  if (replacesOther)
    return message("apps.question.replace", 'Replace the other server "{name}" in {file} with the hub?', values);
  return before === undefined
    ? message("apps.question.create", "Create {file}, so that {app} uses the hub?", values)
    : message("apps.question.write", "Write this into {file}, so that {app} uses the hub?", values);
}

/** What writing means, in a few words: the question must not cover the change. */
export function writeDetail({ form, before }: Proposal): string {
  const token = form === "token" ? message("apps.detail.token", "the token is created now") : "";
  const backup = before === undefined ? "" : message("apps.detail.backup", "a backup is kept");
  return [token, backup].filter((words) => words !== "").join(" · ");
}

/** What was done, and what the person does next. */
export function doneText(proposal: Proposal, file: string, platform: System["platform"]): string {
  const { app, form, next } = proposal;
  const values = { app: app.name, file };
  if (form === undefined)
    return [message("apps.done.removed", "{app} no longer uses the hub: {file} was changed.", values), ...next].join(
      " ",
    );
  const done = message("apps.done.written", "{file} now lets {app} use the hub.", values);
  const [first = "", ...others] = next;
  return [done, first, ...(needsVariable(proposal) ? [variableText(app, platform)] : []), ...others].join(" ");
}

const needsVariable = ({ form, file }: Proposal): boolean =>
  form === "variable" && file.shape.beside === undefined && file.shape.variables !== "secrets";

const variableText = (app: App, platform: System["platform"]): string =>
  platform === "win32"
    ? message("apps.done.setx", "For example, run: setx {variable} TOKEN.", { variable: variableOf(app) })
    : message(
        "apps.done.export",
        'For example, add the line export {variable}="TOKEN" to ~/.profile, and sign in again.',
        {
          variable: variableOf(app),
        },
      );

/** The title of the comparison. */
export const comparisonText = ({ form }: Proposal, file: string): string =>
  form === undefined
    ? message("apps.comparison.without", "{file}: now and without the hub", { file })
    : message("apps.comparison.with", "{file}: now and with the hub", { file });

/** Whether the gateway must be opened first: over HTTP for other programs, and for the program at all. */
export const mustOpen = (form: Way["form"] | undefined, mode: "off" | "agent" | "on"): boolean =>
  form !== undefined && (form === "program" ? mode === "off" : mode !== "on");

/** A file of an app, for a list of those that use the hub: the same entry is listed once, no matter who reads it. */
export function usedFiles(apps: readonly KnownApp[]): readonly { readonly app: App; readonly file: AppFile }[] {
  const seen = new Set<string>();
  return apps.flatMap(({ app, uses }) =>
    uses.flatMap((file) => {
      const place = JSON.stringify([file.path, file.shape.root({})]);
      if (seen.has(place)) return [];
      seen.add(place);
      return [{ app, file }];
    }),
  );
}

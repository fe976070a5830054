import type { App, AppFile } from "./app";
import { apps } from "./apps";
import type { System } from "./system";

/** What is needed to look for apps. `read` gives `undefined` for a file that is missing or cannot be read, and never throws. */
export interface FileLook {
  exists(path: string): Promise<boolean>;
  read(path: string): Promise<string | undefined>;
}

/** An app that is on this machine, with the files that exist. */
export interface FoundApp {
  readonly app: App;
  /** In the app's own order. */
  readonly found: readonly AppFile[];
  /** The file that gets the hub's entry for the person: the first that exists, or else the usual place. */
  readonly userFile?: AppFile;
  /** The same for the open project. */
  readonly projectFile?: AppFile;
}

/** A place in which an app keeps servers. */
export interface AppPlace {
  readonly app: App;
  readonly file: AppFile;
}

/** Every place in which an app keeps servers, also in each folder of a workspace; a file may have several. None of them need exist. */
export async function appPlaces(system: System, read: FileLook["read"]): Promise<readonly AppPlace[]> {
  const { folders = [system.workspace] } = system;
  const systems = folders.map((workspace) => ({ ...system, ...(workspace !== undefined && { workspace }) }));
  const all = await Promise.all(
    systems.flatMap((one) =>
      apps.map(async (app) => (await filesOf(app, one, read)).map((file): AppPlace => ({ app, file }))),
    ),
  );
  const seen = new Set<string>();
  return all.flat().filter(({ app, file }) => {
    // The person's own files are found once for each folder.
    const id = JSON.stringify([app.id, file.path, file.shape.root({})]);
    return !seen.has(id) && seen.add(id);
  });
}

async function filesOf(app: App, system: System, read: FileLook["read"]): Promise<readonly AppFile[]> {
  const index = app.more && (await read(app.more.index(system)));
  return [...app.files(system), ...(index === undefined ? [] : (app.more?.files(index, system) ?? []))];
}

/** Every app, with those of its files that exist. An app counts as being on this machine if `found` is not empty. */
export const foundApps = (system: System, look: FileLook): Promise<readonly FoundApp[]> =>
  Promise.all(apps.map((app) => foundApp(app, system, look)));

export async function foundApp(app: App, system: System, look: FileLook): Promise<FoundApp> {
  const files = await filesOf(app, system, (path) => look.read(path));
  const there = await Promise.all(files.map(({ path }) => look.exists(path)));
  const found = files.filter((_, at) => there[at]);
  const choose = (level: AppFile["level"]) => {
    const fits = (file: AppFile) => file.level === level && !file.isReadOnly;
    return found.find(fits) ?? files.find(fits);
  };
  const userFile = choose("user");
  const projectFile = choose("project");
  return { app, found, ...(userFile && { userFile }), ...(projectFile && { projectFile }) };
}

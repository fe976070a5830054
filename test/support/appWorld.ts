import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { apps } from "../../src/core/apps/apps";
import type { System } from "../../src/core/apps/system";
import { AppUse, type Done, type Proposal } from "../../src/core/apps/use/appUse";
import type { Way } from "../../src/core/apps/use/ways";
import { waysOf } from "../../src/core/apps/use/ways";
import { systemClock } from "../../src/core/kernel/clock";
import { ClientRegistry } from "../../src/gateway/access/clientRegistry";
import { AppFileStore } from "../../src/node/apps/appFileStore";
import { MapStore } from "./mapStore";
import { MemoryClients } from "./memoryClients";
import { noDefect } from "./noDefect";

export const address = "http://127.0.0.1:24319/mcp";

/** A machine with a home folder and a project, whose apps can use the hub. */
export interface AppWorld {
  readonly system: System;
  readonly backups: string;
  readonly store: AppFileStore;
  readonly registry: ClientRegistry;
  readonly use: AppUse;
  /** Puts a file there, with its folders. */
  put(path: string, text: string): Promise<void>;
  text(path: string): Promise<string>;
  way(app: string, level: "user" | "project", form?: Way["form"]): Promise<Way>;
  propose(app: string, way: Way): Promise<Proposal>;
  write(app: string, way: Way): Promise<Done>;
  remove(app: string, way: Way): Promise<Done>;
  close(): Promise<void>;
}

export const appNamed = (id: string) => apps.find((one) => one.id === id) ?? assert.fail(`no app ${id}`);

/** Makes one. `projects`: the folders of its workspace. */
export async function appWorld(projects: readonly [string, ...string[]] = ["shop"]): Promise<AppWorld> {
  const root = await mkdtemp(join(tmpdir(), "mcph-apps-"));
  const folders = projects.map((name) => join(root, name));
  const system: System = {
    ...{ platform: "linux", home: join(root, "home"), env: {}, workspace: join(root, projects[0]) },
    ...(folders.length > 1 && { folders }),
  };
  for (const folder of [system.home, ...folders]) await mkdir(folder);
  const backups = join(root, "backups");
  const store = new AppFileStore(backups);
  const registry = new ClientRegistry(new MemoryClients(), systemClock, noDefect);
  const use = new AppUse({
    files: store,
    clients: {
      address: async () => address,
      add: (client) => registry.add(client),
      revoke: (id) => registry.revoke(id),
      list: () => registry.list(),
      idOf: (token) => registry.idOf(token),
    },
    state: new MapStore(),
    system: () => system,
    program: async () => ({ command: "mcp-client-hub", args: ["stdio"] }),
  });
  const known = async (app: string) =>
    (await use.apps()).find((one) => one.app.id === app) ?? assert.fail(`no app ${app}`);
  const propose = async (app: string, way: Way) => {
    const proposal = await use.propose(appNamed(app), way);
    return proposal.kind === "proposal" ? proposal : assert.fail(proposal.reason);
  };
  return {
    system,
    backups,
    store,
    registry,
    use,
    async put(path, text) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    },
    text: (path) => readFile(path, "utf8"),
    async way(app, level, form) {
      const ways = waysOf(await known(app)).filter(({ file }) => file.level === level);
      return (
        ways.find((way) => form === undefined || way.form === form) ?? assert.fail(`${app} has no ${level} ${form}`)
      );
    },
    propose,
    async write(app, way) {
      const done = await use.write(await propose(app, way));
      return done === "changed" ? assert.fail("it has changed") : done;
    },
    async remove(app, { file }) {
      const proposal = await use.proposeRemoval(appNamed(app), file);
      if (proposal.kind !== "proposal") assert.fail(proposal.reason);
      const done = await use.write(proposal);
      return done === "changed" ? assert.fail("it has changed") : done;
    },
    close: async () => {
      registry.dispose();
      await rm(root, { recursive: true, force: true });
    },
  };
}

import assert from "node:assert/strict";
import type { App } from "../../../../src/core/apps/app";
import { apps } from "../../../../src/core/apps/apps";
import type { Grant } from "../../../../src/core/apps/use/appClients";
import type { FileChange } from "../../../../src/core/apps/use/appFilePorts";
import { AppUse, type Done, type Proposal } from "../../../../src/core/apps/use/appUse";
import { copiedApps, type Way, waysOf } from "../../../../src/core/apps/use/ways";
import { HubError } from "../../../../src/core/kernel/hubError";
import { MapStore } from "../../../support/mapStore";

const cursor: App = apps.find(({ id }) => id === "cursor") ?? assert.fail();
const address = "http://127.0.0.1:4911/mcp";

/** A home with Cursor, files in memory, and the clients of a gateway. */
function world() {
  const texts = new Map<string, string>();
  const folders = new Set<string>();
  const clients = new Map<string, Grant & { readonly id: string; readonly name: string; readonly token: string }>();
  let lastClient = 0;
  const revoked: string[] = [];
  let failure: Error | undefined;
  const changes: FileChange[] = [];
  const use = new AppUse({
    files: {
      exists: async (path) => texts.has(path) || folders.has(path),
      read: async (path) => texts.get(path),
      load: async (path) => texts.get(path),
      save: async (change) => {
        if (failure) throw failure;
        const { path, before, after } = change;
        if (texts.get(path) !== before) return "changed";
        changes.push(change);
        if (after === undefined) texts.delete(path);
        else texts.set(path, after);
        return {
          ...(before !== undefined && { backup: `${path}.backup` }),
          undo: async (text) => {
            if (texts.get(path) !== after) return "changed";
            if (text === undefined) texts.delete(path);
            else texts.set(path, text);
            return "undone";
          },
        };
      },
    },
    clients: {
      address: async () => address,
      add: async (client) => {
        const id = `client-${++lastClient}`;
        const token = `mcphub_${String(lastClient).padStart(43, "x")}`;
        clients.set(id, { ...client, id, token });
        return { id, token };
      },
      revoke: async (id) => {
        if (!clients.delete(id)) throw new HubError("bad-arguments", "There is no such client.");
        revoked.push(id);
      },
      list: async () => [...clients.values()].map(({ token: _, ...client }) => client),
      idOf: (token) => [...clients.values()].find((one) => one.token === token)?.id,
    },
    state: new MapStore(),
    system: () => ({ platform: "linux", home: "/home/me", env: {}, workspace: "/work/shop" }),
    program: async (level) => ({ command: "mcp-client-hub", args: ["attach", level] }),
  });
  const ofCursor = async () => (await use.apps()).find(({ app }) => app.id === "cursor") ?? assert.fail();
  const way = async (level: "user" | "project", form: Way["form"]): Promise<Way> =>
    waysOf(await ofCursor()).find((one) => one.file.level === level && one.form === form) ??
    assert.fail(`${level} ${form}`);
  const propose = async (one: Way): Promise<Proposal> => {
    const proposal = await use.propose(cursor, one);
    return proposal.kind === "proposal" ? proposal : assert.fail(proposal.reason);
  };
  const write = async (proposal: Proposal, grant?: Grant): Promise<Done> => {
    const done = await use.write(proposal, grant);
    return done === "changed" ? assert.fail(done) : done;
  };
  return {
    ...{ use, texts, folders, clients, revoked, changes, ofCursor, way, propose, write },
    fail: (error: Error | undefined) => {
      failure = error;
    },
    names: () => [...clients.values()].map(({ name }) => name),
  };
}

const userFile = "/home/me/.cursor/mcp.json";
const projectFile = "/work/shop/.cursor/mcp.json";
const tokenOf = (number: number) => `mcphub_${String(number).padStart(43, "x")}`;

describe("apps that use the hub", () => {
  it("are here where they have a file, or the folder for one, and use it where the file has the hub", async () => {
    const { ofCursor, folders, texts } = world();
    assert.deepEqual([(await ofCursor()).isHere, (await ofCursor()).uses], [false, []]);
    folders.add("/home/me/.cursor");
    assert.equal((await ofCursor()).isHere, true);
    folders.clear();
    texts.set(projectFile, "{}");
    assert.equal((await ofCursor()).isHere, false, "a project's file says nothing of this machine");
    texts.set(userFile, JSON.stringify({ mcpServers: { hub: { url: address } } }));
    const { isHere, uses } = await ofCursor();
    assert.deepEqual([isHere, uses.map(({ path }) => path)], [true, [userFile]]);
  });

  it("are shown what would be written, and no token is made for it", async () => {
    const { way, propose, clients, texts } = world();
    const proposal = await propose(await way("user", "token"));
    assert.deepEqual(
      [proposal.before, proposal.form, proposal.name, clients.size, texts.size],
      [undefined, "token", "hub", 0, 0],
    );
    assert.match(proposal.after, /mcphub_this-token-is-made/);
  });

  it("get a token of their own in the person's file, and all is as before after it is undone", async () => {
    const { way, propose, write, texts, names, clients, changes } = world();
    const done = await write(await propose(await way("user", "token")), { profile: "work" });
    assert.deepEqual(
      [names(), [...clients.values()][0]?.profile, done.token, done.backup],
      [["Cursor"], "work", undefined, undefined],
    );
    assert.ok(texts.get(userFile)?.includes(`Bearer ${tokenOf(1)}`));
    assert.deepEqual([changes[0]?.isPrivate, changes[0]?.before], [true, undefined]);
    assert.deepEqual(await done.undo(), { kind: "undone" });
    assert.deepEqual([texts.size, clients.size], [0, 0]);
  });

  it("get a variable in the project's file, whose token is told this once, and a client by its project", async () => {
    const { way, propose, write, texts, names, changes } = world();
    const done = await write(await propose(await way("project", "variable")));
    assert.deepEqual([done.token, names(), changes[0]?.isPrivate], [tokenOf(1), ["Cursor (shop)"], false]);
    assert.match(texts.get(projectFile) ?? "", /MCP_HUB_TOKEN_CURSOR/);
    assert.ok(!texts.get(projectFile)?.includes("mcphub_"));
  });

  it("get the program without a client", async () => {
    const { way, propose, write, texts, clients } = world();
    await write(await propose(await way("project", "program")));
    assert.deepEqual(JSON.parse(texts.get(projectFile) ?? "").mcpServers.hub, {
      ...{ command: "mcp-client-hub", args: ["attach", "project"] },
    });
    assert.equal(clients.size, 0);
  });

  it("lose the client that they had when they get another, and have it back after it is undone", async () => {
    const { way, propose, write, texts, clients, revoked } = world();
    await write(await propose(await way("user", "token")), { profile: "work" });
    const before = texts.get(userFile) ?? "";
    const done = await write(await propose(await way("user", "token")));
    assert.deepEqual([revoked, clients.size, done.backup], [["client-1"], 1, `${userFile}.backup`]);
    assert.deepEqual(await done.undo(), { kind: "undone" });
    assert.equal(texts.get(userFile), before.replaceAll(tokenOf(1), tokenOf(3)), "with a token that holds again");
    assert.deepEqual(
      [...clients.values()].map(({ id, profile }) => [id, profile]),
      [["client-3", "work"]],
    );
  });

  it("lose a client that the file does not name, and its variable has a new token after it is undone", async () => {
    const { use, way, propose, write, clients, texts, ofCursor } = world();
    await write(await propose(await way("project", "variable")));
    const [file] = (await ofCursor()).uses;
    const removal = await use.proposeRemoval(cursor, file ?? assert.fail());
    assert.ok(removal.kind === "proposal" && removal.form === undefined && removal.name === "hub");
    const done = await write(removal);
    assert.deepEqual([texts.has(projectFile), clients.size], [false, 0], "the hub made the file");
    assert.deepEqual(await done.undo(), { kind: "undone", token: tokenOf(2) });
    assert.deepEqual([texts.has(projectFile), clients.size], [true, 1]);
  });

  it("keep a file that was there before the hub", async () => {
    const { use, way, propose, write, texts, ofCursor } = world();
    texts.set(userFile, "{}");
    await write(await propose(await way("user", "program")));
    const [file] = (await ofCursor()).uses;
    const removal = await use.proposeRemoval(cursor, file ?? assert.fail());
    await write(removal.kind === "proposal" ? removal : assert.fail());
    assert.equal(texts.get(userFile), "{}");
  });

  it("are left alone where the file has changed since, and no client stays", async () => {
    const { use, way, propose, texts, clients, write } = world();
    const proposal = await propose(await way("user", "token"));
    texts.set(userFile, "{}");
    assert.equal(await use.write(proposal), "changed");
    assert.equal(clients.size, 0);
    const done = await write(await propose(await way("user", "token")));
    texts.set(userFile, '{"mine": 1}');
    assert.deepEqual(await done.undo(), { kind: "changed" });
    assert.deepEqual([texts.get(userFile), clients.size], ['{"mine": 1}', 1]);
  });

  it("have no client where their file cannot be written", async () => {
    const { use, way, propose, clients, fail } = world();
    const proposal = await propose(await way("user", "token"));
    fail(new HubError("internal", "Read-only."));
    await assert.rejects(use.write(proposal), /Read-only/);
    assert.equal(clients.size, 0);
  });

  it("may have had their client revoked by the person", async () => {
    const { way, propose, write, clients } = world();
    const done = await write(await propose(await way("user", "token")));
    clients.clear();
    assert.deepEqual(await done.undo(), { kind: "undone" });
  });

  it("are refused a change of a file that is broken", async () => {
    const { use, way, texts, clients, ofCursor } = world();
    texts.set(userFile, "{ broken");
    const [file] = (await ofCursor()).found;
    assert.equal((await use.propose(cursor, await way("user", "token"))).kind, "refused");
    assert.equal((await use.proposeRemoval(cursor, file ?? assert.fail())).kind, "refused");
    assert.equal(clients.size, 0);
  });

  it("whose files are not known get an entry to paste", async () => {
    const { use, clients } = world();
    const other = copiedApps.find(({ id }) => id === "other") ?? assert.fail();
    const [userFile] = other.files({ platform: "linux", home: "/", env: {} });
    const [token, program] = waysOf({ ...(userFile && { userFile }) });
    const copied = await use.copy(other, token ?? assert.fail(), { profile: "work" });
    assert.ok(copied.text.includes(`Bearer ${tokenOf(1)}`) && copied.token === undefined && copied.next.length > 0);
    assert.deepEqual(
      [...clients.values()].map(({ name, profile }) => [name, profile]),
      [["Another App", "work"]],
    );
    assert.match((await use.copy(other, program ?? assert.fail(), {})).text, /mcp-client-hub/);
    assert.equal(clients.size, 1);
    const proposal = await use.propose(other, token ?? assert.fail());
    assert.equal(proposal.kind === "proposal" && proposal.before, undefined);
  });

  it("get a variable to paste, with its token beside it", async () => {
    const { use, way } = world();
    const copied = await use.copy(cursor, await way("project", "variable"), {});
    assert.equal(copied.token, tokenOf(1));
    assert.ok(!copied.text.includes("mcphub_"));
  });
});

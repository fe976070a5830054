import assert from "node:assert/strict";
import type { Account } from "../../../src/core/auth/credentialStore";
import type { ServerDefinition } from "../../../src/core/config/schema/serverDefinition";
import { signInCommands } from "../../../src/editor/commands/signInCommands";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { turns } from "../../support/callFixture";
import { definition } from "../../support/fakeLink";
import { type Answer, cancel } from "../../support/scriptedPerson";
import { ScriptedScreen } from "../../support/scriptedScreen";
import { failed, ready, treeSource } from "../../support/treeFixture";

const remote = (id: string, more: object = {}): ServerDefinition =>
  definition(id, { entry: { kind: "valid", config: { url: "https://mcp.example.com", ...more } } });
const definitions: Readonly<Record<string, ServerDefinition>> = {
  http: remote("http"),
  broken: remote("broken"),
  keyed: remote("keyed", { auth: { type: "bearer", token: "${secret:t}" } }),
  socket: remote("socket", { url: "wss://mcp.example.com" }),
  local: definition("local"),
  wrong: definition("wrong", { entry: { kind: "invalid" } as ServerDefinition["entry"] }),
  off: remote("off"),
};
const states: Readonly<Record<string, ConnectionState>> = {
  ...{ http: ready, broken: failed, keyed: ready, socket: ready, local: ready, wrong: failed },
  off: { kind: "stopped", reason: "person" },
};
const account = (name: string): Account => ({ id: name, name, issuer: "https://id.example.com" }) as Account;

interface Outcome {
  readonly method?: string;
  /** Who signs in; none if it is not given. */
  readonly name?: string;
  readonly revoked?: boolean;
  readonly count?: number;
}

function world(answers: readonly Answer[] = [], { method = "oauth", name, revoked = true, count = 2 }: Outcome = {}) {
  const done: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const does = (what: string) => async (server: string) => {
    await turns();
    done.push(`${what} ${server}`);
  };
  const commands = signInCommands({
    hub: {
      definition: (id: string) => definitions[id],
      restart: does("restart"),
      connect: does("connect"),
      disconnect: does("disconnect"),
    },
    stream: { view: treeSource({ states }).view },
    signIns: {
      method: async () => method,
      signIn: async (server: string, signal: AbortSignal, another: boolean) => {
        await turns();
        signal.throwIfAborted();
        done.push(`sign in to ${server}${another ? " with another" : ""}`);
        return name;
      },
      signOut: async () => ({ account: "ada", revoked }),
      accounts: async () => ({ accounts: [account("ada"), account("bob")], current: account("bob") }),
      use: (server: string, { id }: Account) => does(`use ${id} on`)(server),
      forgetAll: async () => ({ count, revoked: 1 }),
      diagnose: async function* () {
        yield { name: "Address", outcome: "ok", text: "Fine." };
      },
    },
    documents: { open: ({ name: file, text }: Record<string, string>) => turns().then(() => done.push(file, text)) },
    showFailure: (error: unknown, source: unknown) => void done.push(["failed", error instanceof Error, source]),
    screen,
  } as unknown as Parameters<typeof signInCommands>[0]);
  return { screen, done, commands };
}

const names = (items: readonly string[] = []) => items.map((item) => item.replace(/^\$\(\S+\) /, ""));

describe("the commands that sign in", () => {
  it("offer the running servers that are reached over HTTP", async () => {
    const { screen, commands } = world([cancel, cancel, cancel]);
    await commands["mcpHub.signIn"](undefined);
    assert.deepEqual(names(screen.asked[0]?.items), ["http", "broken", "keyed"]);
    await commands["mcpHub.signInDoctor"](undefined);
    assert.deepEqual(names(screen.asked[1]?.items), ["http", "broken", "keyed"]);
    await commands["mcpHub.signOut"](undefined);
    assert.deepEqual(names(screen.asked[2]?.items), ["http", "broken"], "a fixed credential has no account");
  });

  it("sign in while the person may cancel, and leave a ready connection as it is", async () => {
    const { screen, done, commands } = world([], { name: "ada" });
    await commands["mcpHub.signIn"]("http");
    assert.deepEqual(screen.busyWith, ["Signing in to http. Continue in the browser. [Cancel]"]);
    assert.deepEqual(done, ["sign in to http"]);
    assert.deepEqual(screen.said, ["Signed in to http as ada"]);
    assert.equal(screen.viewWork, 1);
  });

  it("connect a server that is not ready after the sign-in", async () => {
    const { done, commands } = world([], { name: "ada" });
    await commands["mcpHub.signIn"]("broken");
    assert.deepEqual(done, ["sign in to broken", "connect broken"]);
  });

  it("restart a server whose method has no account, without a Cancel button", async () => {
    const { screen, done, commands } = world([], { method: "bearer" });
    await commands["mcpHub.signIn"]("keyed");
    assert.equal(screen.busyWith.length, 1);
    assert.doesNotMatch(screen.busyWith[0] ?? "", /\[Cancel\]/);
    assert.deepEqual(done, ["sign in to keyed", "restart keyed"]);
    assert.deepEqual(screen.said, ["Reconnected to keyed"]);
  });

  it("show a canceled sign-in as a failure of its server", async () => {
    const { screen, done, commands } = world([], { name: "ada" });
    screen.cancels = true;
    await commands["mcpHub.signIn"]("http");
    assert.deepEqual(done, [["failed", true, { server: "http" }]]);
  });

  it("sign out, say whether the tokens were revoked, and disconnect", async () => {
    const { screen, done, commands } = world();
    await commands["mcpHub.signOut"]("http");
    assert.deepEqual(screen.said, ["ada was signed out of http, and the tokens were revoked."]);
    assert.deepEqual(done, ["disconnect http"]);
    const kept = world([], { revoked: false });
    await kept.commands["mcpHub.signOut"]("http");
    assert.deepEqual(kept.screen.said, ["ada was signed out of http."]);
  });

  it("switch to an account that is known, with a new connection", async () => {
    const { screen, done, commands } = world(["$(account) ada"]);
    await commands["mcpHub.switchAccount"]("http");
    const [{ items, details } = assert.fail()] = screen.asked;
    assert.deepEqual(items, ["$(account) ada", "$(account) bob", "$(add) Sign in with another account…"]);
    assert.deepEqual(details, ["https://id.example.com", "https://id.example.com", undefined]);
    assert.deepEqual(screen.asked[0]?.descriptions, ["", "used in this workspace", undefined]);
    assert.deepEqual(done, ["use ada on http", "restart http"]);
  });

  it("switch to an account that is new", async () => {
    const { done, commands } = world(["$(add) Sign in with another account…"], { name: "eve" });
    await commands["mcpHub.switchAccount"]("http");
    assert.deepEqual(done, ["sign in to http with another", "restart http"]);
  });

  it("keep the account after a cancel", async () => {
    const { done, commands } = world([cancel]);
    await commands["mcpHub.switchAccount"]("http");
    assert.deepEqual(done, []);
  });

  it("forget all sign-ins after a question, and count them", async () => {
    const { screen, commands } = world();
    screen.agrees = false;
    await commands["mcpHub.forgetSignIns"]();
    assert.deepEqual([screen.said, screen.busyWith], [[], []]);
    screen.agrees = true;
    await commands["mcpHub.forgetSignIns"]();
    assert.deepEqual(screen.dialogs.at(-1), "Forget all sign-ins to MCP servers? [Forget]");
    assert.deepEqual(screen.busyWith, ["Forgetting all sign-ins"], "once begun, it cannot be canceled");
    assert.deepEqual(screen.said, ["2 sign-ins were forgotten. Revoked at the sign-in service: 1."]);
    const one = world([], { count: 1 });
    await one.commands["mcpHub.forgetSignIns"]();
    assert.deepEqual(one.screen.said, ["1 sign-in was forgotten. Revoked at the sign-in service: 1."]);
  });

  it("open what the doctor finds", async () => {
    const { done, commands } = world();
    await commands["mcpHub.signInDoctor"]("http");
    assert.equal(done[0], "http sign-in.md");
    assert.match(String(done[1]), /- ✓ \*\*Address\*\*: Fine/);
  });
});

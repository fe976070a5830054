import assert from "node:assert/strict";
import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import { secretKey } from "../../src/core/config/secrets/secretKey";
import { HubError } from "../../src/core/kernel/hubError";
import { moveSecretsCommand } from "../../src/editor/commands/moveSecretsCommand";
import { secretCommand } from "../../src/editor/commands/secretCommand";
import { turns } from "./callFixture";
import { definition } from "./fakeLink";
import type { Answer } from "./scriptedPerson";
import { ScriptedScreen } from "./scriptedScreen";
import { ready, treeSource } from "./treeFixture";

const withEnv = (id: string, env: Readonly<Record<string, string>>, more: Partial<ServerDefinition> = {}) =>
  definition(id, { entry: { kind: "valid", config: { command: "run", env } }, ...more });

const definitions: Readonly<Record<string, ServerDefinition>> = {
  none: definition("none"),
  one: withEnv("one", { TOKEN: "${secret:token}" }),
  two: withEnv("two", { TOKEN: "${secret:token}", USER: "${input:user}" }),
  plain: withEnv("plain", { API_KEY: "abcd-1234", PASSWORD: "hunter22", OLD: "${secret:old}" }),
  followed: withEnv("followed", { API_KEY: "abcd-1234" }, { scope: "followed" }),
};

/** A window with servers that use secrets, or have some in plain text. */
export function secretWorld(answers: readonly Answer[], isReadOnly = false) {
  const stored = new Map<string, string>([[secretKey(definitions.plain ?? assert.fail(), "old"), "kept"]]);
  const done: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const ports = {
    hub: {
      definition: (id: string) => definitions[id],
      restart: (id: string) => turns().then(() => done.push(`restart ${id}`)),
    },
    stream: {
      view: treeSource({ states: Object.fromEntries(Object.keys(definitions).map((id) => [id, ready])) }).view,
    },
    secrets: {
      get: async (key: string) => stored.get(key),
      set: (key: string, value: string) => turns().then(() => stored.set(key, value)),
      delete: (key: string) => turns().then(() => stored.delete(key)),
    },
    settings: {
      replaceTexts: async (id: string, changes: readonly { readonly after: string }[]) => {
        if (isReadOnly) throw new HubError("bad-config", "They cannot be written.");
        await turns();
        done.push([id, ...changes.map(({ after }) => after)]);
      },
    },
    launches: { consent: { carry: ({ id }: ServerDefinition) => turns().then(() => done.push(`carry ${id}`)) } },
    showFailure: (_: unknown, source: unknown) => void done.push(["failed", source]),
    screen,
  } as unknown as Parameters<typeof moveSecretsCommand>[0];
  return {
    screen,
    done,
    stored,
    set: secretCommand(ports)["mcpHub.setSecret"],
    move: moveSecretsCommand(ports)["mcpHub.moveSecrets"],
  };
}

/** The labels of servers, without their icons. */
export const names = (items: readonly string[] = []) => items.map((item) => item.replace(/^\$\(\S+\) /, ""));
export const keyOf = (server: string, name: string) => secretKey(definitions[server] ?? assert.fail(), name);

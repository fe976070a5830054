import assert from "node:assert/strict";
import { CredentialStore } from "../../src/core/auth/credentialStore";
import { type Lock, processLock } from "../../src/core/auth/lock";
import { Refresher } from "../../src/core/auth/refresher";
import type { HttpPlan } from "../../src/core/config/plan/launchPlan";
import type { AuthConfig } from "../../src/core/config/schema/authConfig";
import { type Clock, systemClock } from "../../src/core/kernel/clock";
import type { SecretStore, StateStore } from "../../src/core/kernel/ports";
import { MemorySecrets, MemoryState } from "../../src/headless/memoryState";
import { type AuthorizationParts, Authorizations } from "../../src/mcp/auth/authorizations";
import { loopbackRedirect } from "../../src/mcp/oauth/loopbackRedirect";
import { clickThrough } from "./signInServer";

export interface WorldOptions extends Partial<Omit<AuthorizationParts, "store" | "refresher">> {
  readonly secrets?: SecretStore;
  /** The state of all workspaces. */
  readonly always?: StateStore;
  readonly workspace?: StateStore;
  readonly lock?: Lock;
  readonly clock?: Clock;
}

/** One window, as far as signing in is concerned: the real parts, with secrets and state in memory. */
export function signInWorld(options: WorldOptions = {}) {
  const {
    secrets = new MemorySecrets(),
    always = new MemoryState(),
    workspace = new MemoryState(),
    lock = processLock(),
    clock = systemClock,
    ...parts
  } = options;
  const store = new CredentialStore(secrets, { workspace, always });
  const refresher = new Refresher({ store, lock, clock, random: () => 0 });
  const authorizations = new Authorizations({
    store,
    refresher,
    clock,
    redirects: { loopback: loopbackRedirect },
    open: clickThrough,
    limitMs: () => 20_000,
    env: async () => process.env,
    report: (error) => assert.fail(String(error)),
    ...parts,
  });
  return { authorizations, store, refresher, secrets, always, workspace };
}

export const httpPlan = (url: string, auth?: AuthConfig, server = "web"): HttpPlan => ({
  kind: "http",
  server,
  url,
  headers: {},
  ...(auth && { auth }),
});

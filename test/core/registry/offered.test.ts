import assert from "node:assert/strict";
import type { Candidate } from "../../../src/core/apps/import/candidate";
import { plannedImport } from "../../../src/core/apps/import/plannedImport";
import { secretAddress, secretKey } from "../../../src/core/config/secrets/secretKey";
import { asAnother, type Offered, offered } from "../../../src/core/registry/offered";
import { readServer } from "../../../src/core/registry/registryServer";
import { known, rules } from "../apps/import/importWorld";

const source = { id: "registry", name: "MCP Registry", place: "https://r.example/" } as const;

function offer(version = "1.0.0", more: object = {}) {
  const server = readServer({
    name: "io.github.ann/weather",
    packages: [{ registryType: "npm", identifier: "weather", version, ...more }],
  });
  return server?.offers[0] ?? assert.fail();
}

const candidate = (result: Offered): Candidate =>
  result.kind === "candidate" ? result.candidate : assert.fail(result.problem);
const user = { location: { scope: "user" }, text: "{}", prefix: [] } as const;

function planned(one: Candidate, target: Parameters<typeof plannedImport>[1] = user) {
  const plan = plannedImport([one], target);
  return plan.kind === "change" ? plan : assert.fail(plan.reason);
}

const key = { environmentVariables: [{ name: "KEY", isSecret: true, isRequired: true }] };

describe("a server of a registry as an import", () => {
  it("is written under its whole name, with its secret in secret storage under the key that the hub looks it up by", () => {
    const one = candidate(
      offered("io.github.ann/weather", offer("1.0.0", key), new Map([["KEY", "planted"]]), source, rules),
    );
    const plan = planned(one);
    const config = { command: "npx", args: ["-y", "weather@1.0.0"], env: { KEY: "${input:KEY}" } };
    assert.deepEqual(JSON.parse(plan.after), { "mcpHub.servers": { "io.github.ann/weather": config } });
    assert.deepEqual(plan.secrets, [
      { key: secretKey(known("io.github.ann/weather", config), "KEY"), value: "planted" },
    ]);
    assert.equal(secretAddress(plan.secrets[0]?.key ?? "")?.server, "io.github.ann/weather");
  });

  it("remembers where it is from, without its version: a later one changes the same server", () => {
    const first = candidate(offered("io.github.ann/weather", offer(), new Map(), source, rules));
    const plan = planned(first);
    assert.deepEqual(
      plan.origins.map(({ app, file, path }) => ({ app, file, path })),
      [{ app: "registry", file: "https://r.example/", path: ["io.github.ann/weather", "packages", 0] }],
    );
    const here = known("io.github.ann/weather", { command: "npx", args: ["-y", "weather@1.0.0"] });
    const later = candidate(
      offered("io.github.ann/weather", offer("1.1.0"), new Map(), source, {
        ...rules,
        known: [here],
        origins: plan.origins,
      }),
    );
    assert.equal(later.verdict.kind, "drifted");
    const changed = planned(later, { ...user, text: plan.after });
    assert.deepEqual(JSON.parse(changed.after), {
      "mcpHub.servers": { "io.github.ann/weather": { command: "npx", args: ["-y", "weather@1.1.0"] } },
    });
  });

  it("can be another one beside a server that is the same", () => {
    const here = known("mine", { command: "npx", args: ["-y", "weather@1.0.0"] });
    const same = candidate(offered("mine", offer(), new Map(), source, { ...rules, known: [here] }));
    assert.equal(same.verdict.kind, "same");
    const another = asAnother(same, ["mine", "mine-2"]);
    assert.deepEqual([another.name, another.verdict.kind, another.hubServer], ["mine-3", "new", undefined]);
    assert.deepEqual([asAnother(same, []).name, asAnother(same, ["mine"]).name], ["mine", "mine-2"]);
  });

  it("is refused with what was filled in, where that makes no valid entry", () => {
    const server = readServer({
      name: "a/b",
      remotes: [{ type: "http", url: "https://{host}/mcp", variables: { host: { isRequired: true } } }],
    });
    const [first] = server?.offers ?? [];
    assert.ok(first);
    const result = offered("a/b", first, new Map([["host", "a b"]]), source, rules);
    assert.equal(result.kind, "problem");
  });
});

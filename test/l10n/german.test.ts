import assert from "node:assert/strict";
import { adviceFor } from "../../src/core/kernel/errorTable";
import { HubError, toErrorView } from "../../src/core/kernel/hubError";
import { logLine } from "../../src/editor/logs/logLine";
import type { ServerView } from "../../src/protocol/hubView";
import { emptyView } from "../../src/protocol/hubView";
import { message, useTranslation } from "../../src/protocol/message";
import { describeState } from "../../src/protocol/summary";
import { readTexts } from "./bundles.mjs";

describe("the hub in German", () => {
  const german = readTexts("media/l10n/bundle.l10n.de.json");
  beforeEach(() => useTranslation((id) => german[id], "de"));
  afterEach(() => useTranslation(() => undefined));

  const failure = () =>
    new HubError("denied", message("calls.denied", "{call} was not run: {reason}.", { call: "echo", reason: "x" }));
  const failed = (): ServerView => ({
    id: "a",
    label: "a",
    scope: "user",
    state: { kind: "failed", error: toErrorView(failure()) },
    counts: { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 },
    inFlight: 0,
  });

  it("is what a person reads", () =>
    assert.equal(describeState(failed()), "Fehlgeschlagen. echo wurde nicht ausgeführt: x."));

  it("is not what a model reads", () =>
    assert.equal(adviceFor(failure()), "echo was not run: x. Do not repeat it; ask the user how to continue."));

  it("is not what a log says", () => {
    const server = failed();
    const event = { type: "server.state", server: "a", state: server.state } as const;
    const line = logLine(event, { ...emptyView, servers: [server] });
    assert.equal(line?.text, "[state] Failed. echo was not run: x.");
  });
});

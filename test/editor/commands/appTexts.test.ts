import assert from "node:assert/strict";
import type { App } from "../../../src/core/apps/app";
import type { KnownApp, Proposal } from "../../../src/core/apps/use/appUse";
import { variableOf, type Way } from "../../../src/core/apps/use/ways";
import {
  appText,
  comparisonText,
  doneText,
  mustOpen,
  questionText,
  shownPath,
  usedFiles,
  wayText,
  writeDetail,
} from "../../../src/editor/commands/apps/useFromText";

const app = { id: "cursor", name: "Cursor", about: () => "an editor" } as unknown as App;
const known = (isHere: boolean, uses: readonly unknown[] = []): KnownApp =>
  ({ app, isHere, uses }) as unknown as KnownApp;
const proposal = (some: object = {}): Proposal =>
  ({ app, name: "hub", next: [], file: { shape: {} }, form: "token", before: "{}", ...some }) as unknown as Proposal;
const way = (form: Way["form"], level: "project" | "user") => ({ form, file: { level } }) as unknown as Way;

describe("other apps in words", () => {
  it("are said to be here, and to use the hub", () => {
    assert.equal(appText(known(true)), "an editor");
    assert.equal(appText(known(false)), "an editor · not found here");
    assert.equal(appText(known(false, [{}])), "an editor · uses the hub");
  });

  it("have ways for a project and for the person, each with what it means", () => {
    assert.deepEqual(
      (["token", "variable", "program"] as const).map((form) => wayText(way(form, "project")).label),
      ["For This Project", "For This Project", "For This Project, as a Program"],
    );
    assert.equal(wayText(way("token", "user")).label, "For You, in Every Project");
    const details = (["token", "variable", "program"] as const).map((form) => wayText(way(form, "user")).detail);
    assert.match(details[0] ?? "", /with a token of its own\.$/);
    assert.match(details[1] ?? "", /it gets a variable/);
    assert.match(details[2] ?? "", /needs no token/);
  });

  it("are in files that are named as people write them", () => {
    const linux = { platform: "linux", home: "/home/ann", env: {} } as const;
    assert.equal(shownPath("/home/ann/.x/mcp.json", linux), "~/.x/mcp.json");
    assert.equal(shownPath("/home/anna/mcp.json", linux), "/home/anna/mcp.json");
    const windows = { platform: "win32", home: "C:\\Users\\ann", env: {} } as const;
    assert.equal(shownPath("C:\\Users\\ann\\mcp.json", windows), "~\\mcp.json");
  });

  it("are listed once for a file that several of them read", () => {
    const file = { path: "/mcp.json", shape: { root: () => ["mcpServers"] } };
    const other = { path: "/mcp.json", shape: { root: () => ["servers"] } };
    const files = usedFiles([known(true, [file, other]), known(true, [file])]).map((used) => used.file);
    assert.deepEqual(files, [file, other]);
  });

  const questions: [some: object, words: string][] = [
    [{ form: undefined }, "Remove the hub from f.json?"],
    [{ form: undefined, replacesOther: true }, "Remove the hub from f.json?"],
    [{ replacesOther: true }, 'Replace the other server "hub" in f.json with the hub?'],
    [{ before: undefined }, "Create f.json, so that Cursor uses the hub?"],
    [{}, "Write this into f.json, so that Cursor uses the hub?"],
  ];
  for (const [some, words] of questions)
    it(`ask: ${words}`, () => assert.equal(questionText(proposal(some), "f.json"), words));

  it("say what writing means", () => {
    assert.equal(writeDetail(proposal()), "the token is created now · a backup is kept");
    assert.equal(writeDetail(proposal({ before: undefined })), "the token is created now");
    assert.equal(writeDetail(proposal({ form: "program" })), "a backup is kept");
    assert.equal(writeDetail(proposal({ form: "variable", before: undefined })), "");
    assert.equal(comparisonText(proposal(), "f"), "f: now and with the hub");
    assert.equal(comparisonText(proposal({ form: undefined }), "f"), "f: now and without the hub");
  });

  it("say what was done, and what comes next, with the variable where one is needed", () => {
    const done = (some: object, platform: "linux" | "win32" = "linux") => doneText(proposal(some), "f", platform);
    const next = ["Restart it.", "Look."];
    assert.equal(done({ form: undefined, next }), "Cursor no longer uses the hub: f was changed. Restart it. Look.");
    assert.equal(done({ next }), "f now lets Cursor use the hub. Restart it. Look.");
    const name = variableOf(app);
    assert.equal(
      done({ form: "variable", next }),
      `f now lets Cursor use the hub. Restart it. For example, add the line export ${name}="TOKEN" to ~/.profile, and sign in again. Look.`,
    );
    assert.match(
      done({ form: "variable", next }, "win32"),
      new RegExp(`Restart it\\. For example, run: setx ${name} TOKEN\\. Look\\.$`),
    );
    for (const shape of [{ beside: {} }, { variables: "secrets" }])
      assert.equal(
        done({ form: "variable", next, file: { shape } }),
        "f now lets Cursor use the hub. Restart it. Look.",
      );
  });

  it("need the gateway: a program in any mode, what goes over HTTP open to all", () => {
    const modes = ["off", "agent", "on"] as const;
    assert.deepEqual(
      modes.map((mode) => mustOpen("program", mode)),
      [true, false, false],
    );
    assert.deepEqual(
      modes.map((mode) => mustOpen("token", mode)),
      [true, true, false],
    );
    assert.deepEqual(
      modes.map((mode) => mustOpen("variable", mode)),
      [true, true, false],
    );
    assert.deepEqual(
      modes.map((mode) => mustOpen(undefined, mode)),
      [false, false, false],
    );
  });
});

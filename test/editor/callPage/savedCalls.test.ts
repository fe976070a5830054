import assert from "node:assert/strict";
import {
  savedOf,
  withoutSecretValues,
  withRenamedServer,
  withSavedCall,
} from "../../../src/editor/callPage/savedCalls";

describe("the calls that are saved", () => {
  const target = (server: string) => ({ kind: "tool" as const, server, name: "read" });

  it("are those of a server under its new name, and give every byte back", () => {
    const both = withSavedCall(
      withSavedCall("", target("files"), "one", { server: "files" }),
      target("web"),
      "two",
      {},
    );
    const renamed = withRenamedServer(both, "files", "docs/my files");
    assert.deepEqual(
      [
        savedOf(renamed, target("docs/my files")),
        savedOf(renamed, target("files")),
        savedOf(renamed, target("web")).length,
      ],
      [savedOf(both, target("files")), [], 1],
    );
    assert.equal(withRenamedServer(renamed, "docs/my files", "files"), both);
  });

  it("stay as they are in a file that is none of the hub's", () => {
    for (const text of ["", "{", "[1]", '{"calls": [1, {"server": 2}]}'])
      assert.equal(withRenamedServer(text, "files", "docs"), text);
  });

  it("are at most 500, of which the newest stay, and their names at most 80 characters long", () => {
    const one = (at: number, name = `call ${at}`) => ({ ...target("files"), call: name, arguments: {} });
    const file = (count: number) => JSON.stringify({ calls: Array.from({ length: count }, (_, at) => one(at)) });
    assert.equal(savedOf(file(500), target("files")).length, 500);
    assert.equal(savedOf(file(501), target("files")).length, 500);
    const more = savedOf(withSavedCall(file(500), target("files"), "n".repeat(81), {}), target("files"));
    assert.deepEqual([more.length, more[0]?.name, more.at(-1)?.name], [500, "call 1", "n".repeat(80)]);
    const long = JSON.stringify({ calls: [one(0, "m".repeat(81))] });
    assert.equal(savedOf(long, target("files"))[0]?.name, "m".repeat(80));
  });

  it("are replaced by their name, and removed", () => {
    let text = withSavedCall("", target("files"), "one", { a: 1 });
    text = withSavedCall(text, target("files"), "two", { b: 2 });
    text = withSavedCall(text, target("web"), "one", { c: 3 });
    text = withSavedCall(text, target("files"), "one", { a: 4 });
    const names = (server: string) => savedOf(text, target(server)).map(({ name, args }) => [name, JSON.parse(args)]);
    assert.deepEqual(names("files"), [
      ["two", { b: 2 }],
      ["one", { a: 4 }],
    ]);
    text = withSavedCall(text, target("files"), "two", undefined);
    assert.deepEqual([names("files"), names("web")], [[["one", { a: 4 }]], [["one", { c: 3 }]]]);
    assert.equal(savedOf(text, target("files"))[0]?.args, '{\n  "a": 4\n}');
    assert.ok(text.endsWith("}\n"));
  });

  it("have no arguments where those in the file are not an object, and are not there where nothing can be read", () => {
    const calls = [1, null, { ...target("files"), call: 7 }, { ...target("files"), call: "x", arguments: [1] }];
    assert.deepEqual(savedOf(JSON.stringify({ calls }), target("files")), [{ name: "x", args: "{}" }]);
    for (const text of ["", "{", "[]", "1", '{"calls":{}}']) assert.deepEqual(savedOf(text, target("files")), []);
  });

  it("leave out secrets, by their names and by what they look like, and say where those were", () => {
    const key = "ghp_0123456789abcdefghij0123456789abcdef";
    const args = {
      a: "b",
      password: "hunter2",
      token: null,
      secret: "",
      list: [key, { apiKey: 1, c: 2 }, "d"],
      e: { f: key },
    };
    assert.deepEqual(withoutSecretValues(args), {
      args: { a: "b", token: null, secret: "", list: [{ c: 2 }, "d"], e: {} },
      leftOut: ["password", "list[0]", "list[1].apiKey", "e.f"],
    });
    assert.deepEqual(withoutSecretValues(key), { args: undefined, leftOut: [""] });
    assert.deepEqual(withoutSecretValues(null), { args: null, leftOut: [] });
  });
});

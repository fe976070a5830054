import assert from "node:assert/strict";
import { Dialogs } from "../../../src/core/questions/dialogs";
import { turn } from "../../support/passing";

describe("dialogs that no program can close", () => {
  let shown: { readonly name: string; readonly choose: (button: string | undefined) => void }[];
  let late: string[];
  let dialogs: Dialogs;
  const show = (name: string) => () => new Promise<string | undefined>((choose) => void shown.push({ name, choose }));
  const names = () => shown.map(({ name }) => name);

  beforeEach(() => {
    shown = [];
    late = [];
    dialogs = new Dialogs((server) => late.push(server));
  });

  it("come one after the other", async () => {
    const { signal } = new AbortController();
    const first = dialogs.modal("files", signal, show("first"));
    const second = dialogs.modal("other", signal, show("second"));
    await turn();
    assert.deepEqual(names(), ["first"]);
    shown[0]?.choose("Yes");
    assert.equal(await first, "Yes");
    await turn();
    assert.deepEqual(names(), ["first", "second"]);
    shown[1]?.choose(undefined);
    assert.equal(await second, undefined);
    assert.deepEqual(late, []);
  });

  it("count for nothing after the end of their question, and say so; those that wait go on", async () => {
    const [stale, gone] = [new AbortController(), new AbortController()];
    const first = dialogs.modal("files", stale.signal, show("first"));
    const second = dialogs.modal("files", gone.signal, show("second"));
    const third = dialogs.modal("other", new AbortController().signal, show("third"));
    await turn();
    stale.abort();
    gone.abort();
    shown[0]?.choose("Yes");
    assert.deepEqual([await first, await second, late], [undefined, undefined, ["files"]]);
    await turn();
    assert.deepEqual(names(), ["first", "third"]);
    shown[1]?.choose("No");
    assert.equal(await third, "No");
  });

  it("say nothing of one that is closed late", async () => {
    const stale = new AbortController();
    const answer = dialogs.modal("files", stale.signal, show("first"));
    await turn();
    stale.abort();
    shown[0]?.choose(undefined);
    assert.deepEqual([await answer, late], [undefined, []]);
  });

  it("let notices beside them", async () => {
    const { signal } = new AbortController();
    void dialogs.modal("files", signal, show("dialog"));
    const notice = dialogs.notice("other", signal, show("notice"));
    await turn();
    assert.deepEqual(names().sort(), ["dialog", "notice"]);
    shown.find(({ name }) => name === "notice")?.choose("Yes");
    assert.equal(await notice, "Yes");
  });
});

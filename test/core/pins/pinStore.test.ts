import assert from "node:assert/strict";
import { holderOf, type NewPin, PinStore, subjectKey, subjectOf } from "../../../src/core/pins/pinStore";
import { unaskedPins } from "../../../src/core/pins/unaskedPins";
import { aTool } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";

const pin = { digest: "1", at: 5, by: "question" } as const;
const tool = (name: string) => ({ kind: "tool", name }) as const;
const newPin = (name: string, text?: string): NewPin => ({ ...tool(name), pin, text });
const open = (store = new MapStore()) => new PinStore(store, (error) => assert.fail(String(error)));

describe("the pins of a server", () => {
  it("are 2000 at most: what is there may be replaced, and nothing is added", () => {
    const pins = open();
    pins.put(
      "a",
      Array.from({ length: 2001 }, (_, at) => newPin(`t${at}`)),
    );
    assert.deepEqual(
      [pins.of("a").size, pins.get("a", tool("t1999")), pins.get("a", tool("t2000"))],
      [...[2000, pin], undefined],
    );
    pins.put("a", [{ ...tool("t0"), pin: { ...pin, digest: "2" } }]);
    assert.equal(pins.get("a", tool("t0"))?.digest, "2");
  });

  it("keep texts of 64,000 characters, and 300,000 together", () => {
    const pins = open();
    const long = "x".repeat(64_000);
    pins.put("a", [newPin("long", long), newPin("longer", `${long}y`)]);
    assert.deepEqual([pins.text("a", tool("long")), pins.text("a", tool("longer"))], [long, undefined]);
    assert.deepEqual(pins.get("a", tool("longer")), pin);
    const part = "x".repeat(60_000);
    pins.put(
      "b",
      [1, 2, 3, 4, 5].map((at) => newPin(`t${at}`, part)),
    );
    pins.put("b", [newPin("more", "y")]);
    assert.deepEqual([pins.text("b", tool("t5")), pins.text("b", tool("more"))], [part, undefined]);
    pins.put("c", [...[1, 2, 3, 4, 5].map((at) => newPin(`t${at}`, part)), newPin("more", "y")]);
    assert.deepEqual([pins.text("c", tool("t5")), pins.text("c", tool("more"))], [part, undefined]);
    pins.put("b", [newPin("t1", "short"), newPin("more", "y")]);
    assert.deepEqual([pins.text("b", tool("t1")), pins.text("b", tool("more"))], ["short", "y"]);
    pins.put("b", [newPin("t1")]);
    assert.equal(pins.text("b", tool("t1")), undefined);
  });

  it("are dropped and kept with the accounts of their entry, and of no other", () => {
    const pins = open();
    const holders = ["one", holderOf("one", "ada"), "one2"];
    for (const holder of holders) pins.put(holder, [newPin("t", "text")]);
    const put = pins.kept("one");
    pins.drop("one");
    const there = () => [...holders, "two", holderOf("two", "ada")].map((holder) => pins.of(holder).size);
    assert.deepEqual(there(), [0, 0, 1, 0, 0]);
    put("two");
    assert.deepEqual(there(), [0, 0, 1, 1, 1]);
    assert.equal(pins.text(holderOf("two", "ada"), tool("t")), "text");
  });

  it("have a holder of the entry, and of the account where there is one", () => {
    assert.equal(holderOf("one", undefined), "one");
    assert.match(holderOf("one", "ada"), /^one\.[0-9a-f]{16}$/);
    assert.notEqual(holderOf("one", "ada"), holderOf("one", "bob"));
  });

  it("leave out what cannot be read", () => {
    const store = new MapStore();
    open(store).put("a", [newPin("t"), newPin("u"), newPin("v"), newPin("w")]);
    const [key = ""] = [...store.values.keys()].filter((one) => JSON.stringify(store.get(one)).includes("tool/t"));
    const by = "question";
    void store.set(key, { "tool/t": [1, 5, by], "tool/u": ["1", "5", by], "tool/v": ["1", 5, "moon"], "tool/w": 7 });
    assert.equal(open(store).of("a").size, 0);
    for (const reason of ["question", "person", "rule", "review"]) {
      void store.set(key, { "tool/t": ["1", 5, reason] });
      assert.deepEqual(open(store).get("a", tool("t")), { digest: "1", at: 5, by: reason });
    }
  });

  it("have keys that name what is pinned", () => {
    for (const subject of [tool("a/b"), { kind: "prompt", name: "p" }, { kind: "instructions", name: "" }] as const)
      assert.deepEqual(subjectOf(subjectKey(subject)), subject);
    assert.deepEqual(subjectOf("moon/a"), tool("a"));
  });
});

describe("the pins of what nobody is asked about", () => {
  const collect = async (more: Partial<Parameters<typeof unaskedPins>[0]> = {}, count = 3, text = "") => {
    const catalog = {
      tools: Array.from({ length: count }, (_, at) => aTool(`t${at}`, { digest: "1" })),
      prompts: [{ name: "p", arguments: [], digest: "1" }],
      resources: [],
      resourceTemplates: [],
    } as never;
    const pinOf = (subject: object, _: unknown, keepsText: boolean) =>
      ({ ...subject, pin, ...(keepsText && { text }) }) as NewPin;
    return unaskedPins({
      ...{ server: "a", catalog, pins: new Map(), neverAsks: () => true, pinOf, isThere: () => true },
      ...more,
    });
  };
  const names = async (...of: Parameters<typeof collect>) => (await collect(...of)).map(subjectKey);

  it("are those of tools and prompts that are new", async () => {
    assert.deepEqual(await names(), ["tool/t0", "tool/t1", "tool/t2", "prompt/p"]);
    assert.deepEqual(await names({ pins: new Map([["tool/t1", pin]]) }), ["tool/t0", "tool/t2", "prompt/p"]);
    assert.deepEqual(await names({ neverAsks: (_, kind) => kind === "prompt" }), ["prompt/p"]);
    assert.deepEqual(await names({ isThere: () => false }), []);
  });

  it("are as many as there is room for", async () => {
    const pinned = (count: number) => new Map(Array.from({ length: count }, (_, at) => [`tool/old${at}`, pin]));
    assert.deepEqual(await names({ pins: pinned(1998) }), ["tool/t0", "tool/t1"]);
    assert.deepEqual(await names({ pins: pinned(2000) }), []);
  });

  it("have texts up to the bound of a server", async () => {
    const texts = (await collect({}, 5, "x".repeat(100_000))).map(({ text }) => text?.length);
    assert.deepEqual(texts, [100_000, 100_000, 100_000, undefined, undefined, undefined]);
  });
});

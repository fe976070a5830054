import assert from "node:assert/strict";
import { boundaryIn, readUpload } from "../../../../src/gateway/rest/documents/upload";

const boundary = "b0undary";

interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly text: string;
}

/** A form as its bytes. */
const form = (parts: readonly Part[], end = `--${boundary}--\r\n`) =>
  Buffer.from(
    parts
      .map(({ name, filename, text }) => {
        const file = filename === undefined ? "" : `; filename="${filename}"\r\nContent-Type: text/plain`;
        return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
      })
      .join("") + end,
  );
const file = (filename = "notes.md", text = "Hello") => ({ name: "file", filename, text });
const field = (name: string, text: string) => ({ name, text });

const outcome = async (...parts: readonly Part[]) => {
  const read = await readUpload(form(parts), boundary);
  return "problem" in read
    ? [read.status, ...(read.fields ?? []).map(({ path }) => path)].join(" ")
    : `${read.file.name} ${read.file.size} ${read.server_id ?? "-"} ${read.request_id ?? "-"}`;
};

describe("a file in a form", () => {
  it("is read with the fields beside it", async () => {
    assert.equal(await outcome(file()), "notes.md 5 - -");
    assert.equal(await outcome(field("server_id", "docs"), file(), field("request_id", "r-1")), "notes.md 5 docs r-1");
  });

  const endings = ["pdf", "docx", "md", "markdown", "html", "htm", "xhtml", "txt", "text", "rst", "adoc", "org", "tex"];
  it("is a document by the end of its name", async () => {
    for (const ending of [...endings, "PDF"]) assert.equal(await outcome(file(`a.${ending}`)), `a.${ending} 5 - -`);
    for (const name of ["a.exe", "md", "a.md.zip", "a.", "amd"])
      assert.equal(await outcome(file(name)), "415 file", name);
  });

  it("has a plain name of at most 255 characters", async () => {
    const longest = `${"n".repeat(252)}.md`;
    assert.equal(await outcome(file(longest)), `${longest} 5 - -`);
    for (const name of [`n${longest}`, "../a.md", "a\\b.md", "..", "a\u0001.md"])
      assert.equal(await outcome(file(name)), "400 file", name);
  });

  const wrong: readonly (readonly [what: string, parts: readonly Part[], outcome: string])[] = [
    ["it is missing", [field("server_id", "docs")], "400 file"],
    ["it is empty", [file("a.md", "")], "400 file"],
    ["it has no name", [field("file", "text")], "400 file"],
    ["there are two", [file(), file()], "400 file"],
    ["another field is not known", [file(), field("other", "1")], "400 other"],
    ["a field is there twice", [file(), field("server_id", "a"), field("server_id", "b")], "400 server_id"],
    ["a field is empty", [file(), field("server_id", "")], "400 server_id"],
    ["a server's name is too long", [file(), field("server_id", "s".repeat(201))], "400 server_id"],
    ["an id is too long", [file(), field("request_id", "r".repeat(201))], "400 request_id"],
    ["several things are wrong", [field("other", "1")], "400 file other"],
  ];
  for (const [what, parts, expected] of wrong)
    it(`is refused where ${what}`, async () => assert.equal(await outcome(...parts), expected));

  it("may be beside names and ids of 200 characters", async () => {
    const text = "x".repeat(200);
    assert.equal(
      await outcome(file(), field("server_id", text), field("request_id", text)),
      `notes.md 5 ${text} ${text}`,
    );
  });

  it("is in a form of at most ten parts", async () => {
    const others = (count: number) => Array.from({ length: count }, (_, n) => field(`other${n}`, "1"));
    const ten = await readUpload(form([file(), ...others(9)]), boundary);
    assert.equal("fields" in ten && ten.fields?.length, 9, "each surplus field is named");
    const eleven = await readUpload(form([file(), ...others(10)]), boundary);
    assert.match("problem" in eleven ? eleven.problem : "", /more than 10 parts/);
  });

  it("is refused where the form does not end, or is none", async () => {
    for (const body of [form([file()], ""), form([file()], `--${boundary}`), Buffer.from(""), Buffer.from("text")]) {
      const read = await readUpload(body, boundary);
      assert.match("problem" in read ? read.problem : "", /not complete/);
    }
  });

  const types: readonly (readonly [type: string | undefined, boundary: string | undefined])[] = [
    ["multipart/form-data; boundary=abc", "abc"],
    ["Multipart/Form-Data ; charset=utf-8; Boundary=abc ; x=y", "abc"],
    ['multipart/form-data; boundary="a b;c"', "a b;c"],
    [`multipart/form-data; boundary=${"b".repeat(70)}`, "b".repeat(70)],
    [`multipart/form-data; boundary=${"b".repeat(71)}`, undefined],
    [`multipart/form-data; boundary="${"b".repeat(71)}"`, undefined],
    ["multipart/form-data; boundary=", undefined],
    ["multipart/form-data", undefined],
    ["multipart/mixed; boundary=abc", undefined],
    ["x multipart/form-data; boundary=abc", undefined],
    [undefined, undefined],
  ];
  for (const [type, found] of types)
    it(`has the boundary ${found} in ${type}`, () => assert.equal(boundaryIn(type), found));
});

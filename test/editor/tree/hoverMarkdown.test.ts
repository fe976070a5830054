import assert from "node:assert/strict";
import { fitting, wrapped } from "../../../src/core/presentation/lineWidth";
import { hoverMarkdown, hoverWidth, lineLimit } from "../../../src/editor/tree/hoverMarkdown";
import type { Tooltip, TooltipPart } from "../../../src/editor/tree/tooltipParts";
import { seeded } from "../../support/callFixture";
import { type MarkdownNode, nodesOf, markdownTree as read } from "../../support/markdownNodes";

const textOf = ({ type, value, children = [] }: MarkdownNode): string =>
  type === "break" ? "\n" : (value ?? children.map(textOf).join(""));
const paragraphs = (markdown: string): readonly string[] => (read(markdown).children ?? []).map(textOf);

describe("a hover", () => {
  it("keeps its spaces, and nothing in a text is a link", () => {
    const text = hoverMarkdown([
      "get_file",
      "Reads http://localhost:3000/a_b and www.example.com, mail a@b.c. Then [more](command:x) <b>",
    ]);
    assert.ok(!text.includes("&nbsp;") && !text.includes("\u00a0"), text);
    assert.match(text, /^\*\*get\\_file\*\*\n\nReads http\\:\\\/\\\/localhost/);
    assert.match(text, /www\\\.example\\\.com\\, mail a\\@b\\\.c/);
    assert.doesNotMatch(text, /\]\(|<b>/);
  });

  it("keeps the lines of a message", () =>
    assert.equal(hoverMarkdown(["one\n\ntwo", "three\n\nfour"]), "**one two**\n\nthree  \nfour"));

  it("has a link that ends where the address ends", () => {
    const address = "https://example.com/a_(b)?q=*x*&r=1";
    const links = nodesOf(read(hoverMarkdown(["page", { address }, "All of it."]))).filter(
      ({ type }) => type === "link",
    );
    assert.deepEqual(
      links.map((link) => [link.url, textOf(link)]),
      [[address, address]],
    );
    const plain = hoverMarkdown(["rooms", { address: "hotel://rooms" }]);
    assert.deepEqual(paragraphs(plain), ["rooms", "hotel://rooms"]);
    assert.ok(!hoverMarkdown(["x", { address: "javascript:alert(1)" }]).includes("]("));
  });

  it("leads to the address as it is written, though a part of it looks like a character", () => {
    const address = "https://example.com/?a=1&nbsp;=2&copy=3";
    const [link] = nodesOf(read(hoverMarkdown(["page", { address }]))).filter(({ type }) => type === "link");
    assert.equal(link?.url, address);
  });

  it("shows as the text of a link where it leads", () => {
    const [link] = nodesOf(read(hoverMarkdown(["page", { address: "https://ex\u0430mple.com/" }]))).filter(
      ({ type }) => type === "link",
    );
    assert.equal(link && textOf(link), "https://xn--exmple-4nf.com/");
  });

  it("sets arguments apart, those that do not fit as their number", () => {
    const argument = (name: string) => ({ name, kind: "text, required", about: "Where to stay." });
    const all = Array.from({ length: 30 }, (_, at) => argument(`city_${at}`));
    const [head, about, list, below] = paragraphs(
      hoverMarkdown(["book", "Books a room.", { arguments: all.slice(0, 20), count: 30 }, "It writes."]),
    );
    assert.deepEqual([head, about, below], ["book", "Books a room.", "It writes."]);
    const lines = list?.split("\n") ?? [];
    assert.equal(lines[0], "• city_0 text, required: Where to stay.");
    assert.equal(lines.at(-1), `… and ${30 - (lines.length - 1)} more`);
  });

  it("lets a long description and many arguments share its lines", () => {
    const all = Array.from({ length: 9 }, (_, at) => ({ name: `a${at}`, kind: "text" }));
    const lines = hoverMarkdown(["book", "word ".repeat(400), { arguments: all, count: 9 }]).split("\n");
    assert.ok(lines.filter((line) => line.startsWith("•")).length >= 3);
    assert.match(lines[2] ?? "", /^(word ){30,}word…$/);
  });

  it("gives the lines that are left to its parts in turns", () => {
    const long = (word: string) => `${word} `.repeat(400).trim();
    const linesOf = (...texts: string[]) => {
      const all = paragraphs(hoverMarkdown(["a", ...texts])).flatMap((one) => one.split("\n"));
      return texts.map((text) => {
        const word = text.split(" ")[0] ?? "";
        const [shown = ""] = all.filter((line) => line.startsWith(word));
        return wrapped(shown, hoverWidth).length;
      });
    };
    // One line is the name, one the gap below it.
    assert.deepEqual(linesOf(long("one"), long("two")), [5, 5]);
    assert.deepEqual(linesOf(long("one"), long("two"), long("three")), [4, 3, 3]);
    assert.deepEqual(linesOf("one", long("two")), [1, 9]);
    assert.deepEqual(linesOf(long("one"), "two"), [9, 1]);
  });

  it("drops the last parts where there are too many", () => {
    const markdown = hoverMarkdown(["a", ...Array.from({ length: 40 }, (_, at) => `line ${at}`)]);
    assert.equal(markdown.split("\n").length, lineLimit);
    assert.match(markdown, /line 9$/);
  });

  it("is, with whatever a server writes, text of at most twelve lines: no HTML, no picture, no link of the server's", () => {
    const random = seeded(15);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? assert.fail();
    const bits =
      "<b>|<img src=x>|</a>|<!--|![x](http://e.example/p)|[x](command:y)|[x]: http://e.example|http://e.example/|www.e.example|a@b.example|`|```|~~~|**|__|_|*|#|# |- |1. |> |\\|\\\\|&nbsp;|&lt;|\u00a0|\u3000|\u202e|\u200b|\t|    |\n|\n\n|\r\n|===|---|$(check)|日本語|word|word |W|".split(
        "|",
      );
    bits.push("|", "| a | b |\n| - | - |", "x".repeat(300));
    const text = (most: number) => Array.from({ length: Math.floor(random() * most) }, () => pick(bits)).join("");
    const part = (): TooltipPart =>
      pick<() => TooltipPart>([
        () => text(40),
        () => text(8),
        () => ({ address: pick(["https://e.example/", "http://", "command:", ""]) + text(4) }),
        () => {
          const shown = Array.from({ length: Math.floor(random() * 9) }, () => ({
            name: text(4),
            kind: text(3),
            about: text(9),
          }));
          return { arguments: shown, count: shown.length + Math.floor(random() * 3) };
        },
      ])();
    let links = 0;
    for (let round = 0; round < 300; round++) {
      const tooltip: Tooltip = [text(5), ...Array.from({ length: Math.floor(random() * 6) }, part)];
      const markdown = hoverMarkdown(tooltip);
      const said = JSON.stringify(tooltip);
      const nodes = nodesOf(read(markdown));
      const kinds = new Set(nodes.map(({ type }) => type));
      for (const kind of kinds)
        assert.ok(["root", "paragraph", "text", "strong", "break", "link"].includes(kind), `${kind} of ${said}`);
      const unescaped = markdown.replaceAll(/\\./g, "");
      assert.doesNotMatch(unescaped, /[\u00a0\u202f\u3000]|&#?\w+;/, said);
      assert.ok(!unescaped.replaceAll(/\]\(<[^>]*>\)/g, "").match(/:\/\/|www\.|\w@\w/), said);
      const own = new Set(tooltip.flatMap((one) => (typeof one === "object" && "address" in one ? [one.address] : [])));
      for (const { url } of nodes.filter(({ type }) => type === "link")) {
        links++;
        assert.ok(
          [...own].some((address) => URL.canParse(address) && decodes(new URL(address).href, url ?? "")),
          `${url} of ${said}`,
        );
      }
      assert.ok(markdown.split("\n").length <= lineLimit, said);
      const onScreen = paragraphs(markdown).flatMap((one) =>
        one.split("\n").flatMap((line) => wrapped(line, hoverWidth)),
      );
      assert.ok(onScreen.length + paragraphs(markdown).length - 1 <= lineLimit, `${onScreen.length} lines of ${said}`);
    }
    assert.ok(links > 10, `Only ${links} links were looked at.`);
  });
});

const decodes = (href: string, url: string): boolean => href.replaceAll("\\", "%5C") === url;

describe("a text in lines", () => {
  it("is the text again, each line no wider than it may be", () => {
    const random = seeded(3);
    for (let round = 0; round < 500; round++) {
      const words = Array.from({ length: 12 }, () => "wiM日x.".repeat(Math.floor(random() * 5)).slice(0, 9));
      const text = words.join(" ");
      const lines = wrapped(text, 20);
      assert.equal(lines.join(""), text);
      for (const line of lines) assert.ok(fitting(line.trimEnd(), 20) >= line.trimEnd().length, line);
    }
  });
});

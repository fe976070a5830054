import assert from "node:assert/strict";
import { checkReadability } from "../../src/samples/documents/measure/checkReadability";
import { countsOf } from "../../src/samples/documents/measure/counts";
import { likelyEnglish } from "../../src/samples/documents/measure/likelyEnglish";
import { proseOf } from "../../src/samples/documents/measure/prose";
import { easeInWords, readabilityOf } from "../../src/samples/documents/measure/readability";
import { sentencesIn } from "../../src/samples/documents/measure/sentences";
import { wordsIn } from "../../src/samples/documents/measure/words";
import { parseDocument } from "../../src/samples/documents/parse/parseDocument";

describe("words and sentences", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  const words: [text: string, words: string[]][] = [
    ["Don't panic: it's 3.14, or 1,000.", ["Don't", "panic", "it's", "3.14", "or", "1,000"]],
    ["a well-known state-of-the-art thing - and more", ["a", "well-known", "state-of-the-art", "thing", "and", "more"]],
    ["and/or – this", ["and", "or", "this"]],
    ["-5 to x- y", ["5", "to", "x", "y"]],
    ["", []],
  ];
  for (const [text, expected] of words) {
    it(`${JSON.stringify(text)} has ${expected.length} words`, () => assert.deepEqual(wordsIn(text), expected));
  }

  const sentences: [text: string, count: number][] = [
    ["Dr. Smith met Mrs. Jones. They spoke.", 2],
    ["See e.g. Figure 3.14 of No. 5. It shows pi.", 2],
    ["J. R. Reed wrote it. So did I. Then we left.", 3],
    ["We sell to Acme Inc. and others. We sell to Acme Inc. They pay.", 3],
    ["He came at 5 p.m. on Monday. Why? Nobody knows!", 3],
    ["“Is it?” she asked. (It was.)", 2],
    ["One line\nand its continuation. Next.", 2],
    ["...", 0],
    ["He works for Smith & Co. They pay.", 2],
    ["He works for Smith & Co. in London.", 1],
    ["It was in Jan. We left.", 1],
    ["He came etc. They left.", 2],
    ["It is I. He left.", 2],
    ["“Is it?” She asked.", 2],
    ["See Ph.D. Students left.", 2],
    ["One.\u2028Two. Three.\u0085Four.", 4],
    ["(One.) [Two.]", 2],
    ["", 0],
  ];
  for (const [text, count] of sentences) {
    it(`${JSON.stringify(text)} has ${count} sentences`, () => {
      const found = sentencesIn(text);
      assert.equal(found.length, count, JSON.stringify(found));
      for (const { text: sentence, offset } of found) {
        assert.equal(text.replaceAll("\n", " ").slice(offset, offset + sentence.length), sentence);
      }
    });
  }

  it("finds the same in a long paragraph, where it looks through windows", () => {
    const text = "Dr. Smith saw the e.g. well-known bay. She left. ".repeat(2000);
    const found = sentencesIn(text);
    assert.equal(found.length, 4000);
    assert.ok(found.every(({ text: sentence, offset }) => text.startsWith(sentence, offset)));
    assert.ok(found.every(({ text: sentence }) => /^(?:Dr\. Smith .* bay|She left)\.$/.test(sentence)));
    assert.equal(wordsIn(text).length, 18_000);
  });
});

describe("readability", () => {
  it("agrees with a text counted by hand: 14 words of one syllable in 2 sentences, 41 letters", () => {
    const outline = parseDocument("The cat sat on the mat. The dog ran to the big red barn.", "markdown");
    const counts = countsOf(proseOf(outline).flatMap(({ sentences }) => sentences));
    assert.deepEqual(counts, {
      sentences: 2,
      words: 14,
      syllables: 14,
      characters: 41,
      polysyllables: 0,
      complexWords: 0,
    });
    assert.deepEqual(readabilityOf(counts), {
      fleschReadingEase: 115.1, // 206.835 - 1.015 * 7 - 84.6
      fleschKincaidGrade: -1.1, // 0.39 * 7 + 11.8 - 15.59
      gunningFog: 2.8, // 0.4 * 7
      smog: null,
      automatedReadabilityIndex: -4.1, // 4.71 * 41 / 14 + 3.5 - 21.43
      colemanLiau: -2.8, // 5.88 * 41 / 14 - 29.6 / 7 - 15.8
    });
  });

  it("agrees with figures worked out by hand for 30 sentences", () => {
    const counts = { sentences: 30, words: 600, syllables: 900, characters: 2700, polysyllables: 90, complexWords: 60 };
    assert.deepEqual(readabilityOf(counts), {
      fleschReadingEase: 59.6,
      fleschKincaidGrade: 9.9,
      gunningFog: 12,
      smog: 13,
      automatedReadabilityIndex: 9.8,
      colemanLiau: 9.2,
    });
    assert.equal(readabilityOf({ ...counts, sentences: 29 }).smog, null);
  });

  it("counts hard words apart from how often, and names by their place in the sentence", () => {
    const hard = (source: string) =>
      countsOf(proseOf(parseDocument(source, "text")).flatMap(({ sentences }) => sentences)).complexWords;
    assert.equal(hard("Universities are here, and so it is."), 1, "at the start a capital says nothing");
    assert.equal(hard("We saw Universities here, and so it is."), 0);
    assert.equal(hard("It was created. It was educated. It was imagining."), 2, "educated, imagining");
    assert.equal(hard("It is easy and so on."), 0);
  });

  it("counts hard words as Gunning did: no names, no compounds, no endings", () => {
    const outline = parseDocument(
      "The university of Philadelphia created a father-in-law, imagination and interest.",
      "markdown",
    );
    const { polysyllables, complexWords } = countsOf(proseOf(outline).flatMap(({ sentences }) => sentences));
    assert.equal(complexWords, 3, "university, imagination, interest");
    assert.equal(polysyllables, 6, "and Philadelphia, created, father-in-law");
  });

  it("names the steps of the scale", () => {
    const steps: [ease: number, words: string][] = [
      [90, "very easy"],
      [89.9, "easy"],
      [80, "easy"],
      [79.9, "fairly easy"],
      [70, "fairly easy"],
      [69.9, "plain English"],
      [60, "plain English"],
      [59.9, "fairly difficult"],
      [50, "fairly difficult"],
      [49.9, "difficult"],
      [30, "difficult"],
      [29.9, "very difficult"],
      [-3, "very difficult"],
    ];
    for (const [ease, words] of steps) assert.equal(easeInWords(ease), words, `${ease}`);
  });

  it("points out hard sentences by line, the hardest first, and leaves code and headings out", () => {
    const hard =
      "Notwithstanding considerable institutional opposition, the administration subsequently implemented comprehensive organizational modifications.";
    const source = `# Extraordinarily incomprehensible heading\n\nIt is easy. So it is.\n\n\`\`\`\nimmeasurable();\n\`\`\`\n\nShort one.\n${hard}\n`;
    const report = checkReadability(parseDocument(source, "markdown"));
    assert.deepEqual(
      report.hardSentences.map(({ line, text }) => [line, text]),
      [[10, hard]],
    );
    assert.equal(report.counts.sentences, 4);
  });

  it("takes list items of six words and more for sentences", () => {
    const prose = (item: string) => proseOf(parseDocument(`# A\n\n- ${item}\n\n> said\n\n1 | 2\n`, "markdown"));
    assert.deepEqual(
      prose("one two three four five").map(({ block, words }) => [block.kind, words]),
      [
        ["quote", 1],
        ["paragraph", 2],
      ],
    );
    assert.deepEqual(prose("one two three four five six").map(({ block, words }) => [block.kind, words])[0], [
      "list-item",
      6,
    ]);
  });

  it("has nothing to say without prose, and doubts other languages", () => {
    assert.throws(() => checkReadability(parseDocument("# Only a heading", "markdown")), /no running text/);
    assert.equal(likelyEnglish(wordsIn("The ship lay in the bay, and no one was on it.")), true);
    assert.equal(likelyEnglish(wordsIn("Das Schiff lag in der Bucht, und niemand war an Bord.")), false);
  });
});

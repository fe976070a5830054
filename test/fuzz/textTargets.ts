import { safeJson, safeLine, safeText, secretSpan } from "../../src/core/kernel/redact";
import { visibleText } from "../../src/core/kernel/untrusted/visible";
import { resultText } from "../../src/core/messages/resultText";
import { fileName, resourceName } from "../../src/core/presentation/fileName";
import { codeBlock, escapeMarkdown, webLink } from "../../src/core/presentation/markdown";
import { readable } from "../../src/core/presentation/readable";
import { forTerminal, jsonForTerminal } from "../../src/headless/printed";
import { failureReason, outputLine } from "../../src/mcp/stdio/failureReason";
import type { Target } from "./fuzz";

const texts = [
  "A plain text with a ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaa key, Bearer abcdefghijklmnop and eyJhbGciOi.eyJzdWIiOi.abc",
  "\u001b[31mError: no API key\u001b[0m\n    at Object.<anonymous> (/a/b.js:1:2)",
  "Traceback (most recent call last):\nValueError: set the environment variable X_TOKEN",
  "# Title\n\n[a](https://b.example) <b>c</b> `d` *e* | f |\n```js\n1\n```",
  "👩‍👩‍👧‍👦 ❤️ \u202eabc\u{e0041}\u00ad می‌خواهم",
  '{"a":[1,2,{"password":"x"}]}',
];

export const textTargets: readonly Target[] = [
  {
    name: "text that is logged",
    seeds: texts,
    run: (text) => [
      safeText(text, 1000),
      safeText(text, 1_000_000),
      safeLine(text),
      safeJson({ text, [text.slice(0, 50)]: [text] }, 5000),
      secretSpan(text),
    ],
  },
  {
    name: "text for models",
    seeds: texts,
    run: (text) => {
      const shown = visibleText(text);
      if (visibleText(shown) !== shown) throw new Error("what was cleaned is not clean");
      resultText(
        { content: [{ type: "text", text }], structured: { text }, isError: false },
        { name: "a/b", limit: 10_000 },
      );
    },
  },
  {
    name: "text for a terminal",
    seeds: texts,
    run: (text) => {
      if (/[\u0080-\u009f\u202a-\u202e]/.test(`${forTerminal(text)}${jsonForTerminal(JSON.stringify(text))}`))
        throw new Error("a control character is left");
    },
  },
  {
    name: "standard error",
    seeds: texts,
    run: (text) => [
      failureReason(
        text
          .slice(-32_768)
          .split("\n")
          .map((line) => line.slice(0, 2000)),
      ),
      outputLine(text.slice(0, 8000)),
    ],
  },
  { name: "text as Markdown", seeds: texts, run: (text) => [escapeMarkdown(text), codeBlock(text), readable(text)] },
  {
    name: "links and names of files",
    seeds: ["https://a.example/b.png?c#d", "file:///a/../b", "a/b\\c:d*e.txt", "data:text/plain,x"],
    run: (text) => {
      fileName(text);
      resourceName(text, "text/plain", "x");
      if (URL.canParse(text)) webLink("x", text);
    },
  },
];

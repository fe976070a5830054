import assert from "node:assert/strict";
import { channelLine } from "../../../src/editor/logs/channelLine";
import type { LogLevel } from "../../../src/protocol/hubEvent";
import type { ServerLogLevel } from "../../../src/protocol/serverLogLevel";

/** `vscode.LogLevel` */
const [off, trace, debug, info, warning, error] = [0, 1, 2, 3, 4, 5];

describe("a line of a server in its output channel", () => {
  const rows: [line: LogLevel, wanted: ServerLogLevel | undefined, channel: number, written: string | undefined][] = [
    // Nobody chose a level: VS Code decides.
    ["debug", undefined, info, "debug: it"],
    ["warning", undefined, error, "warn: it"],
    // A chosen level leaves out what is below it, also where the channel would show it.
    ["info", "warning", trace, undefined],
    ["warning", "warning", trace, "warn: it"],
    ["warning", "critical", trace, undefined],
    ["error", "emergency", info, "error: it"],
    ["info", "notice", info, "info: it"],
    ["debug", "info", debug, undefined],
    // And it shows what the channel would leave out.
    ["debug", "debug", info, "info: [debug] it"],
    ["debug", "debug", error, "error: [debug] it"],
    ["debug", "debug", debug, "debug: it"],
    ["error", "debug", warning, "error: it"],
    ["error", "debug", off, "error: it"], // the channel drops it
  ];
  for (const [level, wanted, channel, written] of rows)
    it(`${level}, wanted from ${wanted ?? "no level"} on, at the channel's level ${channel}`, () => {
      const line = channelLine({ level, text: "it" }, wanted, channel);
      assert.equal(line && `${line.method}: ${line.text}`, written);
    });
});

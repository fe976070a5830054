// What goes wrong with a call of one tool, so many times: --fault=KIND:TOOL:TIMES.
//
//   hang      nothing is done, and no answer comes        hangAfter   it is done, and no answer comes
//   exit      nothing is done, and the process ends       exitAfter   it is done, and the process ends
//   drop      nothing is done, the line is cut (HTTP)     dropAfter   it is done, and the line is cut (HTTP)
//   odd       it is done, and the answer is no result     unread      it is done, and the answer has a form that nobody knows
//   slow      it is done half a second later
//   signedOut nothing is done, and the answer is that nobody is signed in
//   forget    all sessions are over, this one too (HTTP)
//   401, 403, 503, 429 (with Retry-After: 1), 404: refused over HTTP

/**
 * @typedef {object} Fault
 * @property {true} [before] Nothing is done.
 * @property {true} [silent] It is done, and nothing is answered.
 * @property {true} [ends] The process, or the line, ends.
 * @property {unknown} [instead] What is answered in place of the result.
 * @property {true} [forgets] The session is over.
 * @property {number} [delayMs] How long it takes before it is done, in milliseconds.
 * @property {unknown} [refused] What is answered, and nothing is done.
 * @property {number} [status]
 * @property {Record<string, string>} [headers]
 */

/** @type {Readonly<Record<string, Fault>>} */
const kinds = {
  hang: { before: true },
  hangAfter: { silent: true },
  exit: { before: true, ends: true },
  exitAfter: { silent: true, ends: true },
  drop: { before: true, ends: true },
  dropAfter: { silent: true, ends: true },
  odd: { instead: "just a text" },
  unread: { instead: { content: [{ type: "text", text: "Done as you wished, Your Majesty." }] } },
  signedOut: { refused: { content: [{ type: "text", text: '{"ok":false,"error":"invalid_auth"}' }] } },
  forget: { status: 404, forgets: true },
  slow: { delayMs: 500 },
  429: { status: 429, headers: { "retry-after": "1" } },
};

export class Faults {
  /** @param {string | undefined} given @param {import("./journal.mjs").Journal} journal */
  constructor(given, journal) {
    const [kind = "", tool = "", times = "1"] = given?.split(":") ?? [];
    this.kind = kind;
    this.tool = tool;
    this.times = Number(times);
    this.journal = journal;
  }

  /** The fault of this request; each is counted in the journal, which outlives the process. @param {{ method?: string, params?: any }} message @returns {Fault | undefined} */
  of({ method, params }) {
    if (this.kind === "" || method !== "tools/call" || params.name !== this.tool) return undefined;
    if (this.journal.count("fault") >= this.times) return undefined;
    this.journal.add("fault", { tool: this.tool });
    return kinds[this.kind] ?? { status: Number(this.kind) };
  }
}

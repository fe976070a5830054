import { isObject } from "../../protocol/isObject";

/** The longest state of the page, as JSON; filters and a search take a small part of it. */
const limit = 100_000;

/**
 * What the page keeps, such as its filters: the latest of all places, so that it moves with the page, and comes back with the window. VS Code
 * keeps it for each place on its own, and not always the latest. Only the page reads it, and it checks each part.
 */
export class MovedState {
  private json: string;
  /** The server whose card was asked for last. */
  private card: string | undefined;

  /**
   * @param kept - What the window had before it was loaded again.
   * @param changed - Hears that there is another state.
   */
  constructor(
    kept?: unknown,
    private readonly changed: () => void = () => {},
  ) {
    this.json = within(kept) ?? "null";
  }

  /** The latest state, as JSON. */
  get latest(): string {
    return this.json;
  }

  set(state: unknown): void {
    const json = within(state);
    if (json === undefined || json === this.json) return;
    this.json = json;
    this.changed();
  }

  /** Takes a message of `stateScript`; whether it was one. */
  hear(received: unknown): boolean {
    if (!isObject(received) || received.type !== "state") return false;
    this.set(received.state);
    return true;
  }

  /** Becomes the state in which the page shows the card of this server; all else stays. `false`: it is one already. */
  showCard(server: string): boolean {
    const parsed: unknown = JSON.parse(this.json);
    const before = isObject(parsed) ? parsed : {};
    const isFolded = Array.isArray(before.folded) && before.folded.includes(server);
    if (before.tab === "servers" && this.card === server && !isFolded) return false;
    this.card = server;
    this.set({ ...before, tab: "servers", card: server });
    return true;
  }
}

/** A state as JSON; `undefined` if it is too long. */
function within(state: unknown): string | undefined {
  const json = JSON.stringify(state) ?? "null";
  return json.length <= limit ? json : undefined;
}

/**
 * The script that stands before the page's own: it gives the page the state from elsewhere, and tells the host of each change.
 * `mark`: of this document. VS Code loads the same document again when a hidden page is shown; then what it keeps under this mark is newer.
 */
export const stateScript = (mark: string, json: string): string => `{
const api = acquireVsCodeApi();
const mark = ${literal(JSON.stringify(mark))};
const own = api.getState();
let state = own && own.mark === mark ? own.state : ${literal(json)};
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => api.postMessage(message),
  getState: () => state,
  setState: (next) => {
    state = next;
    api.setState({ mark, state });
    api.postMessage({ type: "state", state });
    return next;
  },
});
}`;

/** JSON inside a script of a document: nothing in it ends the script. */
export const literal = (json: string): string =>
  json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

import { isObject } from "../../protocol/isObject";

/** The longest state of the page, as JSON; filters and a search take a small part of it. */
const limit = 100_000;

/**
 * What the page keeps, such as its filters. VS Code keeps it for each place on its own, across hiding and reloads; this has the latest of
 * all places, so that it moves with the page. Only the page reads it, and it checks each part.
 */
export class MovedState {
  private json = "null";

  /** The latest state, as JSON. */
  get latest(): string {
    return this.json;
  }

  set(state: unknown): void {
    const json = JSON.stringify(state) ?? "null";
    if (json.length <= limit) this.json = json;
  }

  /** What VS Code kept of a place that it brings back: not if the page has said something since. */
  restore(kept: unknown): void {
    if (this.json === "null" && isObject(kept) && "state" in kept) this.set(kept.state);
  }

  /** Takes a message of `stateScript`; whether it was one. */
  hear(received: unknown): boolean {
    if (!isObject(received) || received.type !== "state") return false;
    this.set(received.state);
    return true;
  }

  /** Becomes the state in which the page shows only this server, and what is known of it; all else stays. `false`: it is one already. */
  showOnly(server: string): boolean {
    const parsed: unknown = JSON.parse(this.json);
    const before = isObject(parsed) ? parsed : {};
    if (isObject(before.filter) && before.filter.server === server) return false;
    this.set({ ...before, filter: { server } });
    return true;
  }
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
const literal = (json: string): string =>
  json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/**
 * What a client may use: a choice of servers and tools, as a token, a profile or an address names it. Names may hold `*`, which stands for
 * any text. What is left out limits nothing.
 */
export interface Scope {
  /** The servers, by their names in the settings. */
  readonly servers?: readonly string[];
  /** The tools, each as `server/tool`. A server without an entry here offers none of its tools. */
  readonly tools?: readonly string[];
  /** Tools that are left out, each as `server/tool`: this wins over everything else. */
  readonly without?: readonly string[];
  /** Only tools that are known to change nothing; resources, prompts and completions are not touched by it. */
  readonly readOnly?: boolean;
}

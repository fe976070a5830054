/** A front matter block, as static site generators write it: between two `---` lines at the very top. */
const block = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** Takes the front matter away, leaving its line breaks so that every later line keeps its number. */
export function withoutFrontMatter(source: string): { readonly body: string; readonly title: string | undefined } {
  const match = block.exec(source);
  if (!match) return { body: source, title: undefined };
  const title = /^title:[ \t]*(["']?)(.+?)\1[ \t]*\r?$/m.exec(match[1] ?? "")?.[2];
  return { body: match[0].replace(/[^\n]/g, "") + source.slice(match[0].length), title };
}

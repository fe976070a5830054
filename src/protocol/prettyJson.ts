/**
 * JSON, indented by two spaces, with every text and number as it was written: `JSON.parse` would round large integers. A text that is not
 * JSON is returned unchanged.
 */
export function prettyJson(json: string): string {
  try {
    JSON.parse(json);
  } catch {
    return json;
  }
  let pretty = "";
  let indent = 0;
  let isEmpty = false;
  for (const [token] of json.matchAll(tokens)) {
    if (token === "}" || token === "]") {
      indent--;
      if (!isEmpty) pretty += line(indent);
      isEmpty = false;
      pretty += token;
      continue;
    }
    if (isEmpty) pretty += line(indent);
    isEmpty = token === "{" || token === "[";
    if (isEmpty) indent++;
    pretty += token === ":" ? ": " : token;
    if (token === ",") pretty += line(indent);
  }
  return pretty;
}

/** The texts, the signs, and everything else of valid JSON. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

const line = (indent: number): string => `\n${"  ".repeat(indent)}`;

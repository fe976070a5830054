import type { PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { message } from "../../../src/protocol/message";
import { visible } from "../visible";

/**
 * Markdown as people read it, made of our own elements. HTML in it is text, a picture is its name and address and is never fetched, and only
 * web addresses become links, with the address in their title.
 */
export function MarkdownView({ text }: { text: string }) {
  const tree = useMemo(
    () => fromMarkdown(visible(text), { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }),
    [text],
  );
  return <div class="markdown">{all(tree.children)}</div>;
}

const all = (nodes: readonly (RootContent | PhrasingContent)[]): ComponentChildren =>
  nodes.map((node, at) => <Node key={at} node={node} />);

const headings = { 1: "h3", 2: "h4", 3: "h5", 4: "h6", 5: "h6", 6: "h6" } as const;

function Node({ node }: { node: RootContent | PhrasingContent }) {
  switch (node.type) {
    case "paragraph":
      return <p>{all(node.children)}</p>;
    case "heading": {
      // Below the page's own headings.
      const Heading = headings[node.depth] ?? "h6";
      return <Heading class={`level-${node.depth}`}>{all(node.children)}</Heading>;
    }
    case "html":
    case "text":
      return <>{node.value}</>;
    case "strong":
      return <strong>{all(node.children)}</strong>;
    case "emphasis":
      return <em>{all(node.children)}</em>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
        <pre tabIndex={0}>{node.value}</pre>
      );
    case "blockquote":
      return <blockquote>{all(node.children)}</blockquote>;
    case "list":
      return node.ordered ? <ol start={node.start ?? 1}>{all(node.children)}</ol> : <ul>{all(node.children)}</ul>;
    case "listItem":
      return <li>{all(node.children)}</li>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "link":
      return /^https?:\/\//i.test(node.url) ? (
        <a href={node.url} title={node.url}>
          {all(node.children)}
        </a>
      ) : (
        <>
          {all(node.children)} ({node.url})
        </>
      );
    case "image":
      return (
        <>{message("page.markdownView.picture", "[picture: {alt} {url}]", { alt: node.alt ?? "", url: node.url })}</>
      );
    case "table": {
      const [head, ...rows] = node.children;
      return (
        <table>
          <thead>
            <tr>
              {head?.children.map((cell, at) => (
                <th key={at}>{all(cell.children)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {row.children.map((cell, column) => (
                  <td key={column}>{all(cell.children)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    }
    default:
      return "children" in node ? all(node.children as readonly RootContent[]) : null;
  }
}

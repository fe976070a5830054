import type { Offer } from "../../core/access/switches";
import type { Catalog } from "../../core/catalog/catalog";
import { entryLabels } from "../../core/presentation/entryLabels";
import type { GroupNode, PromptNode, ResourceNode, TemplateNode, ToolNode, TreeNode } from "./treeNode";

export type EntryNode = Extract<TreeNode, ToolNode | ResourceNode | TemplateNode | PromptNode>;

/** What an entry is to the rules of what is on. */
export function offerOf(node: TreeNode): Offer | undefined {
  switch (node.kind) {
    case "tool":
    case "prompt":
      return { kind: node.kind, server: node.server, name: node.name };
    case "resource":
      return { kind: "resource", server: node.server, name: node.uri };
    case "template":
      return { kind: "template", server: node.server, name: node.uriTemplate };
    default:
      return undefined;
  }
}

/** The name that an entry is found by. */
export function nameOf(node: EntryNode): string {
  if (node.kind === "resource") return node.label ?? node.resource.name;
  return node.kind === "template" ? (node.label ?? node.template.name) : node.name;
}

/** What a group of a server lists. `of`: the id of the server's node. */
export function entryNodes(
  { server, group }: Pick<GroupNode, "server" | "group">,
  of: string,
  catalog: Catalog,
): readonly EntryNode[] {
  const id = uniqueIds(of);
  switch (group) {
    case "tools":
      return catalog.tools.map((tool) => ({ id: id("tool", tool.name), kind: "tool", server, name: tool.name, tool }));
    case "resources": {
      const labels = resourceLabels(catalog);
      return [
        ...catalog.resources.map((resource, at): EntryNode => {
          const { uri } = resource;
          return { id: id("resource", uri), kind: "resource", server, uri, label: labels[at] ?? uri, resource };
        }),
        ...catalog.resourceTemplates.map((template, at): EntryNode => {
          const { uriTemplate } = template;
          const label = labels[catalog.resources.length + at] ?? uriTemplate;
          return { id: id("template", uriTemplate), kind: "template", server, uriTemplate, label, template };
        }),
      ];
    }
    case "prompts": {
      const labels = entryLabels(catalog.prompts, (prompt) => prompt.name);
      return catalog.prompts.map((prompt, at) => {
        const { name } = prompt;
        return { id: id("prompt", name), kind: "prompt", server, name, label: labels[at] ?? name, prompt };
      });
    }
  }
}

/** What the resources of a server are called, then its templates. */
export const resourceLabels = ({ resources, resourceTemplates }: Catalog): readonly string[] =>
  entryLabels([...resources, ...resourceTemplates], (entry) => ("uri" in entry ? entry.uri : entry.uriTemplate));

/** Makes ids unique, because a server may list a name twice and the tree fails on duplicate ids. */
function uniqueIds(prefix: string): (kind: string, name: string) => string {
  const seen = new Map<string, number>();
  return (kind, name) => {
    const key = `${kind}/${name}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return `${prefix}/${kind}/${times}/${name}`;
  };
}

import { type CommandId, commandTable } from "./commandTable";
import { milestoneKey } from "./milestones";

/** The id of the walkthrough within the extension. */
export const walkthroughId = "firstSteps";

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

/** The `walkthroughs` that package.json must contribute. A step is done as soon as what it teaches was done in any way. */
export const walkthroughs = () => [
  {
    id: walkthroughId,
    title: "Get Started with MCP Hub",
    description: "Bring your MCP servers, call their tools, and see what happens.",
    steps: steps(),
  },
];

const steps = (): readonly Step[] => [
  {
    id: "servers",
    title: "Bring your servers",
    description: paragraphs(
      "Import the servers that other apps on this machine have: you see each change first, and no file of another app is written. You can also [add one](command:mcpHub.addServer) by its command or address.",
      button("mcpHub.importServers"),
      button("mcpHub.addSampleServer"),
    ),
    media: picture("servers", "The servers of three apps become one list in the sidebar."),
    completionEvents: [`onContext:${milestoneKey("server")}`],
  },
  {
    id: "tools",
    title: "See their tools",
    description: paragraphs(
      "The sidebar shows the state of each server, and its tools, resources, and prompts when you unfold it. Hover over a tool for its arguments.",
      button("mcpHub.showServers"),
    ),
    media: picture("tools", "A server in the sidebar, unfolded to its tools."),
    completionEvents: [`onContext:${milestoneKey("tools")}`],
  },
  {
    id: "chat",
    title: "Ask in chat",
    description: paragraphs(
      "Start a question with @mcp: it is answered with the tools of all servers. You are asked before a tool runs that can change something.",
      `[Ask @mcp](command:workbench.action.chat.open?${encodeURIComponent(JSON.stringify({ query: "@mcp ", isPartialQuery: true }))})`,
    ),
    media: picture("chat", "A question to @mcp, the call of a tool, and the answer."),
    completionEvents: [`onContext:${milestoneKey("chat")}`],
  },
  {
    id: "call",
    title: "Call a tool by hand",
    description: paragraphs(
      "Choose a tool, and fill in the form made from its schema. The result opens in an editor. No language model is needed.",
      button("mcpHub.callTool"),
      button("mcpHub.openCallPage"),
    ),
    media: picture("call", "The form of a tool, with its result below."),
    completionEvents: [`onContext:${milestoneKey("call")}`],
  },
  {
    id: "problems",
    title: "Find out what happened",
    description: paragraphs(
      "The activity panel has every call, message, and state as it happens. If a server does not work, Diagnose names the cause and offers the fix.",
      button("mcpHub.showActivity"),
      button("mcpHub.diagnose"),
    ),
    media: picture("problems", "Rows of calls in the activity panel, one of them failed."),
    completionEvents: [
      ...seen("mcpHub.showActivity", "mcpHub.showServer", "mcpHub.showServerLog", "mcpHub.diagnose"),
      "onView:mcpHub.activityView",
    ],
  },
];

const paragraphs = (...lines: readonly string[]): string => lines.join("\n");

/** A link alone on its line is a button. */
const button = (command: CommandId): string => `[${commandTable[command].title}](command:${command})`;

const picture = (name: string, altText: string) => ({ svg: `media/walkthrough/${name}.svg`, altText });

const seen = (...commands: readonly CommandId[]): readonly string[] => commands.map((id) => `onCommand:${id}`);

import type { ListName } from "../../core/catalog/catalog";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";

/** The lists as people call them. */
export const listWords: Readonly<Record<ListName, () => string>> = {
  tools: () => message("list.tools", "tools"),
  resources: () => message("list.resources", "resources"),
  resourceTemplates: () => message("list.templates", "resource templates"),
  prompts: () => message("list.prompts", "prompts"),
};

/** The requests of one link as texts for people: each is the beginning of "… was cancelled.". */
export const linkOperations = (server: string) => ({
  check: () => message("link.checking", 'Checking "{server}"', { server }),
  list: (list: ListName) =>
    message("link.listing", 'Listing the {part} of "{server}"', { part: listWords[list](), server }),
  call: (tool: string) =>
    message("link.calling", 'The call of "{tool}" on "{server}"', { tool: safeLine(tool, 80), server }),
  followTask: () => message("link.followingTask", 'The task of a call on "{server}"', { server }),
  checkTask: () => message("link.checkingTask", 'Checking a task of "{server}"', { server }),
  cancelTask: () => message("link.cancellingTask", 'Cancelling a task of "{server}"', { server }),
  listSkills: () => message("link.listingSkills", 'Listing the skills of "{server}"', { server }),
  read: (uri: string) => message("link.reading", 'Reading "{uri}" from "{server}"', { uri: safeLine(uri), server }),
  getPrompt: (prompt: string) =>
    message("link.gettingPrompt", 'The prompt "{prompt}" of "{server}"', { prompt: safeLine(prompt, 80), server }),
  complete: (argument: string) =>
    message("link.completing", 'Completing "{argument}" of "{server}"', { argument: safeLine(argument, 80), server }),
  subscribe: (uri: string) =>
    message("link.subscribing", 'The subscription to "{uri}" of "{server}"', { uri: safeLine(uri), server }),
  setLogLevel: () => message("link.settingLogLevel", 'Setting the log level of "{server}"', { server }),
});

// A language model for tests: what it answers follows from the request by the rules below, so that a whole conversation
// with real tools can be tested without any real model. The rules look at the latest message of the user; of one from the
// editor's agent, at what the user wrote, without the context around it:
//
//   post the open ticket in CHANNEL  finds a ticket with mcpHub_searchTickets, posts its title with mcpHub_sendMessage, and says so
//   it holds tool results            says `The result: ` and their texts, without the fences around what servers wrote
//   server__tool {"a": 1} …          calls each tool named, with the JSON after it
//   keep calling server__tool {…}    calls it again and again, until it is given no tools
//   refuse                           fails as a model whose quota is used up
//   say nothing                      ends without a word
//   talk for ever                    never ends by itself
//   anything else                    says what it was asked, what came before, and how many tools and pictures it was given
const vscode = require("vscode");

/**
 * The provider API is newer than the editor that the extension's types are pinned to: this much of it is used.
 *
 * @typedef {{ id: string, name: string, family: string, version: string, maxInputTokens: number, maxOutputTokens: number,
 *   capabilities: { toolCalling: boolean, imageInput: boolean } }} ModelInformation
 * @typedef {{ role: number, content: readonly unknown[] }} Message
 * @typedef {{ report(part: vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart): void }} Reporter
 * @typedef {{
 *   provideLanguageModelChatInformation(): ModelInformation[],
 *   provideLanguageModelChatResponse(model: ModelInformation, messages: readonly Message[],
 *     options: { tools?: readonly unknown[] }, progress: Reporter, token: vscode.CancellationToken): Promise<void>,
 *   provideTokenCount(model: ModelInformation, text: unknown): Promise<number>,
 * }} Provider
 */

/** @type {ModelInformation} */
const model = {
  id: "scripted",
  name: "Scripted",
  family: "scripted",
  version: "1",
  maxInputTokens: 100_000,
  maxOutputTokens: 10_000,
  capabilities: { toolCalling: true, imageInput: false },
};

/** The same, but it can be given pictures; there only where the environment says `SCRIPTED_EYES=1`. @type {ModelInformation} */
const eyes = {
  ...model,
  id: "scripted-eyes",
  name: "Scripted with eyes",
  capabilities: { toolCalling: true, imageInput: true },
};

/** @type {Provider} */
const provider = {
  provideLanguageModelChatInformation: () => (process.env.SCRIPTED_EYES === "1" ? [model, eyes] : [model]),
  provideTokenCount: async (_model, text) => Math.ceil(JSON.stringify(text).length / 4),
  provideLanguageModelChatResponse: async (_model, messages, { tools = [] }, progress, token) => {
    const say = (/** @type {string} */ text) => progress.report(new vscode.LanguageModelTextPart(text));
    record(messages);
    const isUser = (/** @type {Message} */ { role }) => role === vscode.LanguageModelChatMessageRole.User;
    const prompts = messages.filter(isUser).map((message) => unfenced(written(textOf(message))));
    const results = resultsOf(messages.at(-1));
    const prompt = prompts.findLast((text) => text !== "") ?? "";

    const [, channel] = /^post the open ticket in (\w+)/.exec(prompt) ?? [];
    if (channel !== undefined) return postTicket(channel, results.at(-1), tools, progress);
    if (results.length > 0 && !prompt.startsWith("keep calling")) return say(`The result: ${results.join(" and ")}`);
    if (prompt.startsWith("refuse")) throw vscode.LanguageModelError.Blocked("No quota is left.");
    if (prompt.startsWith("say nothing")) return;
    if (prompt.startsWith("talk for ever")) return talk(say, token);
    const calls = tools.length > 0 ? callsIn(prompt) : [];
    if (calls.length === 0) {
      return say(
        `You said: ${prompt}. Before that: ${prompts.slice(1, -1).join(" | ") || "nothing"}. Tools: ${tools.length}.${picturesIn(messages)}`,
      );
    }
    say("Calling. ");
    for (const [at, { name, input }] of calls.entries()) {
      progress.report(new vscode.LanguageModelToolCallPart(`call-${messages.length}-${at}`, name, input));
    }
  },
};

/**
 * The next step on the way from a ticket to a message.
 *
 * @param {string} channel
 * @param {string | undefined} result
 * @param {readonly unknown[]} tools
 * @param {Reporter} progress
 */
function postTicket(channel, result, tools, progress) {
  const given = result?.startsWith("{") ? JSON.parse(result) : undefined;
  const ticket = given?.items?.[0];
  const [name, input] = ticket
    ? ["mcpHub_sendMessage", { channel, text: `${ticket.id}: ${ticket.title}` }]
    : ["mcpHub_searchTickets", { status: ["Open"], maxResults: 1 }];
  const isOffered = tools.some((tool) => Object(tool).name === name);
  if (given?.ok) progress.report(new vscode.LanguageModelTextPart(`Posted: ${posting}`));
  else if (result !== undefined && !ticket) progress.report(new vscode.LanguageModelTextPart(`It failed: ${result}`));
  else if (!isOffered) progress.report(new vscode.LanguageModelTextPart(`There is no ${name}.`));
  else {
    posting = ticket ? `${ticket.id}: ${ticket.title}` : "";
    progress.report(new vscode.LanguageModelToolCallPart(`step-${name}`, name, input));
  }
}

/** What is being posted. */
let posting = "";

/**
 * How many pictures there are; nothing where there is none.
 *
 * @param {readonly Message[]} messages
 */
const picturesIn = (messages) => {
  const pictures = messages.flatMap(({ content }) => content).filter((part) => "mimeType" in Object(part));
  return pictures.length > 0 ? ` Pictures: ${pictures.length}.` : "";
};

/** @param {Message} message */
const textOf = ({ content }) =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");

/**
 * A provider gets results in VS Code 1.103 as a class of their own, which only a proposal names.
 *
 * @param {unknown} part
 * @returns {part is vscode.LanguageModelToolResultPart}
 */
const isResult = (part) => "callId" in Object(part) && "content" in Object(part);

/** @param {Message | undefined} message */
const resultsOf = (message) =>
  (message?.content ?? []).flatMap((part) =>
    isResult(part) ? [unfenced(textOf({ role: 0, content: part.content }))] : [],
  );

/** @param {string} text */
const written = (text) => /<userRequest>\n([\s\S]*)\n<\/userRequest>/.exec(text)?.[1] ?? text;

/** @param {string} text */
const unfenced = (text) =>
  text.replace(/<untrusted-data ([0-9a-f]{24})[^\n]*>\n([\s\S]*?)\n<\/untrusted-data \1>/g, "$2");

/**
 * The texts of the latest requests as they came, with their fences: for a test that looks at what a model is given.
 *
 * @type {string[]}
 */
const requests = [];

/** @param {readonly Message[]} messages */
const record = (messages) => {
  requests.push(messages.flatMap((message) => [textOf(message), ...rawResultsOf(message)]).join("\n---\n"));
  requests.splice(0, requests.length - 20);
};

/** @param {Message} message */
const rawResultsOf = ({ content }) =>
  content.flatMap((part) => (isResult(part) ? [textOf({ role: 0, content: part.content })] : []));

/**
 * The tools that a prompt names, each with the JSON that follows it.
 *
 * @param {string} prompt
 * @returns {{ name: string, input: object }[]}
 */
const callsIn = (prompt) =>
  [...prompt.matchAll(/([\w-]+__[\w-]+|mcpHub_\w+)\s*(\{.*?\}(?=\s+[\w-]+__|\s*$))?/g)].map(([, name = "", json]) => ({
    name,
    input: json ? JSON.parse(json) : {},
  }));

/**
 * @param {(text: string) => void} say
 * @param {vscode.CancellationToken} token
 * @returns {Promise<void>}
 */
const talk = (say, token) =>
  new Promise((resolve) => {
    const timer = setInterval(() => say("And on. "), 100);
    token.onCancellationRequested(() => {
      clearInterval(timer);
      resolve();
    });
  });

/**
 * The same for VS Code 1.103, which has it as a proposal by other names. Its chat begins with the default model only if there is another one to
 * choose, and otherwise with none.
 */
const olderProvider = {
  prepareLanguageModelChat: () =>
    [...provider.provideLanguageModelChatInformation(), { ...model, id: "scripted-too", name: "Another" }].map(
      (one) => ({
        ...one,
        capabilities: { toolCalling: true },
        isDefault: one.id === model.id,
        isUserSelectable: true,
      }),
    ),
  provideTokenCount: provider.provideTokenCount,
  /** @type {Provider["provideLanguageModelChatResponse"]} */
  provideLanguageModelChatResponse: (model, messages, options, progress, token) => {
    /** @type {{ report(fragment: object): void }} */
    const fragments = progress;
    const older = { report: (/** @type {object} */ part) => fragments.report({ index: 0, part }) };
    return provider.provideLanguageModelChatResponse(model, messages, options, older, token);
  },
};

/** @param {vscode.ExtensionContext} context */
exports.activate = (context) => {
  const register = Reflect.get(vscode.lm, "registerLanguageModelChatProvider");
  const registerOlder = Reflect.get(vscode.lm, "registerChatModelProvider");
  context.subscriptions.push(register ? register("scripted", provider) : registerOlder("scripted", olderProvider));
  context.subscriptions.push(vscode.commands.registerCommand("scriptedModel.requests", () => requests));
  // The chat offers only models that somebody has asked for, and refuses a question before its participant hears of it.
  void vscode.lm.selectChatModels({ vendor: "scripted" });
};

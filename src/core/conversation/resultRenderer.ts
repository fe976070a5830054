import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { cutText, formatBytes, type ResultLimits } from "../messages/resultText";
import { isJson, resourceName } from "../presentation/fileName";
import { codeBlock, escapeMarkdown, isWebAddress, webLink } from "../presentation/markdown";
import { readable } from "../presentation/readable";
import { type ShownPart, sizeOf } from "../presentation/shownPart";
import type { ChatView } from "./chatView";

/**
 * The most characters of base64 pictures in one answer. The chat cuts text beyond 100,000 characters and keeps every answer in
 * its session. A larger picture becomes a link.
 */
const pictureLimit = 60_000;

/** The most bytes of text in an answer: more would only slow the chat down. */
export const textLimit = 32 * 1024;

/** The most parts of one result that are shown. */
const partsShown = 20;

export type RenderParts = (parts: readonly ShownPart[], server: ServerId, limits: ResultLimits) => void;

/** Renders parts of results in one answer: text as code, pictures inline while there is room, everything else as links. */
export function resultRenderer(view: ChatView): RenderParts {
  let room = pictureLimit;

  const renderPart = (part: ShownPart, server: ServerId, limits: ResultLimits) => {
    switch (part.kind) {
      case "text":
        return view.markdown(codeBlock(cutText(readable(part.text), limits), isJson(part.text) ? "json" : ""));
      case "json":
        return view.markdown(codeBlock(cutText(part.text, limits), "json"));
      case "media":
        if (part.media.kind === "image" && part.media.data.length <= room) {
          room -= part.media.data.length;
          view.picture(part.media, part.file);
        } else view.file(part.file);
        return view.markdown(` ${escapeMarkdown(`${part.media.mimeType}, ${formatBytes(sizeOf(part.file))}`)}`);
      case "file":
        view.file(part.file);
        return view.markdown(
          ` ${escapeMarkdown([part.mimeType, formatBytes(sizeOf(part.file))].filter(Boolean).join(", "))}`,
        );
      case "link":
        if (isWebAddress(part.uri)) view.markdown(webLink(part.name, part.uri));
        else view.resource({ server, uri: part.uri }, resourceName(part.uri, part.mimeType, undefined));
        return view.markdown(` ${escapeMarkdown(linkText(part), 300)}`);
    }
  };

  return (parts, server, limits) => {
    for (const part of parts.slice(0, partsShown)) {
      renderPart(part, server, limits);
      view.markdown("\n\n");
    }
    const count = parts.length - partsShown;
    if (count === 1) view.markdown(`${message("chat.onePartHidden", "1 more part is not shown.")}\n\n`);
    if (count > 1) view.markdown(`${message("chat.partsHidden", "{count} more parts are not shown.", { count })}\n\n`);
  };
}

/** The text beside a link: the host of a web address, otherwise the name, and the server's description. */
const linkText = ({ uri, name, description }: Extract<ShownPart, { kind: "link" }>): string =>
  [isWebAddress(uri) ? `(${new URL(uri).host})` : name, description].filter(Boolean).join(": ");

/**
 * The parts of a model's result that the person sees: those for the person alone, and those that a model cannot pass on.
 * The model repeats text itself.
 */
export const partsForPerson = (parts: readonly ShownPart[]): readonly ShownPart[] =>
  parts.filter(
    ({ kind, audience }) => audience === "user" || (audience === "everybody" && kind !== "text" && kind !== "json"),
  );

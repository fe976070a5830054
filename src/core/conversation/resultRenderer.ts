import type { ServerId } from "../../protocol/hubEvent";
import { cutText, formatBytes, type ResultLimits } from "../messages/resultText";
import { resourceName } from "../presentation/fileName";
import { codeBlock, escapeMarkdown, isWebAddress, webLink } from "../presentation/markdown";
import { type ShownPart, sizeOf } from "../presentation/shownPart";
import type { ChatView } from "./chatView";

/**
 * Characters of base64 that one answer may hold as pictures: the chat cuts what is longer than 100,000, and keeps every answer with its
 * session. A larger picture is a link.
 */
const pictureLimit = 60_000;

/** Bytes of a text that an answer shows: more would only make the chat slow. */
export const textLimit = 32 * 1024;

/** Files and links of one result that are shown one by one. */
const piecesShown = 20;

export type RenderParts = (parts: readonly ShownPart[], server: ServerId, limits: ResultLimits) => void;

/** Shows pieces of results in one answer: texts as code, pictures as pictures while there is room, the others as links. */
export function resultRenderer(view: ChatView): RenderParts {
  let room = pictureLimit;

  const showOne = (part: ShownPart, server: ServerId, limits: ResultLimits) => {
    switch (part.kind) {
      case "text":
        return view.markdown(codeBlock(cutText(part.text, limits)));
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
        return view.markdown(` ${escapeMarkdown(linkWords(part), 300)}`);
    }
  };

  return (parts, server, limits) => {
    for (const part of parts.slice(0, piecesShown)) {
      showOne(part, server, limits);
      view.markdown("\n\n");
    }
    const more = parts.length - piecesShown;
    if (more > 0) view.markdown(`${more} more ${more === 1 ? "piece is" : "pieces are"} not shown.\n\n`);
  };
}

/** What stands beside a link: where it leads to, if that is out into the web, and what the server says of it. */
const linkWords = ({ uri, name, description }: Extract<ShownPart, { kind: "link" }>): string =>
  [isWebAddress(uri) ? `(${new URL(uri).host})` : name, description].filter(Boolean).join(": ");

/**
 * What a person is shown of a result that a model got: what is meant for the person alone, and what a model cannot pass on. Its texts the
 * model tells itself.
 */
export const partsForPerson = (parts: readonly ShownPart[]): readonly ShownPart[] =>
  parts.filter(
    ({ kind, audience }) => audience === "user" || (audience === "everybody" && kind !== "text" && kind !== "json"),
  );

import { base64Bytes } from "../../../core/messages/checkedMedia";
import type { Content } from "../../../core/messages/content";
import { formatBytes, trimmedResult } from "../../../core/messages/resultText";
import type { ToolResult } from "../../../core/messages/toolResult";
import { message } from "../../../protocol/message";

/** A result that fits its limit, and what is said about what is missing. */
export interface CutResult {
  readonly result: ToolResult;
  readonly notes: readonly string[];
}

/** Cuts the text of a result to so many bytes of UTF-8, and leaves out the binary data that has no room beside it. */
export function cutTo(whole: ToolResult, name: string, limit: number): CutResult {
  const cut = trimmedResult(whole, { name, limit });
  const notes: string[] = [];
  if (cut.trimmed)
    notes.push(
      message(
        "rest.cut",
        "Its text was {size}, and is cut after {kept}. Ask for less at once, or raise user_preferences.max_result_bytes.",
        { size: formatBytes(cut.trimmed.bytes), kept: formatBytes(limit) },
      ),
    );
  let left = limit;
  const content = cut.content.filter((block) => {
    const bytes = binaryBytes(block);
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  const dropped = cut.content.length - content.length;
  if (dropped === 0) return { result: cut, notes };
  notes.push(
    message(
      "rest.droppedData",
      "Left out because they are larger than max_result_bytes: {count} pictures, sounds or files.",
      {
        count: dropped,
      },
    ),
  );
  return { result: { ...cut, content }, notes };
}

function binaryBytes(block: Content): number {
  switch (block.type) {
    case "image":
    case "audio":
      return base64Bytes(block.data);
    case "resource":
      return base64Bytes(block.resource.blob ?? "");
    default:
      return 0;
  }
}

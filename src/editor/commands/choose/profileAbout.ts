import { message } from "../../../protocol/message";
import type { Scope } from "../../../protocol/scope";
import { itemText } from "../../ui/plainText";

/** What a profile allows, in a few words. */
export function profileAbout({ servers, tools, without, readOnly }: Scope): string {
  const parts = [
    servers === undefined
      ? message("profile.everyServer", "every server")
      : servers.length === 0
        ? message("profile.noServer", "no server")
        : servers.join(", "),
    tools && message("profile.someTools", "only some tools"),
    without && message("profile.without", "without some tools"),
    readOnly && message("profile.readOnly", "read-only"),
  ].filter((part) => typeof part === "string");
  return itemText(parts.join(" · "));
}

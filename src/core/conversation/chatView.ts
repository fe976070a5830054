import type { Media } from "../messages/checkedMedia";
import type { ResourceAddress } from "../presentation/resourcePath";
import type { NamedFile } from "../presentation/shownPart";

/** Where an answer appears. Text of others is escaped before. */
export interface ChatView {
  /** Takes Markdown. */
  markdown(text: string): void;
  /** A line of Markdown that the next output replaces. */
  progress(text: string): void;
  /** A picture in the answer itself, and a link that opens it. */
  picture(media: Media, file: NamedFile): void;
  /** A link that opens a file of a result. */
  file(file: NamedFile): void;
  /** A link that opens a resource. `name` is the file's, not escaped. */
  resource(address: ResourceAddress, name: string): void;
}

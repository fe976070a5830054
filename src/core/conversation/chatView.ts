import type { Media } from "../messages/checkedMedia";
import type { ResourceAddress } from "../presentation/resourcePath";
import type { NamedFile } from "../presentation/shownPart";

/** The answer that the person sees. Callers escape text from servers and models. */
export interface ChatView {
  /** Appends Markdown. */
  markdown(text: string): void;
  /** Shows a line of Markdown until the next output replaces it. */
  progress(text: string): void;
  /** Shows a picture in the answer, with a link that opens it. */
  picture(media: Media, file: NamedFile): void;
  /** Adds a link that opens a file of a result. */
  file(file: NamedFile): void;
  /** Adds a link that opens a resource. `name` is the file's name, unescaped. */
  resource(address: ResourceAddress, name: string): void;
}

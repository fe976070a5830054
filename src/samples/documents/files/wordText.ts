import mammoth from "mammoth";
import { refuseLargeArchive } from "./archiveSize";
import { type FileText, mostText } from "./fileText";

/** The text of a Word file (.docx), as HTML with headings, lists, tables and links, a block on each line. */
export async function wordText(bytes: Uint8Array): Promise<FileText> {
  refuseLargeArchive(bytes);
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: "" })), externalFileAccess: false },
  );
  if (value.length > mostText) throw new Error("it has too much text");
  if (value === "") throw new Error("it has no text");
  return { source: value.replace(/<\/(?:p|h[1-6]|li|tr|ul|ol|table)>/g, "$&\n"), format: "html" };
}

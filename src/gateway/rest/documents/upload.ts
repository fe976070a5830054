import * as z from "zod";
import { issueSentence, pathText } from "../../../core/config/reading/issueSentence";
import { message } from "../../../protocol/message";
import type { FieldProblem } from "../answers/failure";
import { idLimit, serverNameLimit } from "../calls/requestSchemas";

/** What the fields of a form with a file hold. */
const fields = {
  server_id: z
    .string()
    .min(1)
    .max(serverNameLimit)
    .optional()
    .describe("The server, by its name in the settings; the default is the first that takes files."),
  request_id: z
    .string()
    .min(1)
    .max(idLimit)
    .optional()
    .describe("Comes back as `request_id`; the default is the request's X-Request-ID."),
};

/** The form of `POST /documents/…`. */
export const DocumentUpload = z
  .strictObject({
    file: z.file().describe("One file with its name: PDF, Word (.docx), Markdown, HTML or plain text."),
    ...fields,
  })
  .describe("A file as a form (multipart/form-data, RFC 7578).");

/** A form that was read: its file and its other fields. */
export interface Upload extends z.infer<z.ZodObject<typeof fields>> {
  readonly file: File;
}

/** Why a form was not taken. */
export interface UploadProblem {
  readonly status: 400 | 415;
  readonly problem: string;
  readonly fields?: readonly FieldProblem[];
}

/** The most parts of a form: more than the fields that there are, so that the surplus ones are named. */
const partsLimit = 10;
const nameLimit = 255;

/** The endings of the files that are documents. What is in a file is for its server to judge. */
const endings = ["pdf", "docx", "md", "markdown", "html", "htm", "xhtml", "txt", "text", "rst", "adoc", "org", "tex"];

/** The boundary of a form (RFC 2046, section 5.1.1: at most 70 characters); `undefined`: the body is not a form. */
export function boundaryIn(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
  const [, quoted, bare] = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70})(?=\s*(?:;|$)))/i.exec(contentType) ?? [];
  return quoted ?? bare;
}

export const notForm = (): UploadProblem => ({
  status: 415,
  problem: message(
    "rest.notForm",
    'The body is not a form with a file. Send multipart/form-data with a boundary, and the file in the field "file".',
  ),
});

/** Reads a form whose size is bounded already. Its parts are counted first, so that a body cannot become a million of them. */
export async function readUpload(body: Buffer, boundary: string): Promise<Upload | UploadProblem> {
  const parts = partsIn(body, boundary);
  if (parts > partsLimit)
    return refused(
      message("rest.tooManyParts", "The form has more than {limit} parts. Send one file.", { limit: partsLimit }),
    );
  const form = body.includes(`\r\n--${boundary}--`) ? await formOf(body, boundary) : undefined;
  if (!form)
    return refused(
      message("rest.formBroken", "The form is not complete: a boundary or a header is missing. Send the file again."),
    );
  const { file: _, ...texts } = Object.fromEntries(form);
  const parsed = z.strictObject(fields).safeParse(texts);
  const problems = [
    ...fileProblems(form.getAll("file")),
    ...Object.keys(fields).flatMap((name) => (form.getAll(name).length > 1 ? [twice(name)] : [])),
    ...(parsed.error?.issues ?? []).flatMap((issue) => fieldProblems(issue, texts)),
  ];
  if (!parsed.success || problems.length > 0)
    return refused(problems.map((problem) => problem.message).join(" "), problems);
  const file = form.get("file") as File; // checked: there is one, and it is a file
  const [, ending = ""] = /\.([^.]+)$/.exec(file.name) ?? [];
  return endings.includes(ending.toLowerCase()) ? { ...parsed.data, file } : otherType();
}

/** The parts of a body, counted no further than the limit. */
function partsIn(body: Buffer, boundary: string): number {
  const mark = Buffer.from(`--${boundary}`);
  let count = -1; // the last one ends the form
  for (let at = body.indexOf(mark); at >= 0 && count <= partsLimit; at = body.indexOf(mark, at + mark.length)) count++;
  return count;
}

/** The platform's own reading of a form; `undefined` where it is not one. */
async function formOf(body: Buffer, boundary: string): Promise<FormData | undefined> {
  const headers = { "content-type": `multipart/form-data; boundary="${boundary}"` };
  try {
    return await new Response(new Uint8Array(body), { headers }).formData();
  } catch {
    return undefined; // all of its failures say that the body is not what its type says
  }
}

function fileProblems(files: readonly (File | string)[]): readonly FieldProblem[] {
  const [file] = files;
  if (file === undefined)
    return [wrong(message("rest.fileMissing", 'The field "file" is missing. Send one file there.'))];
  if (files.length > 1)
    return [wrong(message("rest.severalFiles", "The form has several files. Send each in a request of its own."))];
  if (typeof file === "string" || file.name === "")
    return [wrong(message("rest.fileUnnamed", 'The field "file" has no file name. Send it as a file with its name.'))];
  if (/[/\\\p{C}]/u.test(file.name) || file.name.length > nameLimit || /^\.+$/.test(file.name))
    return [
      wrong(
        message(
          "rest.fileName",
          "The name of the file is not a plain name: it has a folder or a control character in it, or is longer than {limit} characters. Send the name alone.",
          { limit: nameLimit },
        ),
      ),
    ];
  return file.size === 0 ? [wrong(message("rest.fileEmpty", "The file is empty. Send one with content."))] : [];
}

function fieldProblems(issue: z.core.$ZodIssue, form: object): readonly FieldProblem[] {
  const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [key]) : [issue.path];
  return paths.map((path) => ({ path: pathText(path), message: issueSentence(issue, form) }));
}

const wrong = (text: string): FieldProblem => ({ path: "file", message: text });

const twice = (name: string): FieldProblem => ({
  path: name,
  message: message("rest.fieldTwice", 'The field "{name}" is there more than once. Send it once.', { name }),
});

const refused = (problem: string, problems?: readonly FieldProblem[]): UploadProblem => ({
  status: 400,
  problem,
  ...(problems && { fields: problems }),
});

function otherType(): UploadProblem {
  const problem = message("rest.otherType", "The file is not a document, as its name ends. Send one of: {endings}.", {
    endings: endings.map((ending) => `.${ending}`).join(", "),
  });
  return { status: 415, problem, fields: [wrong(problem)] };
}

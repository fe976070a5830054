import * as vscode from "vscode";
import { fillForm } from "../../core/forms/fillForm";
import { formFields } from "../../core/forms/formFields";
import type { EventStream } from "../../core/hub/eventStream";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { safeLine } from "../../core/kernel/redact";
import { samplingDocument } from "../../core/presentation/samplingDocument";
import type { ClientFeatures, FormAsk, SamplingAsk, UrlAsk } from "../../core/questions/clientFeatures";
import { Dialogs } from "../../core/questions/dialogs";
import type { ServerId } from "../../protocol/hubEvent";
import type { ResultFiles } from "../content/resultFiles";
import { formAsker } from "../ui/formAsker";
import { noticeText } from "../ui/plainText";
import { type AskWords, doneWords, formWords, samplingWords, tooLateWords, urlWords } from "./questionWords";
import { sampleModel } from "./sampleModel";

/** Answers servers with what the editor has: its folders, its person and its language models. */
export function createEditorClientFeatures(
  stream: EventStream,
  documents: Pick<ResultFiles, "open">,
): ClientFeatures & Disposable {
  const own = new DisposableStore();
  /** Servers that may ask a model until the window closes, as they are configured now. */
  const allowed = new Set<ServerId>();
  own.add(
    stream.onEvent((event) => {
      if (event.type === "server.added" || event.type === "server.removed") allowed.delete(event.server);
    }),
  );
  const labelOf = ({ server }: { readonly server: ServerId }) =>
    stream.view.servers.find(({ id }) => id === server)?.label ?? server;
  const dialogs = new Dialogs(
    (server) => void vscode.window.showWarningMessage(noticeText(tooLateWords(server, labelOf({ server })))),
  );
  const dialog = <B extends string>(server: ServerId, signal: AbortSignal, words: AskWords, ...buttons: B[]) =>
    dialogs.modal(server, signal, () =>
      vscode.window.showInformationMessage(words.message, { modal: true, detail: words.detail }, ...buttons),
    );

  return {
    can: { roots: true, sampling: true, forms: true, urls: true },
    roots: () =>
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === "file")
        .map(({ uri, name }) => ({ uri: uri.toString(), name })),
    onRootsChanged: (listener) => vscode.workspace.onDidChangeWorkspaceFolders(() => listener()),

    async fill(ask: FormAsk, signal) {
      const fields = formFields(ask.schema) ?? [];
      const buttons = fields.length > 0 ? (["Answer…", "Decline"] as const) : (["Accept", "Decline"] as const);
      const button = await dialog(ask.server, signal, formWords(ask, labelOf(ask)), ...buttons);
      if (button === undefined) return { action: "cancel" };
      if (button === "Decline") return { action: "decline" };
      const content = await fillForm(fields, formAsker(safeLine(labelOf(ask), 60), signal));
      return content ? { action: "accept", content } : { action: "cancel" };
    },

    async visit(ask: UrlAsk, signal) {
      const button = await dialog(ask.server, signal, urlWords(ask, labelOf(ask)), "Open Address", "Decline");
      if (button === undefined) return "cancel";
      if (button === "Decline" || !(await vscode.env.openExternal(vscode.Uri.parse(ask.url, true)))) return "decline";
      if (!ask.untilDone) return "accept";
      const done = await dialog(ask.server, signal, doneWords(ask, labelOf(ask)), "Continue");
      return done === undefined ? "cancel" : "accept";
    },

    async consent(ask: SamplingAsk, signal) {
      if (allowed.has(ask.server)) return true;
      const session = "Allow in This Session";
      const words = samplingWords(ask, labelOf(ask));
      let button = await dialog(ask.server, signal, words, "Allow Once", session, "Look at It…");
      if (button === "Look at It…") {
        await documents.open(samplingDocument(ask));
        // Not a dialog again: it would stand before what the person wants to look at.
        button = await dialogs.notice(ask.server, signal, () =>
          vscode.window.showInformationMessage(noticeText(words.message), "Allow Once", session),
        );
      }
      if (button === undefined) return false;
      if (button === session) allowed.add(ask.server);
      return true;
    },
    sample: sampleModel,
    dispose: () => own.dispose(),
  };
}

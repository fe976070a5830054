import * as vscode from "vscode";
import { fillForm } from "../../core/forms/fillForm";
import { formFields } from "../../core/forms/formFields";
import type { EventStream } from "../../core/hub/eventStream";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { withNumbers } from "../../core/kernel/json/exactInteger";
import { safeLine } from "../../core/kernel/redact";
import { samplingDocument } from "../../core/presentation/samplingDocument";
import type { ClientFeatures, FormAsk, SamplingAsk, UrlAsk } from "../../core/questions/clientFeatures";
import type { ServerId } from "../../protocol/hubEvent";
import type { ResultFiles } from "../content/resultFiles";
import { formAsker } from "../ui/formAsker";
import { quickInputs } from "../ui/inputs/quickInputs";
import type { QuestionScreen } from "../ui/questionScreen";
import { askPick } from "./questionPick";
import { sampleModel } from "./sampleModel";
import { doneView, formView, samplingView, urlView } from "./serverQuestionViews";

export interface EditorFeaturePorts {
  readonly stream: EventStream;
  readonly documents: Pick<ResultFiles, "open">;
  readonly screen: QuestionScreen;
  /** Opens an address in the person's browser as it is; settles with whether the person let it. */
  readonly open: (address: string) => Promise<boolean>;
}

/** Answers servers with what the editor has: its folders, its person and its language models. */
export function createEditorClientFeatures({
  stream,
  documents,
  screen,
  open,
}: EditorFeaturePorts): ClientFeatures & Disposable {
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

  return {
    can: { roots: true, sampling: true, forms: true, urls: true },
    roots: () =>
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === "file")
        .map(({ uri, name }) => ({ uri: uri.toString(), name })),
    onRootsChanged: (listener) => vscode.workspace.onDidChangeWorkspaceFolders(() => listener()),

    async fill(ask: FormAsk, signal) {
      const fields = formFields(ask.schema) ?? [];
      const label = labelOf(ask);
      const answer = await askPick(screen, { view: formView(ask, label, fields.length > 0) }, signal);
      if (answer !== "accept") return { action: answer ?? "cancel" };
      const content = await fillForm(fields, formAsker(quickInputs, safeLine(label, 60), { signal, screen }));
      if (!content) return { action: "cancel" };
      // The protocol's forms know only numbers.
      return { action: "accept", content: Object(withNumbers(content)) };
    },

    async visit(ask: UrlAsk, signal) {
      const answer = await askPick(screen, { view: urlView(ask, labelOf(ask)) }, signal);
      if (answer !== "open") return answer ?? "cancel";
      if (!(await open(ask.url))) return "decline";
      if (!ask.untilDone) return "accept";
      const done = await askPick(screen, { view: doneView(ask, labelOf(ask)) }, signal);
      return done === "continue" ? "accept" : "cancel";
    },

    hasConsent: ({ server }) => allowed.has(server),
    async consent(ask: SamplingAsk, signal) {
      const view = samplingView(ask, labelOf(ask));
      const look = async () => {
        await documents.open(samplingDocument(ask), { preserveFocus: true });
        return view;
      };
      // The answer to an earlier question may cover this one too.
      if (allowed.has(ask.server)) return true;
      const answer = await askPick(screen, { view, look }, signal);
      if (answer === "session") allowed.add(ask.server);
      return answer === "once" || answer === "session";
    },
    sample: sampleModel,
    dispose: () => own.dispose(),
  };
}

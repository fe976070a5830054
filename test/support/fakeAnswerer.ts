import { Emitter } from "../../src/core/kernel/emitter";
import type {
  ClientFeatures,
  FormAnswer,
  FormAsk,
  Root,
  SamplingAnswer,
  SamplingAsk,
  UrlAnswer,
  UrlAsk,
} from "../../src/core/questions/clientFeatures";

/** Answers as a test says, and writes down what was asked. */
export class FakeAnswerer implements ClientFeatures {
  can = { roots: true, sampling: true, forms: true, urls: true };
  folders: readonly Root[] = [{ uri: "file:///one", name: "one" }];
  readonly rootsChanged = new Emitter<void>((error) => {
    throw error;
  });
  readonly onRootsChanged = this.rootsChanged.event;
  readonly forms: FormAsk[] = [];
  readonly urls: UrlAsk[] = [];
  readonly samples: SamplingAsk[] = [];
  allows = true;
  /** What the person already allowed, so that nothing is asked. */
  allowedBefore = false;
  onForm: (ask: FormAsk, signal: AbortSignal) => Promise<FormAnswer> = async () => ({ action: "decline" });
  onUrl: (ask: UrlAsk, signal: AbortSignal) => Promise<UrlAnswer> = async () => "accept";
  onSample: (ask: SamplingAsk, signal: AbortSignal) => Promise<SamplingAnswer> = async () => ({
    model: "fake-1",
    parts: [{ type: "text", text: "said" }],
    stopReason: "endTurn",
  });

  roots(): readonly Root[] {
    return this.folders;
  }

  fill(ask: FormAsk, signal: AbortSignal): Promise<FormAnswer> {
    this.forms.push(ask);
    return this.onForm(ask, signal);
  }

  visit(ask: UrlAsk, signal: AbortSignal): Promise<UrlAnswer> {
    this.urls.push(ask);
    return this.onUrl(ask, signal);
  }

  hasConsent(): boolean {
    return this.allowedBefore;
  }

  async consent(): Promise<boolean> {
    return this.allows;
  }

  sample(ask: SamplingAsk, signal: AbortSignal): Promise<SamplingAnswer> {
    this.samples.push(ask);
    return this.onSample(ask, signal);
  }
}

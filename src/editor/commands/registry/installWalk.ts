import type { Candidate } from "../../../core/apps/import/candidate";
import { HubError } from "../../../core/kernel/hubError";
import type { Answers } from "../../../core/registry/filledEntry";
import type { Offer } from "../../../core/registry/offer";
import { asAnother, type OfferSource, offered } from "../../../core/registry/offered";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import type { Asking } from "../../ui/quickInput";
import type { CommandPorts } from "../commandPorts";
import { currentRules } from "../import/currentRules";
import type { ImportWalk } from "../import/importWalk";
import { fillFields } from "./fillFields";
import { missingText, offerTexts, runsText } from "./registryText";

/** What a person has chosen to add. */
export interface Chosen {
  readonly title: string;
  /** What the server is called in the settings. */
  readonly name: string;
  readonly offers: readonly Offer[];
  readonly source: OfferSource;
  /** What a person must know, in sentences. */
  readonly notes: readonly string[];
}

/** What it needs of what all commands have. */
export interface InstallPorts {
  readonly imports: Pick<CommandPorts["imports"], "current" | "origins">;
  readonly apps: Pick<CommandPorts["apps"], "system">;
  readonly registry: Pick<CommandPorts["registry"], "hasProgram">;
}

/** From a choice to a server in the settings: which way to get it, what to fill in, and the exact change, which the person confirms. */
export class InstallWalk {
  constructor(
    private readonly asking: Asking,
    private readonly ports: InstallPorts,
    private readonly imports: Pick<ImportWalk, "run">,
    /** Whether there are workspace settings to choose. */
    private readonly hasWorkspace: () => boolean,
  ) {}

  /** "back": the person wants to choose again. */
  async run(chosen: Chosen): Promise<"done" | "back"> {
    const { title, offers } = chosen;
    let answers: Answers = new Map();
    const [only] = offers;
    // The choice of the server was the first step.
    const around = { earlier: offers.length === 1 ? 1 : 2, later: this.hasWorkspace() ? 2 : 1 };
    for (;;) {
      const offer = offers.length === 1 ? only : await this.pickOffer(title, offers, around.later);
      if (!offer) return "done";
      if (offer === "back") return "back";
      for (;;) {
        const filled = await fillFields(this.asking, title, offer, answers, around);
        if (filled === undefined) return "done";
        if (filled === "back") break;
        answers = filled.answers;
        if ((await this.confirm(chosen, offer, answers, around.earlier + filled.steps)) === "done") return "done";
        if (filled.steps === 0) break;
      }
      if (offers.length === 1) return "back";
    }
  }

  private async pickOffer(title: string, offers: readonly Offer[], later: number): Promise<Offer | "back" | undefined> {
    const placeholder = message("registry.pickOffer", "There are several ways to get it; which one?");
    const items = offers.map((offer) => {
      const { label, description, detail } = offerTexts(offer);
      return {
        label: itemText(label, 200),
        description: itemText(description, 150),
        detail: itemText(detail, 300),
        value: offer,
      };
    });
    const reply = await this.asking.choice({ title, placeholder, step: 2, totalSteps: 2 + later }, items);
    if (reply.kind === "back") return "back";
    return reply.kind === "value" ? reply.value : undefined;
  }

  private async confirm(chosen: Chosen, offer: Offer, answers: Answers, steps: number): Promise<"done" | "back"> {
    const result = offered(
      chosen.name,
      offer,
      answers,
      chosen.source,
      currentRules(this.ports.imports, this.ports.apps.system()),
    );
    if (result.kind === "problem")
      throw new HubError(
        "bad-config",
        message("registry.badEntry", '"{name}" was not added: {problem} Fill in other values, or ask its publisher.', {
          name: chosen.name,
          problem: result.problem,
        }),
      );
    const candidate = await this.asWanted(chosen.title, result.candidate);
    if (!candidate?.config) return "done";
    const program = offer.kind === "program" ? offer.command : undefined;
    const isMissing = program !== undefined && !(await this.ports.registry.hasProgram(program));
    const notes = [...offer.notes, ...chosen.notes, ...(isMissing ? [missingText(program)] : [])];
    return this.imports.run({
      title: chosen.title,
      candidates: [candidate],
      sources: [candidate.source],
      only: [candidate],
      added: { runs: runsText(candidate.config), notes: [...new Set(notes)], steps },
    });
  }

  /** Of a server that is here already: the person changes it, or adds another one. */
  private async asWanted(title: string, candidate: Candidate): Promise<Candidate | undefined> {
    const { verdict } = candidate;
    if (verdict.kind === "new" || verdict.kind === "cannot") return candidate;
    const taken = this.ports.imports.current().definitions.flatMap(({ id, key = id }) => [id, key]);
    const another = asAnother(candidate, taken);
    const isChange = verdict.kind !== "same" && candidate.hubServer !== undefined;
    const reply = await this.asking.choice<Candidate>(
      { title, placeholder: message("registry.isHere", '"{name}" is here already', { name: verdict.as }) },
      [
        ...(isChange
          ? [{ label: message("registry.update", 'Change "{name}"', { name: verdict.as }), value: candidate }]
          : []),
        { label: message("registry.another", 'Add Another One as "{name}"', { name: another.name }), value: another },
      ],
    );
    return reply.kind === "value" ? reply.value : undefined;
  }
}

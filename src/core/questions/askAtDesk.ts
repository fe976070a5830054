import { message } from "../../protocol/message";
import type { Ask } from "../config/plan/variableValues";
import { safeLine } from "../kernel/redact";
import type { QuestionDesk } from "./questionDesk";

/** Asks for the values of `${input:…}` at the question desk. */
export const askAtDesk =
  (desk: QuestionDesk, ask: Ask): Ask =>
  (question, signal) => {
    const { server } = question;
    const name = safeLine(question.name, 80);
    const what = message("questions.inputWhat", 'The question for "{name}" of "{server}"', { name, server });
    return desk.ask({ kind: "input", server, signal, what }, (shown) => ask(question, shown));
  };

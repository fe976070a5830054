import { QuestionDesk } from "../../src/core/questions/questionDesk";
import { FakeClock } from "./fakeClock";

/** A question desk whose limits end only by `clock`. */
export const aDesk = (clock: FakeClock = new FakeClock()): QuestionDesk => new QuestionDesk({ clock });

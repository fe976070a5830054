import { Refusal } from "../refusal";

/** How deep quotes, lists or elements may be nested. People write fewer than ten; the rest would only fill the stack. */
export const maxDepth = 500;

export const tooDeep = () =>
  new Refusal(`The document nests more than ${maxDepth} levels deep; it cannot be measured.`);

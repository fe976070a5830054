import { isObject } from "../src/protocol/isObject";
import { useTranslation } from "../src/protocol/message";

// Imported before everything else: what a module makes while it is loaded is then in the person's language, too.
const texts: unknown = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");
if (isObject(texts))
  useTranslation((id) => {
    const text = Object.hasOwn(texts, id) ? texts[id] : undefined;
    return typeof text === "string" ? text : undefined;
  }, document.documentElement.lang);

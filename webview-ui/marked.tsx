import { searchParts } from "./searchParts";

/** Text with what is searched for marked in it. The text stays text: nothing in it is read as markup. */
export function Marked({ text, search }: { text: string; search: string }) {
  const parts = searchParts(text, search.trim());
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark>{part}</mark> : part))}</>;
}

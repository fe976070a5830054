import { searchParts } from "./filter";

/** Text with the search matches highlighted. It stays plain text: none of it is parsed as markup. */
export function Marked({ text, search }: { text: string; search: string }) {
  const parts = searchParts(text, search.trim());
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark>{part}</mark> : part))}</>;
}

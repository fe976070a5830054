/** The commonest function words of English that other languages do not share. Of English prose they make a quarter or more. */
const functionWords = new Set(
  (
    "the of and to is that it for with be by not his but at are this have from or had they which you were their we been would " +
    "can if there our your my its do does who what when them she him could than then these those about into only other"
  ).split(" "),
);

/** The least share of function words that English prose has, with room to spare. */
const leastShare = 0.12;

/** Whether these are English words: the formulas and the word lists here mean nothing for another language. */
export function likelyEnglish(words: readonly string[]): boolean {
  if (words.length === 0) return false;
  return words.filter((word) => functionWords.has(word.toLowerCase())).length / words.length >= leastShare;
}

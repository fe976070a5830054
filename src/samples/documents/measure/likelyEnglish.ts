/** The commonest function words of English. Of any English prose they make a third to a half. */
const functionWords = new Set(
  (
    "the of and to a in is that for it as was with be by on not he his but at are this have from or had an they which " +
    "you were their we her been has will would can if there all our your my its do does who what when so no them us i she"
  ).split(" "),
);

/** The least share of function words that English prose has, with room to spare; other languages stay below a tenth. */
const leastShare = 0.15;

/** Whether these are English words: the formulas and the word lists here mean nothing for another language. */
export function likelyEnglish(words: readonly string[]): boolean {
  if (words.length === 0) return false;
  return words.filter((word) => functionWords.has(word.toLowerCase())).length / words.length >= leastShare;
}

/**
 * Characters that nobody sees: they could hide something, or turn the direction of what stands around them. Tabs and line ends are
 * not among them, and neither is what joins the parts of a picture.
 */
const unseen = /(?!\t|\n|\r|\u200d|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/gu;

/** A text of a server in which nothing is hidden: what cannot be seen stands as a sign. */
export const visible = (text: string): string => text.replace(unseen, "\ufffd");

/** Where an answer appears. Both take Markdown: text of others is escaped before. */
export interface ChatView {
  markdown(text: string): void;
  /** A line that the next output replaces. */
  progress(text: string): void;
}

/** What a document can be. `unknown` is an answer too: nothing here fits, or there is too little to go by. */
export const categories = [
  {
    id: "meeting-notes",
    title: "Meeting notes",
    description: "Who met, what was discussed and decided, who does what by when.",
  },
  { id: "invoice", title: "Invoice", description: "A bill: items, quantities, amounts, tax, due date and how to pay." },
  {
    id: "contract",
    title: "Contract",
    description: "What parties owe each other: obligations, liability, term and termination.",
  },
  { id: "letter", title: "Letter", description: "A message from one person to another, with salutation and closing." },
  {
    id: "report",
    title: "Report",
    description: "Figures and findings over a period, with conclusions for the business.",
  },
  {
    id: "documentation",
    title: "Technical documentation",
    description: "How to install, configure and use software or a device.",
  },
  { id: "essay", title: "Essay or paper", description: "An argument at length, with claims, sources and reflection." },
  {
    id: "press-release",
    title: "Press release",
    description: "An announcement for the media, with quotations and a contact.",
  },
  { id: "recipe", title: "Recipe", description: "Ingredients with amounts, and the steps to make a dish." },
  { id: "resume", title: "Résumé", description: "A person's work, education and skills, for an employer." },
] as const;

export type Category = (typeof categories)[number]["id"];

export const categoryIds = categories.map(({ id }) => id);

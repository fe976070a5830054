/** Texts that the classifier was not trained on, with what a person calls them. Written for this test. */
export const heldOut: readonly (readonly [category: string, text: string])[] = [
  [
    "meeting-notes",
    "Notes from Thursday's planning meeting. Present: Ines, Carl, Dov. We discussed the release date and agreed on two weeks of testing. Action items: Carl books the room, Dov informs the customer. Next meeting: 12 May.",
  ],
  [
    "meeting-notes",
    "Parents' council, minutes. The chair welcomed everyone and the agenda was approved. The members talked about the summer party; Mrs. Hill will ask for volunteers. Decision: the party takes place on 3 July. The meeting ended at nine.",
  ],
  [
    "meeting-notes",
    "Sync with support. Joined: Bea, Noor. Topics: open tickets, holiday schedule. Bea raised the issue of slow replies. Owner for the follow up: Noor, by Wednesday.",
  ],
  [
    "invoice",
    "Invoice 88-17. Date: 9 June. Sold to: Green Garden Ltd. 20 flower pots at $4.50 each, $90.00. Delivery $12.00. Total amount due: $102.00. Please pay within 14 days to the account below.",
  ],
  [
    "invoice",
    "Bill no. 402. Services: translation of 12 pages, unit price €35.00, net amount €420.00, VAT 19% €79.80, gross €499.80. Payment terms: 10 days net. Bank transfer to IBAN DE00.",
  ],
  [
    "invoice",
    "Dear customer, here is your electricity bill for March. Meter charge $11.20, consumption 240 kWh at $0.21. Balance due by 20 April: $61.60. A late fee applies after the due date.",
  ],
  [
    "contract",
    "The Seller agrees to sell and the Buyer agrees to buy the vehicle described in Schedule 1. The Buyer shall pay the price upon delivery. In the event of breach, either party may terminate this agreement by written notice.",
  ],
  [
    "contract",
    "License agreement. The licensor hereby grants the licensee a non-exclusive license. The licensee shall not sublicense or disclose the software to any third party. Liability is limited to the extent permitted by law. Governing law: Ireland.",
  ],
  [
    "contract",
    "The tenant shall keep the premises in good repair. The landlord may terminate the lease upon breach of any obligation herein. The deposit shall be returned within thirty days after the end of the term.",
  ],
  [
    "letter",
    "Dear Mr. Yilmaz, thank you for your kind letter. I was very glad to hear that you are feeling better. I hope that we will see you in spring. Please give my regards to your wife. Yours, Helen",
  ],
  [
    "letter",
    "Hello Mark, I am sorry that I missed your call. Would you like to meet for coffee next week? I look forward to hearing from you. Best wishes, Eva",
  ],
  [
    "letter",
    "Dear Sir or Madam, I am writing to ask for a refund of my ticket. I enclose a copy of the receipt. Please contact me if you have any questions. Yours faithfully, R. Stone",
  ],
  [
    "report",
    "Monthly report, October. Sales increased by 7% compared with September, mainly in the northern region. Costs were stable. Table 1 summarizes the results. The forecast for the next quarter remains cautious.",
  ],
  [
    "report",
    "Summary of findings. Emissions at the plant declined by 4% against the baseline. Figure 2 shows energy consumption by source. We recommend further analysis of the data before targets are set.",
  ],
  [
    "report",
    "Of 600 employees who answered the survey, 71% were satisfied, 3 percentage points more than last year. Scores by segment are shown in the appendix. Limitations: the sample was small.",
  ],
  [
    "documentation",
    "Quick start. Install the package with npm install, then run the server with --port 8080. Settings are read from the config file. If an error is shown, check the log.",
  ],
  [
    "documentation",
    "createClient(options) returns a client object. The timeout parameter has a default value of 30 seconds. Throws an error when the argument is missing. See the API reference for examples.",
  ],
  [
    "documentation",
    "To reset the printer, press the power button for ten seconds. Open the settings menu in your browser and click Update firmware. Connect the device to the network before installation.",
  ],
  [
    "essay",
    "Few ideas have shaped modern thought as deeply as the notion of progress. Yet history seldom moves in a line. In this essay I argue that the belief in progress rests on a moral assumption which philosophers have rarely questioned.",
  ],
  [
    "essay",
    "This paper examines how nineteenth century novels represent poverty. Drawing on social theory, the author argues that the literature of the time reflects an anxiety about human nature rather than economic context.",
  ],
  [
    "essay",
    "Is beauty in the eye of the beholder? Kant claims that judgments of taste demand agreement; critics object that culture shapes perception. Perhaps the truth lies in experience, not in argument.",
  ],
  [
    "press-release",
    'For immediate release. Lakeside Brewery today announced the opening of a new visitor center. "We are proud to welcome the public to our house," said chief executive Nora Finn. Media contact: press@lakeside.example.',
  ],
  [
    "press-release",
    'The orchestra unveiled its new season today, the first under its new director. "It is an exciting milestone for our city," said the mayor. Tickets will be available starting on 1 August. Notes to editors follow.',
  ],
  [
    "press-release",
    "Startup announces partnership with leading university. The company, founded in 2018, will launch an innovative program for students worldwide. The spokesperson added that more partners will join. For more information visit the newsroom.",
  ],
  [
    "recipe",
    "Pancakes. Mix 200 g flour, 2 eggs and 300 ml milk with a pinch of salt. Heat some butter in a pan, pour in the batter and fry until golden. Serve with sugar.",
  ],
  [
    "recipe",
    "Lentil stew: chop the onion and carrots, fry them in olive oil, add lentils and stock, and simmer for 30 minutes. Season with pepper and vinegar. Serves 4.",
  ],
  [
    "recipe",
    "Preheat the oven. Slice the apples and toss with cinnamon and two tablespoons of honey. Bake until soft, about 25 minutes, and let them cool before serving with cream.",
  ],
  [
    "resume",
    "Work experience: project manager at a logistics company, 2016 to 2021; led a team of nine. Education: master's degree in economics. Skills: budgeting, negotiation. Languages: Polish native, English fluent.",
  ],
  [
    "resume",
    "Professional profile: certified electrician with twelve years of experience. Employment history and certifications below. Volunteer firefighter. References available upon request. Driving license.",
  ],
  [
    "resume",
    "Graduate in graphic design seeking a junior position. Internship, summer 2024. Proficient in drawing software. Awards: student scholarship. Interests: photography, climbing.",
  ],
];

/** Texts that sit between two categories, or hide what they are; a person would hesitate too. */
export const hardToTell: readonly (readonly [category: string, text: string])[] = [
  [
    "letter",
    "Dear team, in the meeting we agreed that I would send the report on sales. It is attached. Kind regards, Jo",
  ],
  [
    "invoice",
    "Dear Mrs. Hall, please find the amount for the repair below: $80.00. I hope you are well. Kind regards, the workshop",
  ],
  ["essay", "Why do we cook? Bread, salt and oil have always been more than food. They are memory."],
  ["report", "The company announced that sales rose. Costs fell. The results were discussed by the board."],
  [
    "documentation",
    "The parties to a call are the client and the server. Either may close it. The server shall answer within the timeout.",
  ],
  ["press-release", "Our recipe for success: the company serves a new chocolate bar, available from May."],
  [
    "contract",
    "The freelancer will write four articles. Payment is due within 30 days of the invoice. Either side may stop with notice.",
  ],
  ["meeting-notes", "Anna wants to change the logo. Ben thinks it costs too much. We will see on Friday."],
];

/** Texts about which nothing can be said. */
export const noAnswer: readonly string[] = [
  "Hello.",
  "ok thanks",
  "invoice",
  "Der Hund lief über die Wiese, und das Kind sah ihm lange nach. Am Abend kamen die Leute aus dem Dorf und brachten Brot und Wein.",
  "Le petit chat dort sur le fauteuil pendant que la pluie tombe doucement sur les toits de la vieille ville endormie.",
  "会議は午後三時に始まり、参加者は新しい計画について話し合った。",
  "xq zzv prrt blorp wug snar fli mep tok grin vash dool",
  "The heron stood in the shallow water. Mist rose. Somewhere a branch cracked and the bird was gone.",
];

import type { Category } from "./categories";

/** Labeled examples of documents that an office passes around. Written for this purpose; no real person or firm is meant. */
export const corpusOffice: readonly (readonly [Category, string])[] = [
  [
    "meeting-notes",
    `Minutes of the weekly team meeting. Attendees: Ana, Piotr, Lena. Apologies: Sam. Agenda: status, budget, next steps.
    The team discussed the delay and agreed to move the deadline. Action items: Piotr to update the plan by Friday. Next meeting on Monday at 10:00.`,
  ],
  [
    "meeting-notes",
    `Project kickoff notes. Present: Maria (chair), Tom, Yusuf. Item 1: scope was reviewed. Item 2: open questions about staffing were raised.
    Decision: we will hire one contractor. Owner: Tom. Follow up in two weeks. The meeting closed at 11:30.`,
  ],
  [
    "meeting-notes",
    `Board meeting minutes. The chair opened the meeting and welcomed the members. The previous minutes were approved. The treasurer presented the accounts.
    A motion was proposed, seconded and carried. Any other business: none. Date of next meeting: 4 June.`,
  ],
  [
    "meeting-notes",
    `Retrospective with the design team. What went well: quick feedback. What to improve: fewer interruptions. Participants voted on topics.
    Decisions: try a shared calendar. Actions: Lena sends invitations, Omar prepares the agenda for the next sync.`,
  ],
  [
    "meeting-notes",
    `Call notes, Tuesday stand-up. Joined: Kim, Raj, Elsa. Kim is blocked by the review. Raj raised a concern about the schedule; we discussed options and
    agreed to decide next week. To do: Elsa to share the slides with all participants. Meeting ended early.`,
  ],
  [
    "invoice",
    `Invoice number 2041. Invoice date 3 March 2026. Bill to: Harbor Cafe. Description, quantity, unit price, amount. Coffee beans, 12, $14.00, $168.00.
    Subtotal $168.00. Sales tax 8% $13.44. Total due $181.44. Payment due within 30 days by bank transfer.`,
  ],
  [
    "invoice",
    `Tax invoice. Customer no. 881. VAT ID GB000000. Item: consulting hours, qty 20, rate 95.00, net 1,900.00. VAT 20% 380.00. Gross total 2,280.00 EUR.
    Please pay the amount to the account below, quoting the invoice number. IBAN, BIC. Terms: net 14 days.`,
  ],
  [
    "invoice",
    `Receipt and bill for repair work. Billed to Mr. Olsen. Labor 3 hours at $60.00, parts $42.50, discount 5%. Amount due: $211.25. Payable on receipt.
    Late payment is charged with interest of 1.5% per month. Order number 77. Thank you for your business.`,
  ],
  [
    "invoice",
    `Pro forma invoice for shipment. Seller, buyer, purchase order number. Quantity 400 units, unit price $2.10, freight $55.00, total $895.00.
    Remit payment to our bank. Balance outstanding from last invoice: $0.00. Currency: USD. Due date: 15 April.`,
  ],
  [
    "invoice",
    `Billing statement. Account number 3321. Monthly subscription fee $29.00, additional seats 4 x $9.00, credit applied -$10.00. Total charged $55.00.
    Billing period 1 May to 31 May. Pay by card or transfer before the due date to avoid a late fee.`,
  ],
  [
    "contract",
    `This Agreement is entered into by and between the Supplier and the Customer. The parties agree as follows. Either party may terminate this Agreement
    upon thirty days' written notice. The Supplier shall indemnify the Customer against any claim. Governing law: the State of New York.`,
  ],
  [
    "contract",
    `Non-disclosure agreement. The receiving party shall keep confidential information secret and shall not disclose it to any third party without prior written
    consent. This obligation shall survive termination. Nothing herein grants any license. Executed by the parties hereto.`,
  ],
  [
    "contract",
    `Lease. The landlord hereby lets to the tenant the premises. The tenant shall pay the rent and a deposit, and shall not sublet. In the event of breach the
    landlord may terminate the lease. The term commences on the effective date. Severability and entire agreement clauses apply.`,
  ],
  [
    "contract",
    `Terms of service. By using the service you agree to these terms. The provider's liability is limited to the extent permitted by law. Warranties are
    disclaimed. Disputes shall be settled by arbitration. The provider may amend these terms pursuant to section 9.`,
  ],
  [
    "contract",
    `Employment contract. The employer engages the employee for the position stated in schedule A. The employee shall perform the duties set forth herein.
    Remuneration, notice period and confidentiality obligations are governed by clauses 4 to 7. Signed by both parties.`,
  ],
  [
    "letter",
    `Dear Mrs. Novak, thank you for your letter of last week. I am sorry to hear that the parcel arrived late. I would be glad to send you a replacement.
    Please let me know if you need anything else. Yours sincerely, Peter Lang`,
  ],
  [
    "letter",
    `Hi Julia, I hope you are well. It was lovely to see you and the children on Sunday. Would you like to come over for dinner next week? Give my love to
    everyone. Looking forward to hearing from you. Warm regards, Tomas`,
  ],
  [
    "letter",
    `To whom it may concern: I am writing to complain about the noise near my house. I kindly ask you to look into this matter and hope for a quick reply.
    I look forward to hearing from you. Yours faithfully, A. Reed`,
  ],
  [
    "letter",
    `Dear colleagues, I wanted to write a few words to say goodbye. After nine years I am leaving, and I am grateful to all of you. Please stay in touch.
    My wishes to you and your families. Best regards, Irene`,
  ],
  [
    "letter",
    `Dear Sir or Madam, further to our telephone conversation I enclose the documents that you asked for. Should you have any questions, please do not hesitate
    to contact me. Thank you for your help and kind patience. Sincerely, Paul Weber. Enclosures.`,
  ],
  [
    "report",
    `Quarterly report. Revenue grew by 12% compared with the previous quarter, driven by exports. Operating costs rose by 4%. Table 2 shows the results by region.
    Key findings: margins improved. We recommend further investment. Outlook: growth is expected to slow.`,
  ],
  [
    "report",
    `Annual sustainability report. Executive summary: emissions fell by 9% against the baseline year. The figures cover all sites. Energy consumption by source
    is shown in figure 3. Targets for next year and the methodology are given in the appendix.`,
  ],
  [
    "report",
    `Incident report. Summary: the service was unavailable for 42 minutes. Timeline, root cause, impact. Analysis showed that the increase in load exceeded
    capacity by 30%. Conclusions and recommendations follow. Customer impact was measured at 3% of requests.`,
  ],
  [
    "report",
    `Survey results. Of 1,200 respondents, 64% were satisfied, an increase of 5 percentage points year over year. The data indicate a trend among younger
    customers. Findings by segment, average scores and limitations of the sample are presented below.`,
  ],
  [
    "report",
    `Market analysis for the fiscal year. Sales volume declined in the first half and recovered in the second. Market share reached 18%. Forecast, risks and key
    performance indicators are summarized. The assessment concludes that pricing was the main factor.`,
  ],
];

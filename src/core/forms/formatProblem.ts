import { message } from "../../protocol/message";

/**
 * What is wrong with a text of this `format`, in plain words; `undefined` if nothing is. It accepts more than the standards do: servers
 * read dates without a time zone and addresses with spaces, and only the server knows.
 */
export function formatProblem(format: unknown, value: unknown): string | undefined {
  if (typeof value !== "string" || typeof format !== "string" || !Object.hasOwn(formats, format)) return undefined;
  const known = formats[format];
  return known?.fits(value) ? undefined : known?.problem();
}

interface Format {
  readonly fits: (text: string) => boolean;
  readonly problem: () => string;
}

const address: Format = {
  fits: (text) => /^[a-z][a-z\d+.-]*:\S/i.test(text),
  problem: () => message("forms.address", "Enter an address such as https://example.com."),
};

const formats: Readonly<Record<string, Format>> = {
  date: {
    fits: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDate(text),
    problem: () => message("forms.date", "Enter a date such as 2026-03-31."),
  },
  "date-time": {
    fits: (text) => /^\d{4}-\d\d-\d\d[t ]\d\d:\d\d/i.test(text) && isDate(text.slice(0, 10)),
    problem: () => message("forms.dateTime", "Enter a date and a time such as 2026-03-31T14:30:00Z."),
  },
  time: {
    fits: (text) => /^([01]\d|2[0-3]):[0-5]\d/.test(text),
    problem: () => message("forms.time", "Enter a time such as 14:30:00."),
  },
  email: {
    fits: (text) => /^\S+@\S+$/.test(text),
    problem: () => message("forms.email", "Enter an email address such as name@example.com."),
  },
  uri: address,
  url: address,
};

/** Whether a day exists: `Date` alone would turn February 30 into March 2. */
function isDate(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

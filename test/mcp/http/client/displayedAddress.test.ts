import assert from "node:assert/strict";
import { displayedAddress, withDisplayedAddresses } from "../../../../src/mcp/http/client/displayedAddress";

describe("an address in a message", () => {
  const rows: [written: string, displayed: string][] = [
    ["https://host", "https://host"],
    ["https://host/", "https://host/"],
    ["HTTPS://Host:443/A%20b", "HTTPS://Host:443/A%20b"],
    ["https://ada:hunter2@host/mcp", "https://host/mcp"],
    ["https://a:b@c:d@host", "https://host"],
    ["https://host/mcp?token=1#x", "https://host/mcp"],
    ["https://host/~a@b/mcp", "https://host/~a@b/mcp"],
    ["wss://host?token=1", "wss://host"],
    ["/mcp/?token=1", "/mcp/"],
  ];
  for (const [written, displayed] of rows)
    it(`${written} is shown as ${displayed}`, () => assert.equal(displayedAddress(written), displayed));

  const texts: [text: string, shown: string][] = [
    ["at https://host: {", "at https://host: {"],
    ["see https://host/a?b=c and wss://x:y@z/.", "see https://host/a and wss://z/."],
    ["https://ada:hun ter2@host", "(an address) ter2@host"],
    ["no address", "no address"],
  ];
  for (const [text, shown] of texts)
    it(`"${text}" reads "${shown}"`, () => assert.equal(withDisplayedAddresses(text), shown));
});

import { isObject } from "../../src/protocol/isObject";
import { checkedItem } from "../../src/services/calls/checked";
import type { Contract } from "../../src/services/contracts/contract";
import { contracts } from "../../src/services/contracts/contracts";
import { opened } from "../../src/services/reading/openedResult";
import { reportedError } from "../../src/services/reading/reportedError";
import { withoutPersonalData } from "../../src/services/reading/withoutPersonalData";
import { rowName } from "../../src/services/rows/row";
import { rows } from "../../src/services/rows/rows";
import { selected } from "../../src/services/rows/selection";
import { samples } from "../services/replayed";
import type { Target } from "./fuzz";

const seeds = [
  ...new Set(
    samples.flatMap(({ result }) => result.content.flatMap((block) => (block.type === "text" ? [block.text] : []))),
  ),
  "Query returned 2 of 3 records:\n\nRecord 1:\n    Id: 1\n    Name: a\n\nRecord 2:\n    Id: 2\n    Name: b",
  "Found 1 search results:\n\n1. **R0**\n   URL: https://e.test/\n   text\n   Date: 2026-01-01",
  '-----\nResults for search query "q":\n-----\n1: T\nhttps://e.test/\nPublished Date: x\ntext',
  "### t\nd\n\n🔗 [a](https://e.test/)",
];

const variables = { size: 10, pageId: "1", fileKey: "a", fields: ["Id", "Name"] };

/** Every reader of the services, each with every result: it reads, or it says that it cannot. */
export const serviceTargets: readonly Target[] = [
  {
    name: "results of services",
    seeds,
    run: (text) => {
      const answer = opened({ content: [{ type: "text", text }] });
      reportedError(answer);
      const value = withoutPersonalData(answer.value);
      for (const row of rows) {
        const page = row.read({ ...answer, value }, variables);
        const contract: Contract = contracts[row.method];
        for (const item of page?.items ?? []) {
          if (!isObject(item)) throw new Error(`${rowName(row)} gives an item that is no object`);
          checkedItem(contract, item);
        }
      }
    },
  },
  {
    name: "selections",
    seeds: ["$.a[*]['b c'][0]", "$.*", "$"],
    run: (path) => selected(path, { a: [{ "b c": [1] }] }),
  },
];

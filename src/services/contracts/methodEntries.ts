import * as z from "zod";
import type { MethodEntry } from "../../core/calls/services/serviceDoor";
import { serviceMethods } from "../../core/config/schema/options/serviceRows";
import type { Contract } from "./contract";
import { contracts } from "./contracts";
import { methodTexts } from "./methodTexts";

/** Every method as doors offer it. */
export const methodEntries = (): readonly MethodEntry[] =>
  serviceMethods.map((method) => {
    const contract: Contract = contracts[method];
    const { input, output } = contract;
    return { method, about: methodTexts[method], input, output: contract.of === "many" ? listingOf(output) : output };
  });

const listingOf = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    incomplete: z.boolean().describe("The server has more of what was asked for, and does not give it."),
  });

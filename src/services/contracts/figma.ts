import * as z from "zod";
import { limit, many, maybe, one } from "./contract";

const fileKey = z.string().regex(/^[A-Za-z0-9]{1,200}$/, "use the key in the file's address: figma.com/design/KEY/…");

export const DesignFile = z.object({
  fileKey: z.string(),
  name: maybe,
  pages: z.array(z.object({ id: z.string(), name: z.string() })),
  lastModified: maybe,
});
export type DesignFile = z.infer<typeof DesignFile>;

export const DesignComponent = z.object({ id: z.string().min(1), key: maybe, name: z.string() });
export type DesignComponent = z.infer<typeof DesignComponent>;

export const figmaContracts = {
  "figma.getFile": one(z.strictObject({ fileKey }), DesignFile),
  "figma.getComponents": many(z.strictObject({ fileKey, limit: limit(10_000, 1000) }), DesignComponent),
} as const;

import * as z from "zod";

/** A file of another app whose servers are used as they are there. */
export const FollowedFile = z.strictObject({
  app: z.string().min(1).max(100).describe("The app, such as `cursor` or `claude-code`."),
  path: z.string().min(1).max(4096).describe("The file, with its full path."),
});
export type FollowedFile = z.infer<typeof FollowedFile>;

/** All of them. */
export const Follow = z.array(FollowedFile).max(20);

import { chmod, mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { FrontDoor } from "./frontDoor";
import { HttpServer } from "./httpServer";
import { defaultListenLimits, type Handler, type ListenOptions } from "./listenOptions";

/** A socket, or on Windows a pipe, on which the gateway answers without a token. */
export interface LocalSocket {
  readonly path: string;
  close(): Promise<void>;
}

/** Whether a path is the name of a pipe of Windows, which is not a file. */
const isPipe = (path: string): boolean => path.startsWith("\\\\.\\pipe\\");

/**
 * Listens on a socket that only its user can open: its folder and it are closed to everybody else. A pipe of Windows has no such rights for
 * the user alone, so its name must be one that nobody can guess. Rejects with Node's error.
 */
export async function listenLocally(
  path: string,
  handler: Handler,
  options: Pick<ListenOptions, "clock" | "report" | "refused" | "limits">,
): Promise<LocalSocket> {
  const limits = { ...defaultListenLimits, ...options.limits };
  const names = new Set(["localhost"]);
  const door = new FrontDoor(handler, options, limits, () => names);
  const made: HttpServer = new HttpServer(door, options, limits, () => made.open);
  if (!isPipe(path)) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await chmod(dirname(path), 0o700);
    await rm(path, { force: true }); // of a process that is gone: the name has the number of this one
  }
  const { server } = made;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      server.on("error", options.report);
      resolve();
    });
  });
  if (!isPipe(path)) await chmod(path, 0o600);
  return {
    path,
    close: () =>
      new Promise((resolve) => {
        door.isClosing = true;
        server.close(() => resolve());
        for (const exchange of door.running) exchange.end();
        made.closeAll();
      }),
  };
}

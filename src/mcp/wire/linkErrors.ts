import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";

/** The beginning of "… was cancelled." for the opening of a link. */
export const connecting = (server: string): string =>
  message("link.connecting", 'Connecting to "{server}"', { server });

/** The link was open, and is closed. */
export const disconnected = (server: string, options?: ErrorOptions): HubError =>
  new HubError(
    "not-connected",
    message("link.disconnected", '"{server}" was disconnected. Connect it again.', { server }),
    options,
  );

/** The link is not open. */
export const notConnected = (server: string): HubError =>
  new HubError(
    "not-connected",
    message("link.notConnected", '"{server}" is not connected. Connect it first.', { server }),
  );

/** So many messages wait for the server that no more are accepted. */
export const notReading = (server: string): HubError =>
  new HubError(
    "transport",
    message("link.notReading", '"{server}" does not read its input. Restart the server.', { server }),
  );

/** A server that speaks another revision than the settings ask for. */
export const otherRevision = (server: string, revision: string, wanted: readonly string[]) =>
  new HubError(
    "protocol",
    message(
      "link.otherRevision",
      '"{server}" answered with revision {revision} of the protocol, but the settings ask for {wanted}. Set "protocol" to "auto".',
      { server, revision: safeLine(revision, 40), wanted: wanted.join(", ") },
    ),
  );

/** A server that closed its connection, and gave no reason. */
export const closedByServer = (server: string) =>
  new HubError(
    "transport",
    message("link.closedByServer", '"{server}" closed the connection. Restart the server.', { server }),
  );

import { HubError } from "../../core/kernel/hubError";
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

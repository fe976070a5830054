/** The version of this sample server, told to clients; it changes when its tools do. */
export const version = "1.1.0";

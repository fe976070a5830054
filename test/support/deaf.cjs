// Loaded before a server: it then ignores what asks it to end.
process.on("SIGTERM", () => {});
process.on("SIGHUP", () => {});
setInterval(() => {}, 1000);

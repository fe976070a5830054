// Loaded into a process before everything else (node --import): each SIGUSR2 moves its clock half a minute on.
const now = Date.now.bind(Date);
let moved = 0;
Date.now = () => now() + moved;
if (process.platform !== "win32") process.on("SIGUSR2", () => (moved += 31_000));

// free-port.mjs PORT: prints PORT, or the next one of this machine that is free.
import { createServer } from "node:net";

const wanted = Number(process.argv[2]);
const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

if (Number.isInteger(wanted) && wanted > 0 && wanted < 65536) {
  for (let port = wanted; port < Math.min(wanted + 50, 65536); port += 1) {
    if (!(await isFree(port))) continue;
    console.log(port);
    process.exit(0);
  }
}
console.error(`error: there is no free port at ${process.argv[2]}\n  what to do: choose another one, e.g. PORT=8080`);
process.exit(1);

import { createServer } from "node:http";

/** A web site of another origin, with a frame: `origin/?src=...`. */
export class Site {
  #server = createServer((request, response) => {
    const src = new URL(request.url ?? "", "http://site").searchParams.get("src") ?? "";
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>Site</title><body><script>
      window.said = [];
      addEventListener("message", ({ data, origin }) => said.push({ data, origin }));
      </script><iframe id="frame" style="width:400px;height:600px" src="${src.replaceAll('"', "&quot;")}"></iframe>`);
  });
  #hostname;

  /** @param {string} hostname Name of this machine by which it is reached. */
  constructor(hostname = "127.0.0.1") {
    this.#hostname = hostname;
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, this.#hostname, () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    this.origin = `http://${this.#hostname}:${port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  with(url) {
    return `${this.origin}/?src=${encodeURIComponent(url)}`;
  }
}

/** A server-sent event. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Parses a stream of server-sent events, whose text arrives in chunks of any size. EventSource is not used because it
 * cannot send the admin token.
 */
export class ServerEventParser {
  #buffer = "";
  #id = "";
  #event = "message";
  #data: string[] = [];

  push(text: string): ServerEvent[] {
    const lines = (this.#buffer + text).split(/\r\n|\n|\r(?!$)/);
    this.#buffer = lines.pop() ?? "";
    const events: ServerEvent[] = [];
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length > 0) events.push({ id: this.#id, event: this.#event, data: this.#data.join("\n") });
        this.#event = "message";
        this.#data = [];
        continue;
      }
      const colon = line.indexOf(":");
      const [field, value] = colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
      if (field === "data") this.#data.push(value);
      else if (field === "event") this.#event = value;
      else if (field === "id") this.#id = value;
    }
    return events;
  }
}

import { DurableObject } from "cloudflare:workers";
import { Application } from "../src/application.ts";
import { DurableDatabase } from "./durable-database.ts";

/** The Durable Object of one application. */
export class ApplicationObject extends DurableObject {
  readonly #application: Application;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#application = new Application({
      database: new DurableDatabase(state.storage),
      setAlarm: (at) => state.storage.setAlarm(at),
      withLength: (body, length) => body.pipeThrough(new FixedLengthStream(length)),
    });
  }

  override fetch(request: Request): Promise<Response> {
    return this.#application.fetch(request);
  }

  /** Continues bulk imports. */
  override async alarm(): Promise<void> {
    if (this.#application.continueBulkImport()) await this.ctx.storage.setAlarm(Date.now());
  }
}

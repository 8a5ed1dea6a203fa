// Locators for the add-on as an operator sees it.
import { Scope } from "./locator.mjs";

export class OperatorView {
  /** @param {() => import("puppeteer-core").Frame} frame */
  constructor(frame) {
    this.scope = new Scope(frame);
    this.main = this.scope.find("main");
    this.transcript = this.scope.region("Chat").find("list", "Transcript");
    this.becomes = this.scope.region(/^Becomes: /);
    this.attention = this.scope.region("Needs attention");
    this.send = this.main.button("Send to Lime CRM");
    this.earlier = this.scope.region("Sent earlier");
    /** Asks for the operator's link. */
    this.access = this.scope.region("Your access to Lime CRM");
    this.link = this.access.field("Your link");
  }
}

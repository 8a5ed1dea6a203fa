import { TestEnvironment } from "jest-environment-jsdom";

export default class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, { TextDecoder, TextEncoder });
  }

  // The package's entry point for Node: jsdom cannot fetch the module.
  exportConditions() {
    return ["node"];
  }
}

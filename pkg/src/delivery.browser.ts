// Entry point of `userlike-limeobject/delivery`: ./browser.ts loads the module.

import "./browser.js";

export * from "./delivery.js";

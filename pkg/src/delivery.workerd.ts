// Entry point of `userlike-limeobject/delivery`: ./workerd.ts loads the module.

import "./workerd.js";

export * from "./delivery.js";

// Entry point of `userlike-limeobject/delivery`: ./node.ts loads the module.

import "./node.js";

export * from "./delivery.js";

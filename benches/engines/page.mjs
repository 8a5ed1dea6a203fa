// The program of engines/chromium.mjs in the page.

import { Mapper } from "userlike-limeobject";
import { compare, exampleMapper } from "../alternatives.mjs";

globalThis.compare = (options) => compare(exampleMapper(Mapper), options);
document.title = "ready";

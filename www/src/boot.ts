// The first thing that runs. The module that it loads waits for the WebAssembly module, so a failure to load either ends
// here, in words, and not in an empty page.

import { element } from "./dom.ts";

try {
  await import("./main.ts");
} catch (error) {
  document
    .getElementById("summary")
    ?.replaceChildren(element("p", { class: "headline error" }, "The preview could not be started."));
  document
    .getElementById("trouble")
    ?.replaceChildren(
      element(
        "p",
        { class: "notice" },
        "Reload the page. If that does not help, this browser may be too old, or something keeps it from running WebAssembly.",
      ),
      element("pre", { class: "text" }, String(error)),
    );
}

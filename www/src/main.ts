// The page: three texts on the left, what they become on the right.

import { byId } from "./dom.ts";
import { acceptDrops } from "./drop.ts";
import { Editors } from "./editors.ts";
import { tie } from "./hover.ts";
import { Names } from "./names.ts";
import { Previewer } from "./previewer.ts";
import { View } from "./view.ts";

const editors = new Editors(byId("inputs"), schedule);
const previewer = new Previewer();
const view = new View();
let names = new Names("");
let named = "";
let scheduled = false;

/** Many changes in one frame make one preview. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    update();
  });
}

function update(): void {
  const begun = performance.now();
  const texts = editors.texts();
  const outcome = previewer.preview(texts);
  if (texts.limetypes !== named) {
    named = texts.limetypes;
    names = new Names(named);
  }
  view.show(outcome, names);
  editors.show(outcome);
  view.duration(performance.now() - begun);
}

tie(byId("preview"), { mark: (places) => editors.mark(places), goTo: (place) => editors.goTo(place) });
acceptDrops(byId("drop"), (id, file) => editors.open(id, file));
update();

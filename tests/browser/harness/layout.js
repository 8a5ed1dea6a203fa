// Runs in the page: what overlaps, what is cut, what scrolls sideways.

const INTERACTIVE = "a[href], button, input, select, textarea, [role=tab], [role=button], summary";

const name = (element) => {
  const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
  return `<${element.localName} class="${element.getAttribute("class") ?? ""}"> "${text}"`;
};

const isVisible = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
  element.getBoundingClientRect().width > 1;

/** Whether the element is moved out of the flow, or drawn over others on purpose. */
const isLifted = (element, root) => {
  for (let up = element; up && up !== root; up = up.parentElement) {
    const { position } = getComputedStyle(up);
    if (position === "absolute" || position === "fixed" || position === "sticky") return true;
  }
  return false;
};

/** The part of an element that can be seen: what its ancestors do not cut off. */
const seen = (element) => {
  const box = element.getBoundingClientRect();
  let { left, top, right, bottom } = box;
  for (let up = element.parentElement; up; up = up.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(up);
    const outer = up.getBoundingClientRect();
    if (overflowX !== "visible") [left, right] = [Math.max(left, outer.left), Math.min(right, outer.right)];
    if (overflowY !== "visible") [top, bottom] = [Math.max(top, outer.top), Math.min(bottom, outer.bottom)];
  }
  return { left, top, right, bottom };
};

const area = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Square pixels by which two elements may touch: borders and focus rings. */
const MAX_OVERLAP = 16;

export function layoutProblems() {
  const main = document.querySelector("main");
  const problems = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) problems.push(`the page is ${scrollWidth - clientWidth} px wider than the window`);
  const all = [...main.querySelectorAll("*:not(svg *)")].filter(isVisible);
  // Controls.
  const controls = all
    .filter((element) => element.matches(INTERACTIVE) && !isLifted(element, main))
    .map((element) => ({ element, box: seen(element) }))
    .filter(({ box }) => box.right > box.left && box.bottom > box.top);
  controls.forEach((one, index) => {
    for (const other of controls.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      if (area(one.box, other.box) > MAX_OVERLAP) problems.push(`${name(one.element)} overlaps ${name(other.element)}`);
    }
  });
  // Siblings in the flow.
  for (const parent of all) {
    const children = [...parent.children].filter(
      (child) =>
        isVisible(child) &&
        getComputedStyle(child).display !== "inline" &&
        !isLifted(child, parent) &&
        !child.closest("svg, .cm-editor"),
    );
    children.forEach((one, index) => {
      const next = children[index + 1];
      if (next && area(one.getBoundingClientRect(), next.getBoundingClientRect()) > MAX_OVERLAP)
        problems.push(`${name(one)} overlaps ${name(next)}, its neighbor`);
    });
  }
  // Texts.
  for (const element of all) {
    if (element.closest(".cm-editor")) continue;
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
    const cut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
    if (
      cut &&
      hasText &&
      style.overflowX === "hidden" &&
      style.textOverflow !== "ellipsis" &&
      style.clipPath === "none"
    )
      problems.push(`the text of ${name(element)} is cut`);
    if (
      cut &&
      ["auto", "scroll"].includes(style.overflowX) &&
      !element.closest("[data-scrolls-sideways], pre, [role=grid]")
    )
      problems.push(`${name(element)} scrolls sideways`);
  }
  return problems;
}

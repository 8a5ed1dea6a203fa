// Problems of the configuration with links to their locations.

import type { Problem } from "userlike-limeobject";
import { icon } from "../../elements/icon.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { counts } from "../../preview/counts.ts";
import type { Component } from "./component.ts";
import type { MappingState } from "./mapping-model.ts";

export function problemList(goTo: (problem: Problem) => void): Component<MappingState> {
  const summary = make("summary");
  const list = make("ul");
  const element = make("details", { class: "problems" }, summary, list);
  let renderedProblems: readonly Problem[] | undefined;
  return {
    element,
    show: ({ problems }) => {
      element.hidden = problems.length === 0;
      if (problems === renderedProblems) return;
      renderedProblems = problems;
      const { error: errors, warning: warnings } = counts(problems);
      const words = [errors > 0 && t("errors", { n: errors }), warnings > 0 && t("warnings", { n: warnings })];
      element.dataset.worst = errors > 0 ? "error" : "warning";
      summary.replaceChildren(
        icon(errors > 0 ? "error" : "warning"),
        make("span", { role: "status" }, words.filter(Boolean).join(", ")),
      );
      list.replaceChildren(
        ...problems.map((problem) => {
          const go = make("button", { type: "button", class: "link" }, make("code", {}, positionText(problem)));
          go.addEventListener("click", () => goTo(problem));
          return make(
            "li",
            { class: `note ${problem.severity}` },
            make("strong", {}, t(problem.severity)),
            " ",
            make("span", { dir: "auto" }, problem.message),
            " ",
            problem.document === "config" ? go : make("code", {}, problem.pointer),
          );
        }),
      );
    },
  };
}

function positionText({ pointer, line, column }: Problem): string {
  return line == null ? pointer || "/" : `${line}:${column ?? 1}`;
}

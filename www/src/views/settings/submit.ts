import { settings as t } from "../../i18n/messages/settings.ts";
import type { Result } from "./card.ts";
import { type Problem, problemsOf } from "./settings-store.ts";

/**
 * Does what a button is for, and shows on the button and below it how it goes. `act` answers what is said when it is
 * done; `fail` takes what went wrong, unless it is to be shown as it is.
 */
export async function acting(
  button: HTMLLimelButtonElement | null,
  result: Result,
  act: () => Promise<string>,
  fail: (problems: Problem[], error: unknown) => void = (problems) =>
    result.bad(t("wrongOther"), ...problems.map(({ message }) => message)),
): Promise<void> {
  if (button !== null) {
    button.loading = true;
    button.loadingFailed = false;
  }
  try {
    result.good(await act());
  } catch (error) {
    if (button !== null) button.loadingFailed = true;
    fail(problemsOf(error), error);
  } finally {
    if (button !== null) button.loading = false;
  }
}

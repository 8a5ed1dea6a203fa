import type { SettingsProblem } from "../../../../contract/error-body.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import type { ActionResult } from "./card.ts";
import { problemsOf } from "./settings-store.ts";

/**
 * Runs the action of a button and shows its progress and result. `action` returns the success message. Default of
 * `showFailure`: list the problems.
 */
export async function submit(
  button: HTMLLimelButtonElement | null,
  result: ActionResult,
  action: () => Promise<string>,
  showFailure: (problems: SettingsProblem[], error: unknown) => void = (problems) =>
    result.showError(t("wrongOther"), ...problems.map(({ message }) => message)),
): Promise<void> {
  if (button !== null) {
    button.loading = true;
    button.loadingFailed = false;
  }
  try {
    result.showSuccess(await action());
  } catch (error) {
    if (button !== null) button.loadingFailed = true;
    showFailure(problemsOf(error), error);
  } finally {
    if (button !== null) button.loading = false;
  }
}

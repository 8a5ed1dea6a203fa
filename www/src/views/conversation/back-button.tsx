import { Button } from "../../elements/button.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useWorkbench } from "./workbench.ts";

/** Leads back to the value whose source was opened last. */
export function BackButton({ class: name }: { class?: string | undefined }) {
  const workbench = useWorkbench();
  if (workbench.origin.value === null || workbench.face.value !== "payload") return null;
  return (
    <Button class={name} icon="arrow_left" onClick={() => workbench.goBack()}>
      {t("back")}
    </Button>
  );
}

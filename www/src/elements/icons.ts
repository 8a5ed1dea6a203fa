// Icons by the names that components and the page use: paths of Material Design Icons (Apache-2.0). The build writes
// each to a file that lime-elements fetches.
import * as mdi from "@mdi/js";

export const icons = {
  add: mdi.mdiPlus,
  alert: mdi.mdiAlert,
  arrow_down: mdi.mdiArrowDown,
  arrow_left: mdi.mdiArrowLeft,
  arrow_right: mdi.mdiArrowRight,
  arrow_up: mdi.mdiArrowUp,
  attachment: mdi.mdiPaperclip,
  bot: mdi.mdiRobotOutline,
  bulb: mdi.mdiLightbulbOutline,
  cancel: mdi.mdiClose,
  chat: mdi.mdiForumOutline,
  check: mdi.mdiCheck,
  checked: mdi.mdiCheckCircle,
  chevron_down: mdi.mdiChevronDown,
  chevron_right: mdi.mdiChevronRight,
  code: mdi.mdiCodeJson,
  company: mdi.mdiDomain,
  compare: mdi.mdiCompareHorizontal,
  coworker: mdi.mdiAccountTieOutline,
  copy: mdi.mdiContentCopy,
  delete: mdi.mdiTrashCanOutline,
  document: mdi.mdiFileDocumentOutline,
  download: mdi.mdiTrayArrowDown,
  edit: mdi.mdiPencilOutline,
  error: mdi.mdiCloseCircle,
  example: mdi.mdiFlaskOutline,
  external: mdi.mdiOpenInNew,
  filter: mdi.mdiFilterVariant,
  folder: mdi.mdiFolderOpenOutline,
  help: mdi.mdiHelpCircleOutline,
  // Used by limel-input-field for invalid input.
  high_importance: mdi.mdiAlertCircle,
  history: mdi.mdiHistory,
  info: mdi.mdiInformation,
  language: mdi.mdiTranslate,
  lime: mdi.mdiFruitCitrus,
  link: mdi.mdiLinkVariant,
  list: mdi.mdiFormatListBulleted,
  lock: mdi.mdiLockOutline,
  mapping: mdi.mdiSwapHorizontal,
  menu: mdi.mdiDotsVertical,
  limeobject: mdi.mdiTicketConfirmationOutline,
  note: mdi.mdiNoteTextOutline,
  paste: mdi.mdiContentPaste,
  person: mdi.mdiAccountOutline,
  pick: mdi.mdiTarget,
  redo: mdi.mdiRedoVariant,
  refresh: mdi.mdiRefresh,
  sandbox: mdi.mdiFlaskOutline,
  save: mdi.mdiContentSaveOutline,
  search: mdi.mdiMagnify,
  send: mdi.mdiSend,
  settings: mdi.mdiCogOutline,
  stop: mdi.mdiStopCircleOutline,
  table: mdi.mdiTable,
  undo: mdi.mdiUndoVariant,
  upload: mdi.mdiTrayArrowUp,
  warning: mdi.mdiAlert,
  worker: mdi.mdiCloudOutline,
} as const;

export type IconName = keyof typeof icons;

/** Returns an icon's markup in the form in which components insert it. */
export function svgOf(path: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${path}"/></svg>`;
}

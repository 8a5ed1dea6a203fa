/** The keys of the texts of messages: `not-found`, or `text-cut.note` where a code is said in several ways. */
export type TextKey<ParamsByCode> = {
  [Code in keyof ParamsByCode & string]: ParamsByCode[Code] extends { variant: infer Variant extends string }
    ? `${Code}.${Variant}`
    : Code;
}[keyof ParamsByCode & string];

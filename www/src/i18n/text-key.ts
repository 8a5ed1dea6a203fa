/** The keys of the texts of messages: `not-found`, or `text-cut.note` where a code is said in several ways. */
export type TextKey<ParamsByCode> = {
  [Code in keyof ParamsByCode & string]: Key<Code, ParamsByCode[Code]>;
}[keyof ParamsByCode & string];

type Key<Code extends string, Params> =
  Extract<Params, { variant: string }> extends never
    ? Code
    : `${Code}.${Extract<Params, { variant: string }>["variant"]}`;

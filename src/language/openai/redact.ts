/**
 * Takes out of a text what names a person or a place to reach one, before it leaves the machine: mentions, addresses, numbers of
 * telephones and documents, and names where the text says that they are names. Other names in free text can't be told from words.
 */

/** Stands for what was taken out. No quote can have it, so nothing can be read from it. */
const blank = '…';

const personal: readonly RegExp[] = [
  // Mentions as platforms write them, with or without a name inside.
  /<[@#!][^>\s]{1,80}>/gu,
  /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,40}/gu,
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.[a-z]{2,}/giu,
  /(?:https?:\/\/|www\.)\S+/giu,
  // Eight figures in a row or more, with signs between: telephones, documents, accounts. Dates have fewer or are of another form.
  /(?<![\p{L}\p{N}])(?!\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))(?!(?:(?:19|20)\d\d[ -]?){2,}(?!\d))\+?\(?\d(?:[ ()-]{0,2}\d){7,}[Xx]?(?![\p{L}\p{N}])/gu,
];
/** Names that are said to be names; what says so stays. */
const named: readonly RegExp[] = [
  /((?<!\p{L})(?:[Mm]y (?:full )?name(?:[’']s| is)|[Nn]ame:|(?:[Tt]hey|[Pp]lease)? ?[Cc]all me|[Mm]r\.?|[Mm]s\.?|[Mm]rs\.?)\s+)(\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,3})/gu,
  /((?:我叫|我名叫|名字[叫是]|姓名[:：是]?|本人叫)\s*)([\p{Script=Han}·]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})/gu,
  /((?:工号|员工号|身份证号?|证书编号|编号|电话|手机号?|微信号?|qq)\s*[:：是为]?\s*)([A-Za-z0-9][A-Za-z0-9-]{3,})/giu,
];

/** The beginning, of at most so many characters, of what is left of the text: cut first, a number's first half would stay. */
export function redacted(text: string, most: number): string {
  const withoutNames = named.reduce((rest, form) => rest.replace(form, `$1${blank}`), text);
  return personal.reduce((rest, form) => rest.replace(form, blank), withoutNames).slice(0, most);
}

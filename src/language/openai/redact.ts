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
  /(?:[a-z][a-z0-9+.-]{1,20}[:：]\/\/|www\.|mailto:)\S+/giu,
  // Addresses that leave out how: t.me/somebody. A sentence's end is followed by no such ending.
  /(?<![\p{L}\p{N}.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|cn|net|org|me|gg|io|info|top|xyz|co|app|dev|link|vip|cc|tv|site|club|work)(?![a-z0-9])(?:[/?:]\S*)?/giu,
  // Names of accounts with a number behind them.
  /(?<![\p{L}\p{N}_])[\p{L}\p{N}_.-]{2,32}#\d{4}(?!\d)/gu,
  // A telephone number in Chinese figures.
  /[零〇一二三四五六七八九幺两]{8,}/gu,
  // Channels as platforms write them once they are read.
  /(?<![\p{L}\p{N}])#[\p{L}\p{N}_-]{2,80}/gu,
  // Eight figures in a row or more, of any script, with signs between and letters at their ends: telephones, documents, accounts.
  // Dates have fewer or are of another form. Chinese leaves no space before or behind.
  /(?<!\p{Nd})(?!\p{Nd}{4}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{1,2}(?!\p{Nd}))(?!(?:(?:19|20)\d\d[ -]?){2,}(?!\d))[A-Za-z]{0,4}\+?\(?\p{Nd}(?:[ ()-]{0,2}\p{Nd}){7,}[Xx]?(?!\p{Nd})/gu,
  /(?<!\p{Nd})\p{Nd}{3}\.\p{Nd}{3,4}\.\p{Nd}{4}(?!\p{Nd})/gu,
];
/** Names that are said to be names; what says so stays. */
const named: readonly RegExp[] = [
  /((?<!\p{L})(?:[Nn]ame(?:\s*[:：-]|\s+is)|[Mm]r\.?|[Mm]s\.?|[Mm]rs\.?|[Mm]iss|[Dd]r\.?|[Pp]rof\.?|[Rr]egards,|[Ss]igned,?)\s*)(\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,3})/gu,
  /((?<!\p{L})my (?:full )?name(?:[’']s| is)\s+)((?!(?:on|in|not|there)(?!\p{L}))[\p{L}'’-]+(?:\s+(?!(?:and|i|but|so|can|from|a|an|the|with)(?!\p{L}))[\p{L}'’-]+){0,2})/giu,
  /((?<!\p{L})(?:(?:they |please )?call me|i am called|i[’']m called)\s+)((?!(?:a|an|the|when|if|on|at|back|later|please|now|tomorrow|tonight|after|for|or|to)(?!\p{L}))[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]*){0,2})/giu,
  /((?:[我俺咱]叫|我名叫|名字[叫是]?|姓名[:：是]?|本人叫|[他她]叫)\s*)([\p{Script=Han}·]{1,4}(?: [\p{Script=Han}]{1,2})?|[A-Za-z]+(?: [A-Za-z]+){0,2})/gu,
  /((?:[我她他]姓|免贵姓|贵姓)\s*)(\p{Script=Han}{1,2})/gu,
  /((?:大家|都|人家)?叫我)([\p{Script=Han}·]{2,4}?)(?=就[行好成]|吧|好了|[,，。!！\s]|$)/gu,
  /((?<!\p{L})(?:employee|staff|badge|personnel|certificate|cert|licen[cs]e|passport|identity|id|account|phone|mobile|cell|tel|we ?chat|wx|qq)(?:\s+(?:no|number|num|nr|id|card|code))?\.?\s*(?:[:：#]|is)?\s*)((?!(?:19|20)\d\d(?:[-./年]\d{1,2}){0,2}(?![A-Za-z0-9]))(?=[A-Za-z_.-]*\d)[A-Za-z0-9][A-Za-z0-9_.-]{3,})/giu,
  /((?<!\p{L})(?:we ?chat|wx)(?:\s+id)?\s*[:：]\s*)([A-Za-z][A-Za-z0-9_.-]{3,})/giu,
  /((?:工号|员工号|身份证(?:号码?)?|证书(?:编号|号码?)|编号|电话(?:号码)?|手机(?:号码?)?|号码|账号|卡号|微信号?|qq号?)\s*[:：是为]?\s*)([A-Za-z0-9][A-Za-z0-9_.-]{3,})/giu,
];

/** The beginning, of at most so many characters, of what is left of the text: cut first, a number's first half would stay. */
export function redacted(text: string, most: number): string {
  const withoutNames = named.reduce((rest, form) => rest.replace(form, `$1${blank}`), text);
  return personal.reduce((rest, form) => rest.replace(form, blank), withoutNames).slice(0, most);
}

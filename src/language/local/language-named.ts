/** Which language a message asks to be answered in. */
import type { Language } from '../../command/command.ts';

/**
 * @param text in normal form
 * @returns undefined where it names none
 */
export function languageNamed(text: string): Language | undefined {
  const english = /english|英文|英语|yingwen|yingyu/.test(text);
  const chinese = /chinese|mandarin|中文|汉语|普通话|zhongwen|国语/.test(text);
  if (english && chinese) return lastOf(text);
  if (english) return 'en';
  if (chinese) return 'zh';
  return undefined;
}

/** "Chinese please, my English is poor": the language that is asked for is not the one that is called poor. */
function lastOf(text: string): Language {
  if (/english (?:is|isn't)|(?:don't|can't|poor|bad).{0,24}english|英[语文](?:不|很?差|看不)|看不懂英/.test(text)) return 'zh';
  if (/chinese (?:is|isn't)|(?:don't|can't|poor|bad).{0,24}chinese|中文(?:不|很?差|看不)|看不懂中/.test(text)) return 'en';
  return text.search(/english|英[文语]/) < text.search(/chinese|中文|汉语/) ? 'zh' : 'en';
}

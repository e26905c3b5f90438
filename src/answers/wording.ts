/** What the local answerer says of itself, where no provision speaks. */
import type { Language } from '../command/command.ts';
import type { Bilingual } from '../policy/schema.ts';

export type DeclineReason = 'outside' | 'unsure' | 'social';

const declined: Readonly<Record<DeclineReason, Bilingual>> = {
  outside: {
    en: 'That is not something this policy on skilled workers and professional titles answers.',
    zh: '这个问题不在高技能人才与职称贯通政策的范围内，我答不了。',
  },
  unsure: {
    en: 'I found no provision that answers this, so I would rather not guess. Could you put it in other words?',
    zh: '我没有找到能回答这个问题的条款，不想乱猜。能换个说法再问一次吗？',
  },
  social: {
    en: 'Hello! I know the policy that links skill levels and professional titles. Ask me about it, or let me check what you may apply for.',
    zh: '您好！我熟悉技能等级与职称贯通的政策。您可以问我政策问题，也可以让我看看您可以申报什么。',
  },
};

const whichOne: Bilingual = {
  en: 'That can mean more than one thing. Which of these would you like to know?',
  zh: '这个问题可能有几种意思，您想了解的是哪一个？',
};

export const declinedText = (reason: DeclineReason, language: Language): string => declined[reason][language];
export const clarifyText = (language: Language): string => whichOne[language];

/** Greetings, thanks and farewells that are a whole message, in normal form without punctuation. */
const courtesies =
  /^(?:(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|thanks|thank you|thx|cheers|bye|goodbye|see you|nice to meet you|ok|okay)(?: (?:there|all|everyone|again|so much|very much|a lot|bot|friend))*|(?:您好|你好|大家好|早上好|上午好|中午好|下午好|晚上好|早|早安|晚安|哈喽|嗨|嘿|在吗|在么|谢谢|多谢|感谢|谢了|辛苦了|再见|拜拜|好的)+[您你啦了呀啊哈吗]*)$/u;

/** Of text in normal form. */
export const isCourtesy = (text: string): boolean => courtesies.test(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim());

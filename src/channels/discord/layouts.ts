/** Cards with what stands around them, by who is to see them. */
import type { Card } from '../../presentation/card.ts';
import { customId } from './custom-id.ts';
import type { PagedAnswer, Shown } from './person-records.ts';
import { button, isOpen, renderCards, renderPlainCards, type MessageBody, type Part } from './render.ts';
import { texts } from './texts.ts';

/** The pages of an answer that only its asker sees. @param id of the interaction that it answers */
export const pagesOf = (answer: PagedAnswer, id: string): MessageBody[] =>
  answer.layout === 'plain' ? renderPlainCards(layoutOf(answer, id)) : renderCards(layoutOf(answer, id));

export function layoutOf({ cards, layout }: PagedAnswer, id: string): Part[] {
  if (layout !== 'preview') return privateParts(cards);
  const share = button(customId({ press: 'share', draft: id }) ?? '', texts(languageOf(cards)).share);
  const sure = cards.some(({ outcome }) => outcome === 'answered');
  return cards.map((card, at) => (sure && at === cards.length - 1 ? { card, options: { buttons: [share] } } : { card }));
}

/** Open questions can also be answered in words. What follows takes their place, unless something else stands with them. */
export function privateParts(cards: readonly Card[]): Part[] {
  const inPlace = cards.every((card) => isOpen(card) || card.kind === 'notice');
  return cards.map((card) => {
    if (!isOpen(card)) return { card };
    const id = customId({ press: 'type', question: card.question }) ?? '';
    return { card, options: { inPlace, buttons: [button(id, texts(card.language).typeAnswer)] } };
  });
}

/** In place of what may not be shown to others. */
export const unsure = ({ language }: Card): Card => ({
  kind: 'text',
  language,
  blocks: [{ block: 'text', text: texts(language).unsure }],
  choices: [],
});

/** What the numbers mean that may be typed when the card has been shown. */
export const chosenFrom = ({ kind, choices, multiple, question }: Card): Shown => ({
  kind,
  choices,
  multiple,
  question,
});

export const languageOf = (cards: readonly Card[]): Card['language'] => cards[0]?.language ?? 'en';

export const own = (press: 'ask' | 'solved' | 'unhelpful' | 'human' | 'private', label: string): ReturnType<typeof button> =>
  button(press, label);

/** With what stands below an answer that everyone reads. @param thread it stands in a thread, which can be solved */
export function publicParts(cards: readonly Card[], thread: boolean): Part[] {
  const answered = cards.some(({ outcome }) => outcome === 'answered');
  return cards.map((card, at) => {
    const words = texts(card.language);
    const buttons = [
      ...(thread ? [own('solved', words.solved)] : []),
      ...(answered ? [own('unhelpful', words.unhelpful)] : []),
      own('human', words.human),
    ];
    return { card, options: { without: ['human'], buttons: at === cards.length - 1 ? buttons : [] } };
  });
}

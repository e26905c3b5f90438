/** The Home tab: what the assistant can do, and all that it keeps of the reader. */
import type { types } from '@slack/bolt';
import type { Profile } from '../../assistant/profile.ts';
import type { Language } from '../../command/command.ts';
import type { Block, Card } from '../../presentation/card.ts';
import { bodyBlocks } from './blocks.ts';
import { actions } from './choices.ts';
import { limits } from './limits.ts';
import { plainButton, shownLength } from './render.ts';
import { textsIn } from './texts.ts';

export const homeActions = ['check', 'continue', 'edit', 'forget', 'export'] as const;
export type HomeAction = (typeof homeActions)[number];

const laidOut = (language: Language, blocks: readonly Block[], kind: Card['kind'] = 'text'): types.KnownBlock[] =>
  bodyBlocks({ kind, language, blocks, choices: [] }).map(({ block }) => block);

/** Every block within the limits of a view; a report that is too long for the page is left to the file. */
export function homeView({ noted, report, unfinished, language: own }: Profile, reader: Language): types.HomeView {
  const language = own ?? reader;
  const texts = textsIn(language);
  const head = laidOut(language, [
    { block: 'heading', text: texts.homeTitle },
    { block: 'text', text: texts.homeIntro },
    { block: 'list', items: texts.homeCan },
  ]);
  const start = button(unfinished ? 'continue' : 'check', unfinished ? texts.homeContinue : texts.homeCheck);
  const kept: types.KnownBlock[] = [
    { type: 'divider' },
    ...laidOut(language, [
      { block: 'heading', text: texts.homeNoted },
      noted.length === 0 ? { block: 'text', text: texts.homeNothing } : { block: 'fields', rows: noted },
    ]),
    {
      type: 'actions',
      block_id: 'home-kept',
      elements: [
        button('edit', texts.homeEdit),
        ...(own === undefined
          ? []
          : [
              button('export', texts.homeExport),
              { ...button('forget', texts.homeForget), style: 'danger' as const, confirm: confirm(language) },
            ]),
      ],
    },
    { type: 'divider' },
    ...laidOut(language, [{ block: 'heading', text: texts.homeReport }]),
  ];
  const privacy = laidOut(language, [{ block: 'sources', items: [texts.homePrivacy] }]);
  const fixed = [
    ...head,
    { type: 'actions' as const, block_id: 'home-start', elements: [{ ...start, style: 'primary' as const }] },
    ...kept,
  ];
  const reportBlocks = report
    ? laidOut(language, report.blocks, 'report')
    : laidOut(language, [{ block: 'text', text: texts.homeNoReport }]);
  return { type: 'home', blocks: [...fixed, ...fitting(reportBlocks, [...fixed, ...privacy]), ...privacy] };
}

function fitting(blocks: readonly types.KnownBlock[], others: readonly types.KnownBlock[]): types.KnownBlock[] {
  let text = shownLength(others);
  return blocks.slice(0, limits.blocksPerView - others.length).filter((block) => {
    text += shownLength(block);
    return text <= limits.textPerMessage;
  });
}

const button = (action: HomeAction, text: string): types.Button => plainButton(`${actions.home}/${action}`, text, action);

function confirm(language: Language): types.ConfirmationDialog {
  const texts = textsIn(language);
  const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false });
  return {
    title: plain(texts.forgetTitle),
    text: plain(texts.forgetText),
    confirm: plain(texts.forgetButton),
    deny: plain(texts.keepButton),
    style: 'danger',
  };
}

/** The Home tab: what the assistant can do, and all that it keeps of the reader. */
import type { types } from '@slack/bolt';
import type { Profile } from '../../assistant/profile.ts';
import type { Language } from '../../command/command.ts';
import type { Block, Card } from '../../presentation/card.ts';
import { bodyBlocks } from './blocks.ts';
import { actions, chunks } from './choices.ts';
import { limits } from './limits.ts';
import { plainButton, shownLength } from './render.ts';
import { shorten } from './split.ts';
import { textsIn } from './texts.ts';

export type HomeAction = 'check' | 'continue' | 'edit' | 'forget' | 'forget-one' | 'export' | 'file';

const laidOut = (language: Language, blocks: readonly Block[], kind: Card['kind'] = 'text'): types.KnownBlock[] =>
  bodyBlocks({ kind, language, blocks, choices: [] }).map(({ block }) => block);

/** Every block within the limits of a view; a report that is too long for the page says so, and is left to the file. */
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
      noted.length === 0
        ? { block: 'text', text: texts.homeNothing }
        : { block: 'fields', rows: noted.map(({ label, value }): [string, string] => [label, value]) },
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
              { ...button('forget', texts.homeForget), style: 'danger' as const, confirm: confirm(language, texts.forgetText) },
            ]),
      ],
    },
    ...forgetOne(noted, language),
    { type: 'divider' },
    ...laidOut(language, [{ block: 'heading', text: texts.homeReport }]),
    ...(report ? [{ type: 'actions' as const, block_id: 'home-report', elements: [button('file', texts.homeFile)] }] : []),
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
  const cut = laidOut(language, [{ block: 'text', text: texts.homeCut }]);
  return { type: 'home', blocks: [...fixed, ...fitting(reportBlocks, [...fixed, ...privacy], cut), ...privacy] };
}

/** The blocks, or as many from the start as fit with the sentence that there are more. */
function fitting(
  blocks: readonly types.KnownBlock[],
  others: readonly types.KnownBlock[],
  cut: readonly types.KnownBlock[],
): types.KnownBlock[] {
  const fits = (some: readonly types.KnownBlock[]): boolean =>
    some.length + others.length <= limits.blocksPerView && shownLength(some) + shownLength(others) <= limits.textPerMessage;
  if (fits(blocks)) return [...blocks];
  let most = blocks.length;
  while (most > 0 && !fits([...blocks.slice(0, most), ...cut])) most -= 1;
  return [...blocks.slice(0, most), ...cut];
}

function forgetOne(noted: Profile['noted'], language: Language): types.KnownBlock[] {
  if (noted.length === 0) return [];
  const texts = textsIn(language);
  const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false });
  const selects = chunks(noted, limits.optionsPerSelect).map((part, index) => ({
    type: 'static_select' as const,
    action_id: `${actions.home}/forget-one/${index}`,
    placeholder: plain(texts.homeForgetOne),
    options: part.map(({ fact, label }) => ({ text: plain(shorten(label, limits.label)), value: fact })),
    confirm: confirm(language, texts.forgetOneText),
  }));
  return [{ type: 'actions', block_id: 'home-forget-one', elements: selects }];
}

const button = (action: HomeAction, text: string): types.Button => plainButton(`${actions.home}/${action}`, text, action);

function confirm(language: Language, text: string): types.ConfirmationDialog {
  const texts = textsIn(language);
  const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false });
  return {
    title: plain(texts.forgetTitle),
    text: plain(text),
    confirm: plain(texts.forgetConfirm),
    deny: plain(texts.keepButton),
    style: 'danger',
  };
}

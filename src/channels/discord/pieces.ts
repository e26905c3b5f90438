/** The blocks of a card as pieces of Discord's markdown that may stand in different messages. */
import { conditionMark, type Block } from '../../presentation/card.ts';
import { escapeText } from './text.ts';

export interface Piece {
  readonly text: string;
  /** What parts it from the next piece of the same message. */
  readonly after: 'line' | 'part';
  /** Repeated where the piece has to be split. */
  readonly prefix?: string;
  readonly heading?: true;
}

export const statusMarks = { eligible: '✅', conditional: '🟡', undetermined: '❔', ineligible: '⛔' } as const;

export function piecesOf(blocks: readonly Block[]): Piece[] {
  return blocks.flatMap((block) => {
    const pieces = blockPieces(block).filter(({ text }) => text.trim() !== '');
    return pieces.map((piece, index): Piece => ({ ...piece, after: index === pieces.length - 1 ? 'part' : 'line' }));
  });
}

type Bare = Omit<Piece, 'after'>;

/** Small print; each line needs the mark. */
const small = '-# ';

function blockPieces(block: Block): Bare[] {
  switch (block.block) {
    case 'text':
      return [{ text: escapeText(block.text) }];
    case 'heading': {
      const mark = block.status === undefined ? '' : `${statusMarks[block.status]} `;
      return [{ text: `${mark}**${oneLine(block.text)}**`, heading: true }];
    }
    case 'list':
      return block.items.map((item) => ({ text: `- ${oneLine(item)}` }));
    case 'fields':
      return block.rows.map(([label, value]) => ({ text: `**${oneLine(label)}**: ${oneLine(value)}` }));
    case 'conditions':
      return block.items.map(({ outcome, text }) => ({ text: `${conditionMark(outcome)} ${oneLine(text)}` }));
    case 'sources':
      return block.items.map((item) => ({ text: `${small}\\[${oneLine(item)}\\]`, prefix: small }));
  }
}

const oneLine = (text: string): string => escapeText(text.replaceAll(/\s+/g, ' ').trim());

/** Card → text for a terminal. */
import picocolors from 'picocolors';
import { conditionMark, type Block, type Card, type Choice } from '../../presentation/card.ts';
import { goByNumber } from '../choose.ts';
import { columns, printable, wrap } from './wrap.ts';

export interface RenderOptions {
  /** Columns that no line exceeds; 80 unless given, never taken as less than 20. */
  readonly width?: number;
  /** Colour and bold; plain unless given. */
  readonly color?: boolean;
  /** Number the choices that go by number (the default). False where numbers mean the choices of a later card. */
  readonly numbered?: boolean;
}

type Colors = ReturnType<typeof picocolors.createColors>;
type Style = (line: string) => string;
type Heading = Extract<Block, { block: 'heading' }>;

const narrowest = 20;
const plain: Style = (line) => line;

/** The card as lines joined by `\n`, without one at the end. What the card quotes of users can't steer the terminal. */
export function renderCard(card: Card, { width = 80, color = false, numbered = true }: RenderOptions = {}): string {
  const renderer = new Renderer(Math.max(narrowest, Math.floor(width)), picocolors.createColors(color));
  const parts = card.blocks.map((block) => renderer.block(block));
  parts.push(renderer.choices(card.choices, numbered && goByNumber(card)));
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

class Renderer {
  readonly #width: number;
  readonly #colors: Colors;

  constructor(width: number, colors: Colors) {
    this.#width = width;
    this.#colors = colors;
  }

  block(block: Block): string[] {
    const { dim } = this.#colors;
    switch (block.block) {
      case 'text':
        return block.text === '' ? [] : this.#hanging('', '', block.text);
      case 'heading':
        return this.#hanging('', '', block.text, this.#heading(block.status));
      case 'list':
        return block.items.flatMap((item) => this.#hanging('• ', '• ', item));
      case 'fields':
        return this.#fields(block.rows);
      case 'conditions':
        return block.items.flatMap(({ outcome, text }) => {
          const mark = `${conditionMark(outcome)} `;
          return this.#hanging(mark, this.#mark(outcome)(mark), text);
        });
      case 'sources':
        return block.items.flatMap((item) => this.#hanging('', '', `[${item}]`, dim));
    }
  }

  choices(choices: readonly Choice[], numbered: boolean): string[] {
    const digits = String(choices.length).length;
    return choices.flatMap(({ label }, index) => {
      const lead = numbered ? `  ${String(index + 1).padStart(digits)}  ` : '  -  ';
      return this.#hanging(lead, this.#colors.cyan(lead), label);
    });
  }

  /** `lead` before the first line, as many columns of space before the others. */
  #hanging(lead: string, shownLead: string, text: string, style: Style = plain): string[] {
    const indent = ' '.repeat(columns(lead));
    return wrap(printable(text), this.#width - indent.length).map((line, index) => {
      const shown = line === '' ? '' : style(line);
      return index === 0 ? shownLead + shown : shown === '' ? '' : indent + shown;
    });
  }

  /** Values stand in one column, unless the labels are so long that too little is left: those get a line of their own. */
  #fields(rows: Extract<Block, { block: 'fields' }>['rows']): string[] {
    const gap = 2;
    const mostLabel = Math.floor(this.#width * 0.4);
    const labels = rows.map(([label]) => printable(label).replaceAll('\n', ' ').trim());
    const fitting = labels.map(columns).filter((taken) => taken <= mostLabel);
    const column = Math.max(0, ...fitting);
    const { dim } = this.#colors;
    return rows.flatMap(([, value], index) => {
      const label = labels[index] ?? '';
      const spaces = column - columns(label) + gap;
      if (spaces >= gap) {
        const pad = ' '.repeat(spaces);
        return this.#hanging(label + pad, dim(label) + pad, value);
      }
      const indent = ' '.repeat(fitting.length === 0 ? gap : column + gap);
      return [...wrap(label, this.#width).map(dim), ...this.#hanging(indent, indent, value)];
    });
  }

  #heading(status: Heading['status']): Style {
    const { bold, green, yellow, blue, dim, red } = this.#colors;
    switch (status) {
      case 'eligible':
        return (line) => bold(green(line));
      case 'conditional':
        return (line) => bold(yellow(line));
      case 'undetermined':
        return (line) => bold(blue(line));
      case 'ineligible':
        return (line) => dim(red(line));
      case undefined:
        return bold;
    }
  }

  #mark(outcome: 'met' | 'unmet' | 'open'): Style {
    const { green, red, yellow } = this.#colors;
    return { met: green, unmet: red, open: yellow }[outcome];
  }
}

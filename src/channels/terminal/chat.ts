/** A conversation in a terminal, or of lines that are piped in. */
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isCard, type Assistant, type EventPayload } from '../../assistant/assistant.ts';
import type { Language } from '../../command/command.ts';
import type { Card } from '../../presentation/card.ts';
import { readLine } from '../choose.ts';
import { renderCard } from './render.ts';
import { Screen, type ScreenOutput } from './screen.ts';
import { clearLine, withSpinner } from './spinner.ts';

/** What the chat needs of the assistant. */
export type ChatAssistant = Pick<Assistant, 'accept' | 'work' | 'waiting' | 'sent'> & Partial<Pick<Assistant, 'follow' | 'stop'>>;

/** Why a chat ended: the input did (Ctrl-D), Ctrl-C twice, or nobody reads the output any more. */
export type ChatEnd = 'input-ended' | 'left' | 'output-gone';

export interface ChatOptions {
  readonly assistant: ChatAssistant;
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: ScreenOutput;
  readonly conversationId: string;
  /** Language to begin in; afterwards the conversation has its own. Unless given, it is read from what is typed. */
  readonly language?: Language;
  /** Colour, where input and output are terminals; else the output is plain. */
  readonly color: boolean;
  /** Most columns of a line; less where the terminal is narrower. */
  readonly width: number;
  readonly now: () => Date;
  /** An id that no event had before. */
  readonly newEventId: () => string;
  /**
   * What opens a chat at a terminal: a greeting (the default; an open question comes back after it), or taking up the unfinished
   * check. Piped lines are only answered.
   */
  readonly opening?: 'greeting' | 'resume';
  readonly onExit?: (end: ChatEnd) => void;
  /** The details of what the user is only told in one friendly sentence. */
  readonly onError?: (error: unknown) => void;
}

const prompt = '› ';
/** Milliseconds within which a second Ctrl-C leaves. */
const leaveWithin = 2000;
const historySize = 200;

const sentences = {
  en: { failed: 'Sorry, something went wrong on our side. Please try once more.', leave: 'Press Ctrl-C again to leave.' },
  zh: { failed: '抱歉，我们这边出了问题，请再试一次。', leave: '再按一次 Ctrl-C 就退出。' },
} as const;

/**
 * Runs the conversation until the input ends, the user leaves, or nobody reads the output. Replies that an earlier run could not
 * deliver come first. Never rejects over the assistant, the input or the output: `onError` is told. Typed lines are kept in memory
 * only, for the arrow keys: they may be personal.
 */
export async function runChat(options: ChatOptions): Promise<void> {
  const { input, output, onExit, onError } = options;
  const screen = new Screen(output, (error) => onError?.(error));
  const interactive = input.isTTY === true && output.isTTY === true;
  const talk = new Talk(options, screen, interactive);
  const end = interactive ? await new TerminalSession(options, screen, talk).run() : await readLines(options, screen, talk);
  screen.release();
  onExit?.(screen.broken ? 'output-gone' : end);
}

/** The exchange with the assistant, whoever types. */
class Talk {
  readonly #options: ChatOptions;
  readonly #screen: Screen;
  readonly #interactive: boolean;
  #language: Language;
  /** Said with the first event only: from then on the conversation has a language, and the user may change it. */
  #sayLanguage: Language | undefined;
  /** The last card that offered choices. */
  #shown: Card | undefined;
  /** The last reply awaits an answer. */
  #open = false;
  /** Replies printed, though the assistant may not know it. */
  readonly #printed = new Set<string>();
  #stopped = false;

  constructor(options: ChatOptions, screen: Screen, interactive: boolean) {
    this.#options = options;
    this.#screen = screen;
    this.#interactive = interactive;
    this.#language = options.language ?? 'en';
    this.#sayLanguage = options.language;
  }

  get open(): boolean {
    return this.#open;
  }

  get sentences(): (typeof sentences)[Language] {
    return sentences[this.#language];
  }

  /** Prints no more: the user has left. What is not printed stays waiting. */
  stop(): void {
    this.#stopped = true;
  }

  line(line: string): EventPayload {
    return readLine(line, this.#shown);
  }

  /** What an earlier run left: events it did not handle, replies it did not print. */
  catchUp(): Promise<void> {
    return this.#guarded(() => this.#settle());
  }

  take(payload: EventPayload): Promise<void> {
    return this.#guarded(async () => {
      const { assistant, conversationId, now, newEventId } = this.#options;
      const language = this.#sayLanguage;
      const event = {
        id: newEventId(),
        at: now().toISOString(),
        payload: language === undefined ? payload : { ...payload, language },
      };
      await assistant.accept(conversationId, event);
      this.#sayLanguage = undefined;
      await this.#settle();
    });
  }

  async #guarded(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#options.onError?.(error);
      if (!this.#stopped) await this.#say(this.sentences.failed);
    }
  }

  async #settle(): Promise<void> {
    const { assistant, conversationId } = this.#options;
    await assistant.work(conversationId);
    const waiting = await assistant.waiting(conversationId);
    const fresh = waiting.filter(isCard).filter(({ id }) => !this.#printed.has(id));
    const offering = fresh.findLast(({ card }) => card.choices.length > 0);
    if (offering) this.#shown = offering.card;
    if (fresh.length > 0) this.#open = fresh.some(({ card: { kind } }) => ['question', 'clarify', 'review'].includes(kind));
    for (const item of waiting) {
      if (this.#stopped) return;
      // Here is nobody to be called; what is said says whom to ask.
      if (isCard(item) && !this.#printed.has(item.id) && !(await this.#print(item.card, item === offering))) return;
      this.#printed.add(item.id);
      await assistant.sent(conversationId, item.id);
      this.#printed.delete(item.id);
    }
  }

  /** Of several cards only the last one that offers choices has numbers, so that a number means one thing. */
  #print(card: Card, numbered: boolean): Promise<boolean> {
    this.#language = card.language;
    const { width, color } = this.#options;
    const { output } = this.#screen;
    // A terminal of no known size says 0.
    const narrowed = output.isTTY === true && output.columns ? Math.min(width, output.columns) : width;
    return this.#say(renderCard(card, { width: narrowed, color: this.#interactive && color, numbered }));
  }

  /** Over the spinner, and over what is being typed: the prompt shows that again. */
  #say(text: string): Promise<boolean> {
    return this.#screen.write(`${this.#interactive ? clearLine : ''}${text}\n\n`);
  }
}

/** Piped lines: each is answered before the next is read, without prompt and colour. */
async function readLines({ input, onError }: ChatOptions, screen: Screen, talk: Talk): Promise<ChatEnd> {
  await talk.catchUp();
  const lines = createInterface({ input, crlfDelay: Infinity, terminal: false });
  void screen.gone.then(() => lines.close());
  try {
    for await (const line of lines) {
      if (screen.broken) break;
      if (line.trim() !== '') await talk.take(talk.line(line));
    }
  } catch (error) {
    onError?.(error);
  } finally {
    lines.close();
  }
  return 'input-ended';
}

/** Line editing, Ctrl-C and Ctrl-D, the prompt and the spinner. */
class TerminalSession {
  readonly #options: ChatOptions;
  readonly #screen: Screen;
  readonly #talk: Talk;
  readonly #lines: Interface;
  readonly #end = Promise.withResolvers<ChatEnd>();
  /** The last of the turns that wait for each other. */
  #turns: Promise<void> = Promise.resolve();
  #waiting = 0;
  #closed = false;
  /** The last sentence of an answer that is still being written. */
  #written = '';
  #interruptedAt: number | undefined;

  constructor(options: ChatOptions, screen: Screen, talk: Talk) {
    this.#options = options;
    this.#screen = screen;
    this.#talk = talk;
    const { input, output } = options;
    this.#lines = createInterface({ input, output, terminal: true, prompt, historySize, removeHistoryDuplicates: true });
  }

  async run(): Promise<ChatEnd> {
    const { opening = 'greeting', onError, assistant, conversationId } = this.#options;
    const unfollow = assistant.follow?.((id, { sentences }) => {
      if (id === conversationId) this.#written = sentences.at(-1) ?? '';
    });
    this.#lines.on('line', (line) => {
      this.#interruptedAt = undefined;
      // Who goes on waits for no model.
      if (this.#waiting > 0 && line.trim() !== '') assistant.stop?.(conversationId);
      // The meaning is read when its turn comes: a line typed ahead is about the choices shown by then.
      this.#enqueue(async () => {
        if (line.trim() !== '') await this.#talk.take(this.#talk.line(line));
      });
    });
    this.#lines.on('SIGINT', () => this.#interrupt());
    this.#lines.on('error', (error: unknown) => {
      onError?.(error);
      this.#lines.close();
    });
    this.#lines.once('close', () => this.#close());
    void this.#screen.gone.then(() => this.#leave('output-gone'));
    this.#enqueue(() => this.#talk.catchUp());
    this.#enqueue(() => this.#talk.take({ command: { type: opening } }));
    const end = await this.#end.promise;
    unfollow?.();
    this.#lines.close();
    return end;
  }

  #enqueue(task: () => Promise<void>): void {
    this.#waiting += 1;
    this.#turns = this.#turns.then(async () => {
      const draw = (text: string): void => void this.#screen.write(text);
      // Half the columns: Han characters take two.
      const room = Math.min(this.#options.width, this.#screen.output.columns || this.#options.width) / 2 - prompt.length;
      const status = (): string => this.#written.slice(0, Math.max(0, room));
      if (!this.#screen.broken) await withSpinner(draw, () => this.#closed || this.#lines.line !== '', task, status);
      this.#written = '';
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#prompt();
    });
  }

  #prompt(): void {
    // Keeps what was typed during the turn.
    if (!this.#closed && !this.#screen.broken) this.#lines.prompt(true);
  }

  #interrupt(): void {
    const at = this.#options.now().getTime();
    const before = this.#interruptedAt;
    if (before !== undefined && at - before <= leaveWithin) {
      this.#leave('left');
      return;
    }
    this.#interruptedAt = at;
    if (this.#lines.line !== '') {
      this.#lines.write(null, { ctrl: true, name: 'e' });
      this.#lines.write(null, { ctrl: true, name: 'u' });
    } else if (this.#waiting === 0 && this.#talk.open) {
      void this.#screen.write('\n');
      this.#enqueue(() => this.#talk.take({ command: { type: 'cancel' } }));
    } else {
      // Whatever still takes time is a model's answer: the one without it comes at once.
      const { assistant, conversationId } = this.#options;
      assistant.stop?.(conversationId);
      void this.#screen.write(`${clearLine}${this.#talk.sentences.leave}\n`);
      if (this.#waiting === 0) this.#prompt();
    }
  }

  /** At once: an event under way is kept by the assistant, and its reply waits for the next chat. */
  #leave(end: ChatEnd): void {
    this.#talk.stop();
    this.#end.resolve(end);
  }

  /** The input has ended; the lines typed before it still get their replies. */
  #close(): void {
    this.#closed = true;
    void this.#screen.write('\n');
    void this.#turns.then(() => this.#end.resolve('input-ended'));
  }
}

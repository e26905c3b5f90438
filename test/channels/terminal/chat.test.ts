import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { ProgressListener } from '../../../src/assistant/assistant.ts';
import { Chat, FakeAssistant, card, pipe, question } from './support.ts';

const ctrlC = '\u0003';
const ctrlD = '\u0004';
const prompt = '› ';

const echo = (): FakeAssistant =>
  new FakeAssistant((payload) => [
    card(
      'text' in payload
        ? `You said ${payload.text}`
        : 'command' in payload
          ? `(${payload.command.type})`
          : 'choose' in payload
            ? payload.choose.join('+')
            : `${payload.commands.length} commands`,
    ),
  ]);

describe('piped lines', () => {
  test('are answered in order, without greeting, prompt and colour', async () => {
    const assistant = echo();
    const chat = await pipe(assistant, 'one\r\n\n  \ntwo', { color: true });
    expect(chat.shown).toBe('You said one\n\nYou said two\n\n');
    expect(assistant.calls).toEqual(['work', 'accept', 'work', 'sent e1/0', 'accept', 'work', 'sent e2/0']);
    expect(assistant.events[0]).toEqual({ id: 'e1', at: '2026-01-01T00:00:00.000Z', payload: { text: 'one' } });
    expect(await chat.done).toBe('input-ended');
  });

  test('what is to be done elsewhere is not said, and does not stay', async () => {
    const assistant = echo();
    assistant.outbox.push({ id: 'e0/1', eventId: 'e0', deed: { effect: 'human' } });
    const chat = await pipe(assistant, 'one');
    expect(chat.shown).toBe('You said one\n\n');
    expect(assistant.outbox).toEqual([]);
  });

  test('that are none: nothing is said', async () => {
    const chat = await pipe(echo(), '');
    expect(chat.shown).toBe('');
  });

  test('choose by number', async () => {
    const assistant = new FakeAssistant(() => [question('Which?', ['a', 'b', 'c'], { multiple: true })]);
    await pipe(assistant, 'hello\n2\n１、３\n9\n');
    expect(assistant.payloads).toEqual([{ text: 'hello' }, { choose: ['id-b'] }, { choose: ['id-a', 'id-c'] }, { text: '9' }]);
  });

  test('of several cards, a number means the last one that offers choices; a card without choices leaves them', async () => {
    const assistant = new FakeAssistant((payload) =>
      'text' in payload ? [question('First', ['a']), question('Second', ['b', 'c']), card('Third')] : [card('Done')],
    );
    const chat = await pipe(assistant, 'hello\n1\n2\n');
    expect(chat.shown).toBe('First\n\n  -  a\n\nSecond\n\n  1  b\n  2  c\n\nThird\n\nDone\n\nDone\n\n');
    expect(assistant.payloads.slice(1)).toEqual([{ choose: ['id-b'] }, { choose: ['id-c'] }]);
  });

  test('may be long and of any script', async () => {
    const long = '职称'.repeat(200_000);
    const assistant = new FakeAssistant(() => [card('ok')]);
    await pipe(assistant, `${long}\n👩‍🏭 \u0000 مرحبا\n`);
    expect(assistant.payloads).toEqual([{ text: long }, { text: '👩‍🏭 \u0000 مرحبا' }]);
    await pipe(echo(), Uint8Array.from([0xff, 0xfe, 0x0a, 0xc3]));
  });

  test('say the wanted language with the first event only', async () => {
    const assistant = echo();
    await pipe(assistant, 'one\ntwo\n', { language: 'zh' });
    expect(assistant.payloads).toEqual([{ text: 'one', language: 'zh' }, { text: 'two' }]);
  });
});

test('replies that an earlier run left come first, and their choices can be taken', async () => {
  const assistant = echo();
  assistant.outbox.push({ id: 'old/0', eventId: 'old', card: question('Left over', ['x']) });
  const chat = await pipe(assistant, '1\n');
  expect(chat.shown).toBe('Left over\n\n  1  x\n\nid-x\n\n');
  expect(assistant.calls.slice(0, 3)).toEqual(['work', 'sent old/0', 'accept']);
});

describe('an error of the assistant', () => {
  test('is one friendly sentence in the language, and the chat goes on', async () => {
    const fault = new Error('disk full');
    const assistant = new FakeAssistant((payload) => {
      if ('text' in payload && payload.text === 'bad') throw fault;
      return [card('好的', { language: 'zh' })];
    });
    const chat = await pipe(assistant, 'bad\ngood\nbad\ngood\n');
    expect(chat.shown.split('\n\n')).toEqual([
      'Sorry, something went wrong on our side. Please try once more.',
      '好的',
      '抱歉，我们这边出了问题，请再试一次。',
      '好的',
      '',
    ]);
    expect(chat.errors).toEqual([fault, fault]);
  });

  test('after printing: the reply is not printed twice', async () => {
    const assistant = echo();
    vi.spyOn(assistant, 'sent').mockRejectedValueOnce(new Error('locked'));
    const chat = await pipe(assistant, 'one\ntwo\n');
    expect(chat.shown.match(/You said one/g)).toHaveLength(1);
    expect(assistant.outbox).toEqual([]);
  });
});

test('when nobody reads the output any more, it ends quietly and the reply stays waiting', async () => {
  const assistant = echo();
  const chat = new Chat(assistant);
  chat.output.destroy(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
  chat.type('one\ntwo\n');
  expect(await chat.done).toBe('output-gone');
  expect(chat.errors).toEqual([]);
  expect(assistant.calls.filter((call) => call.startsWith('sent'))).toEqual([]);
});

describe('at a terminal', () => {
  test('greets, prompts, answers, and Ctrl-D leaves', async () => {
    const assistant = echo();
    const chat = new Chat(assistant, { tty: true });
    expect(await chat.until(prompt)).toContain('(greeting)\n\n');
    chat.type('hello\r');
    await chat.until('You said hello');
    await chat.until(prompt);
    chat.type(ctrlD);
    expect(await chat.done).toBe('input-ended');
    expect(assistant.payloads).toEqual([{ command: { type: 'greeting' } }, { text: 'hello' }]);
  });

  test('may take up the unfinished check instead', async () => {
    const assistant = echo();
    const chat = new Chat(assistant, { tty: true, opening: 'resume', language: 'en' });
    await chat.until(prompt);
    chat.type(ctrlD);
    await chat.done;
    expect(assistant.payloads).toEqual([{ command: { type: 'resume' }, language: 'en' }]);
  });

  test('keeps typed lines for the arrow keys', async () => {
    const assistant = echo();
    const chat = new Chat(assistant, { tty: true });
    await chat.until(prompt);
    chat.type('hello\r');
    await chat.until('You said hello');
    await chat.until(prompt);
    chat.type('\u001B[A\r');
    await chat.until('You said hello');
    chat.input.end();
    await chat.done;
    expect(assistant.payloads.slice(1)).toEqual([{ text: 'hello' }, { text: 'hello' }]);
  });

  test('Ctrl-C clears a typed line', async () => {
    const assistant = echo();
    const chat = new Chat(assistant, { tty: true });
    await chat.until(prompt);
    chat.type('secret\u001B[D\u001B[D');
    chat.type(ctrlC);
    chat.type('hello\r');
    await chat.until('You said hello');
    chat.input.end();
    await chat.done;
    expect(assistant.payloads.at(-1)).toEqual({ text: 'hello' });
  });

  test('Ctrl-C cancels an open question, and does not leave when pressed again later', async () => {
    const assistant = new FakeAssistant((payload) =>
      'command' in payload && payload.command.type === 'cancel' ? [card('Stopped')] : [question('Which?', ['a'])],
    );
    const chat = new Chat(assistant, { tty: true });
    await chat.until(prompt);
    chat.type(ctrlC);
    await chat.until('Stopped');
    await chat.until(prompt);
    chat.clock += 2001;
    chat.type(ctrlC);
    await chat.until('Press Ctrl-C again to leave.');
    await chat.until(prompt);
    chat.clock += 1999;
    chat.type(ctrlC);
    expect(await chat.done).toBe('left');
    expect(assistant.payloads.slice(1)).toEqual([{ command: { type: 'cancel' } }]);
  });

  test('Ctrl-C twice leaves also during a turn that hangs; its reply is left for the next chat', async () => {
    const hanging = Promise.withResolvers<never[]>();
    const assistant = new FakeAssistant((payload) => ('text' in payload ? hanging.promise : [card('Hello')]));
    const chat = new Chat(assistant, { tty: true });
    await chat.until(prompt);
    chat.type('hang\r');
    await vi.waitUntil(() => assistant.events.length === 2);
    chat.type(ctrlC + ctrlC);
    expect(await chat.done).toBe('left');
  });

  test('shows a spinner for slow turns only, and removes it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
    try {
      const slow = Promise.withResolvers<readonly ReturnType<typeof card>[]>();
      const assistant = new FakeAssistant((payload) => ('text' in payload ? slow.promise : [card('Hello')]));
      const chat = new Chat(assistant, { tty: true });
      expect(await chat.until(prompt)).not.toContain('⠋');
      chat.type('slow\r');
      await chat.until('slow');
      // The turn has begun once its event is accepted.
      while (assistant.events.length < 2) await Promise.resolve();
      await vi.advanceTimersByTimeAsync(299);
      expect(chat.shown).not.toContain('⠋');
      await vi.advanceTimersByTimeAsync(81);
      await chat.until('⠙');
      slow.resolve([card('Done')]);
      expect(await chat.until(prompt)).toContain('\r\u001B[KDone\n');
      chat.input.end();
      await chat.done;
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    ['Ctrl-C', ctrlC],
    ['a next line', 'and another thing\r'],
  ])('shows an answer while it is written, and %s waits for it no longer', async (_, typed) => {
    const written = Promise.withResolvers<readonly ReturnType<typeof card>[]>();
    const listeners: ProgressListener[] = [];
    class Writing extends FakeAssistant {
      follow(listener: ProgressListener): () => void {
        listeners.push(listener);
        return () => void listeners.splice(0);
      }
      stop(conversation: string): void {
        this.calls.push(`stop ${conversation}`);
        written.resolve([card('The prepared answer')]);
      }
    }
    const assistant = new Writing((payload) => ('text' in payload ? written.promise : [card('Hello')]));
    const chat = new Chat(assistant, { tty: true });
    await chat.until(prompt);
    chat.type('question\r');
    await vi.waitUntil(() => assistant.events.length === 2);
    const progress = { eventId: 'e2', place: 'private', language: 'en', sentences: ['A first sentence.'] } as const;
    for (const listener of listeners) listener('terminal:somebody-else', { ...progress, sentences: ['Of another talk.'] });
    for (const listener of listeners) listener('terminal:test', progress);
    expect(await chat.until('A first sentence.')).not.toContain('Of another talk.');
    chat.type(typed);
    expect(await chat.until(prompt)).toContain('The prepared answer');
    expect(assistant.calls).toContain('stop terminal:test');
    chat.input.end();
    await chat.done;
    expect(listeners).toEqual([]);
  });

  test('lines typed ahead wait for their turn', async () => {
    const assistant = new FakeAssistant((payload) => ('text' in payload ? [question('Which?', ['a', 'b'])] : [card('Done')]));
    const chat = new Chat(assistant, { tty: true });
    await chat.until(prompt);
    chat.type('hello\r2\r');
    chat.input.end();
    await chat.done;
    expect(assistant.payloads.slice(1)).toEqual([{ text: 'hello' }, { choose: ['id-b'] }]);
  });

  test('a narrow terminal narrows the lines', async () => {
    const assistant = new FakeAssistant(() => [card('word '.repeat(30))]);
    const chat = new Chat(assistant, { tty: true });
    chat.output.columns = 24;
    const shown = stripVTControlCharacters(await chat.until(prompt)).replaceAll('\r', '');
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(24);
    chat.input.end();
    await chat.done;
  });
});

/** The channel's own words, in both languages, fit where they stand. */
import { describe, expect, test } from 'vitest';
import { languages } from '../../../src/command/command.ts';
import { readCommand } from '../../../src/channels/slack/on-command.ts';
import { limits } from '../../../src/channels/slack/limits.ts';
import { languageOfLocale, textsIn } from '../../../src/channels/slack/texts.ts';
import {
  conversationParts,
  eventId,
  eventPlace,
  instantOf,
  privateConversation,
  sharedConversation,
} from '../../../src/channels/slack/ids.ts';

describe.each(languages)('%s', (language) => {
  const texts = textsIn(language);

  test('labels fit on buttons', () => {
    const { done, form, helpful, unhelpful, file, continueWith, continueEmpty, forgetButton, keepButton } = texts;
    const { stop, consentYes, consentNo, homeCheck, homeContinue, homeEdit, homeForget, homeExport, homeFile } = texts;
    const labels = [done, form, helpful, unhelpful, file, continueWith, continueEmpty, forgetButton, keepButton];
    const others = [stop, consentYes, consentNo, homeCheck, homeContinue, homeEdit, homeForget, homeExport, homeFile];
    for (const label of [...labels, ...others]) expect(label.length).toBeLessThanOrEqual(limits.label);
  });

  test('titles and buttons fit in views and questions for confirmation', () => {
    for (const title of [texts.formTitle, texts.feedbackTitle]) expect(title.length).toBeLessThanOrEqual(limits.viewTitle);
    for (const button of [texts.save, texts.cancel, texts.close, texts.send])
      expect(button.length).toBeLessThanOrEqual(limits.viewButton);
    for (const button of [texts.forgetConfirm, texts.keepButton]) expect(button.length).toBeLessThanOrEqual(limits.confirmButton);
    expect(texts.forgetTitle.length).toBeLessThanOrEqual(limits.confirmTitle);
    for (const text of [texts.forgetText, texts.forgetOneText]) expect(text.length).toBeLessThanOrEqual(limits.confirmText);
    for (const text of [texts.pick, texts.homeForgetOne]) expect(text.length).toBeLessThanOrEqual(limits.placeholder);
    expect(texts.feedbackKept.length).toBeLessThanOrEqual(limits.inputHint);
  });

  test('prompts are as many and as long as Slack shows', () => {
    expect(texts.prompts.length).toBeLessThanOrEqual(limits.suggestedPrompts);
    for (const { message } of texts.prompts) expect(message.length).toBeLessThanOrEqual(limits.promptMessage);
    expect(texts.working.length).toBeLessThanOrEqual(limits.status);
  });
});

test.each([
  ['zh-CN', 'zh'],
  ['zh-TW', 'zh'],
  ['en-GB', 'en'],
  ['de-DE', 'en'],
])('a reader whose Slack is in %s is written to in %s', (locale, language) => {
  expect(languageOfLocale(locale)).toBe(language);
});

describe('/bridge', () => {
  test.each([
    ['', 'help', ''],
    ['help', 'help', ''],
    ['CHECK', 'check', ''],
    ['ask may I apply?', 'ask', 'may I apply?'],
    ['ask', 'help', ''],
    ['may I apply?', 'ask', 'may I apply?'],
    ['check whether I need a diploma', 'ask', 'check whether I need a diploma'],
    ['问 需要学历吗', 'ask', '需要学历吗'],
    ['导出', 'export', ''],
    ['forget', 'forget', ''],
  ])('%j', (text, verb, rest) => {
    expect(readCommand(text)).toEqual({ verb, rest });
  });
});

describe('names', () => {
  test('of events say where the reply goes', () => {
    const place = { kind: 'message', channel: 'C1', thread: '1.2', user: 'U1', mark: '1.3' } as const;
    expect(eventPlace(eventId(place))).toEqual(place);
    const elsewhere = { kind: 'direct', user: 'U1', mark: 'x' } as const;
    expect(eventPlace(eventId(elsewhere))).toEqual(elsewhere);
    expect(eventPlace('something else')).toBeUndefined();
  });

  test('of conversations are private or shared', () => {
    expect(conversationParts(privateConversation('T1', 'U1'))).toEqual({ team: 'T1', user: 'U1' });
    expect(conversationParts(sharedConversation('T1', 'C1', '1.2'))).toEqual({ team: 'T1', channel: 'C1', thread: '1.2' });
    expect(conversationParts('terminal:me')).toBeUndefined();
  });

  test("times are Slack's", () => {
    expect(instantOf('1700000000.123456')).toBe('2023-11-14T22:13:20.123Z');
    expect(instantOf('soon')).toBeUndefined();
  });
});

/** Every sentence that only the Slack channel says, one typed catalogue a language. */
import type { Language } from '../../command/command.ts';

export interface Prompt {
  readonly title: string;
  readonly message: string;
}

export interface Texts {
  readonly promptsTitle: string;
  readonly prompts: readonly Prompt[];
  readonly working: string;
  readonly writing: string;
  readonly stop: string;
  readonly chosen: (label: string) => string;
  readonly pick: string;
  readonly done: string;
  readonly form: string;
  readonly formTitle: string;
  readonly formIntro: string;
  readonly formEmpty: string;
  readonly save: string;
  readonly cancel: string;
  readonly close: string;
  readonly unreadable: string;
  readonly dateHint: string;
  readonly allMet: (count: number) => string;
  readonly helpful: string;
  readonly unhelpful: string;
  readonly feedbackThanks: string;
  readonly feedbackTitle: string;
  readonly feedbackQuestion: string;
  readonly feedbackKept: string;
  readonly send: string;
  readonly file: string;
  readonly fileTitle: string;
  readonly fileName: string;
  readonly continueWith: string;
  readonly continueEmpty: string;
  readonly continued: string;
  readonly notAQuestion: string;
  readonly usage: string;
  readonly forgetTitle: string;
  readonly forgetText: string;
  readonly forgetButton: string;
  readonly forgetConfirm: string;
  readonly keepButton: string;
  readonly deletedMessage: string;
  readonly kept: string;
  readonly consent: (channel: string) => string;
  readonly consentYes: string;
  readonly consentNo: string;
  readonly handingOver: string;
  readonly handedOver: string;
  readonly maybeHandedOver: string;
  readonly notHandedOver: string;
  readonly handoverFailed: string;
  readonly handoverFrom: string;
  readonly handoverQuestion: string;
  readonly handoverNoQuestion: string;
  readonly handoverTranscript: string;
  readonly homeTitle: string;
  readonly homeIntro: string;
  readonly homeCan: readonly string[];
  readonly homeNoted: string;
  readonly homeNothing: string;
  readonly homeReport: string;
  readonly homeNoReport: string;
  readonly homeCheck: string;
  readonly homeContinue: string;
  readonly homeEdit: string;
  readonly homeForget: string;
  readonly homeForgetOne: string;
  readonly homeFile: string;
  readonly homeCut: string;
  readonly forgetOneText: string;
  readonly homeExport: string;
  readonly homePrivacy: string;
}

const en: Texts = {
  promptsTitle: 'What would you like to know?',
  prompts: [
    { title: 'Check what I may apply for', message: 'Check what I may apply for' },
    { title: 'Do I need a diploma?', message: 'Do I need a diploma to apply for a professional title?' },
    { title: 'How many years does it take?', message: 'How many years of work do I need for a professional title?' },
    { title: 'What can you do?', message: 'Help' },
  ],
  working: 'is working on it…',
  writing: 'A language model is writing; each of these sentences was checked against the policy.',
  stop: 'Stop',
  chosen: (label) => `✓ ${label}`,
  pick: 'Choose …',
  done: 'Done',
  form: 'Fill in a form',
  formTitle: 'About you',
  formIntro: 'Fill in what you know; leave the rest empty.',
  formEmpty: 'There is nothing to fill in at the moment.',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  unreadable: 'I could not read this. Please write a past date such as 2021, 2021-05 or 2021-05-20.',
  dateHint: 'A year, a month or a day: 2021, 2021-05 or 2021-05-20.',
  allMet: (count) => (count === 1 ? '1 condition is met' : `${count} conditions are met`),
  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  feedbackThanks: 'Thank you for telling me.',
  feedbackTitle: 'Not helpful',
  feedbackQuestion: 'What was wrong or missing? (You may leave this empty.)',
  feedbackKept: 'The people who maintain these answers may read it; your name is not shown to them.',
  send: 'Send',
  file: 'As a file',
  fileTitle: 'Career Bridge report',
  fileName: 'career-bridge-report.txt',
  continueWith: 'Go on in private with what I wrote',
  continueEmpty: 'Go on in private',
  continued: 'I go on in our private messages.',
  notAQuestion: 'That message has no text that I could answer.',
  usage: 'Use: /bridge ask QUESTION, /bridge check, /bridge forget, /bridge export, /bridge help',
  forgetTitle: 'Forget this?',
  forgetText: 'All that I keep about you is deleted at once. This can not be undone.',
  forgetButton: 'Forget everything',
  forgetConfirm: 'Forget it',
  keepButton: 'Keep it',
  deletedMessage: 'You deleted a message from which I had noted something about you. Shall I forget what I keep about you?',
  kept: 'Nothing was deleted.',
  consent: (channel) =>
    `Shall I send this to ${channel}, your last question and the latest messages of this conversation? Everybody in that channel can read it.`,
  consentYes: 'Send them',
  consentNo: 'Do not send',
  handingOver: 'I am sending them.',
  handedOver: 'Sent. Somebody will write to you.',
  maybeHandedOver:
    'I have tried to send them, but Slack does not tell me whether they arrived. If nobody writes to you, please write to them yourself.',
  notHandedOver: 'Nothing was sent.',
  handoverFailed: 'This could not be sent. Shall I try again? You can also write to them yourself.',
  handoverFrom: 'asks for a person.',
  handoverQuestion: 'Question',
  handoverNoQuestion: 'No question was asked yet.',
  handoverTranscript: 'Transcript, with consent',
  homeTitle: 'Career Bridge',
  homeIntro:
    'How skilled workers earn professional titles, and title holders skill levels: every answer with the provision that says so.',
  homeCan: [
    'Ask me in a private message, or mention me in a channel: policy questions are answered there, personal ones only in private.',
    'Say "check what I may apply for": a few questions, then the verdict with its reasons.',
    'Type /bridge anywhere, or use "Answer this" on a message.',
  ],
  homeNoted: 'What I have noted about you',
  homeNothing: 'Nothing so far.',
  homeReport: 'Your last report',
  homeNoReport: 'There is no report yet.',
  homeCheck: 'Check what I may apply for',
  homeContinue: 'Continue',
  homeEdit: 'Edit',
  homeForget: 'Forget everything',
  homeForgetOne: 'Forget one of these …',
  homeFile: 'Report as a file',
  homeCut: 'The report is longer than this page. The file has all of it.',
  forgetOneText: 'What you chose is deleted at once. This can not be undone.',
  homeExport: 'Export',
  homePrivacy: 'Only you see this page. Verdicts come from fixed rules, not from a language model; "may apply" is no promise.',
};

const zh: Texts = {
  promptsTitle: '您想了解什么？',
  prompts: [
    { title: '看看我能申报什么', message: '看看我能申报什么' },
    { title: '评职称需要学历吗？', message: '申报职称需要学历吗？' },
    { title: '需要工作几年？', message: '申报职称需要工作几年？' },
    { title: '你能做什么？', message: '帮助' },
  ],
  working: '正在处理……',
  writing: '语言模型正在书写，以上每句话都已与政策核对。',
  stop: '停止',
  chosen: (label) => `✓ ${label}`,
  pick: '请选择……',
  done: '选好了',
  form: '填表',
  formTitle: '您的情况',
  formIntro: '知道多少填多少，其余可以留空。',
  formEmpty: '目前没有需要填写的内容。',
  save: '保存',
  cancel: '取消',
  close: '关闭',
  unreadable: '没能读懂。请填写过去的日期，例如 2021、2021-05 或 2021-05-20。',
  dateHint: '填年、年月或年月日：2021、2021-05 或 2021-05-20。',
  allMet: (count) => `${count}项条件已满足`,
  helpful: '有帮助',
  unhelpful: '没有帮助',
  feedbackThanks: '谢谢您的反馈。',
  feedbackTitle: '没有帮助',
  feedbackQuestion: '哪里不对，或者缺了什么？（可以不填）',
  feedbackKept: '维护答案的人员可以看到，但看不到您的姓名。',
  send: '提交',
  file: '存为文件',
  fileTitle: '职通报告',
  fileName: 'career-bridge-report.txt',
  continueWith: '用我写的内容转到私信',
  continueEmpty: '转到私信',
  continued: '我在私信里继续。',
  notAQuestion: '这条消息里没有可以回答的文字。',
  usage: '用法：/bridge ask 问题，/bridge check，/bridge forget，/bridge export，/bridge help',
  forgetTitle: '确定删除？',
  forgetText: '我保存的有关您的一切会立即删除，无法恢复。',
  forgetButton: '全部删除',
  forgetConfirm: '删除',
  keepButton: '保留',
  deletedMessage: '您删除了一条消息，我曾从中记下您的情况。要把我保存的有关您的内容删除吗？',
  kept: '没有删除任何内容。',
  consent: (channel) => `要把以下内容（您的上一个问题和本次对话最近的消息）发到${channel}吗？该频道的所有人都能看到。`,
  consentYes: '发送',
  consentNo: '不发送',
  handingOver: '正在发送。',
  handedOver: '已发送，会有人联系您。',
  maybeHandedOver: '我已尝试发送，但 Slack 没有告诉我是否送达。如果没有人联系您，请您自己联系他们。',
  notHandedOver: '没有发送任何内容。',
  handoverFailed: '没能发送。要再试一次吗？您也可以自己联系他们。',
  handoverFrom: '需要人工帮助。',
  handoverQuestion: '问题',
  handoverNoQuestion: '还没有提过问题。',
  handoverTranscript: '对话记录（经本人同意）',
  homeTitle: '职通',
  homeIntro: '高技能人才如何申报职称，有职称的人如何取得职业技能等级：每个回答都注明依据。',
  homeCan: [
    '给我发私信，或在频道里提到我：政策问题当场回答，个人情况只在私信里谈。',
    '说“看看我能申报什么”：回答几个问题，得到结论和理由。',
    '随时输入 /bridge，或在消息上使用 “Answer this”。',
  ],
  homeNoted: '我记下的您的情况',
  homeNothing: '还没有。',
  homeReport: '您的上一份报告',
  homeNoReport: '还没有报告。',
  homeCheck: '看看我能申报什么',
  homeContinue: '继续',
  homeEdit: '修改',
  homeForget: '全部删除',
  homeForgetOne: '删除其中一项……',
  homeFile: '报告存为文件',
  homeCut: '报告较长，此页放不下，完整内容请看文件。',
  forgetOneText: '您选择的这一项会立即删除，无法恢复。',
  homeExport: '导出',
  homePrivacy: '此页只有您能看到。结论来自固定规则，不出自语言模型；“可以申报”不等于一定通过。',
};

export const textsIn = (language: Language): Texts => (language === 'zh' ? zh : en);

/** The language of a Slack locale such as `zh-CN`. */
export const languageOfLocale = (locale: string): Language => (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en');

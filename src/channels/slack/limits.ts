/**
 * What Slack takes, in one table. Lengths are counted in UTF-16 code units, which is never less than Slack's own count.
 * From the reference of Block Kit, views and messages; where that is silent the stricter reading is taken.
 */
export const limits = {
  /** Blocks of a message. */
  blocksPerMessage: 50,
  /** Blocks of a modal or of the Home tab. */
  blocksPerView: 100,
  /** All text that is shown in one message, over all of its blocks. */
  textPerMessage: 12_000,
  /** `text` of a message, which notifications and screen readers use. */
  fallbackText: 4_000,
  headerText: 150,
  /** A text object, such as that of a section. */
  sectionText: 3_000,
  /** All text of one block of formatted text. */
  richText: 3_000,
  elementsPerContext: 10,
  elementsPerActions: 25,
  /** Words on a button, and on an option of a select. */
  label: 75,
  /** What a button carries. */
  buttonValue: 2_000,
  /** What an option carries. */
  optionValue: 150,
  optionsPerSelect: 100,
  optionsPerCheckboxes: 10,
  placeholder: 150,
  viewTitle: 24,
  viewButton: 24,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputValue: 3_000,
  confirmTitle: 100,
  confirmText: 300,
  suggestedPrompts: 4,
  /** A prompt is sent as a message when it is taken. */
  promptMessage: 4_000,
  status: 50,
  confirmButton: 30,
} as const;

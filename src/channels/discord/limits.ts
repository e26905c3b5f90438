/** What Discord accepts, as its documentation states it: lengths in UTF-16 units, counts of things. */
export const limits = {
  message: {
    /** Classic messages. */
    content: 2000,
    actionRows: 5,
    /** Components V2: over the whole tree, nested ones counted. */
    components: 40,
    /** Components V2: all texts of one message together. */
    text: 4000,
    nonce: 25,
  },
  row: { buttons: 5 },
  button: { label: 80 },
  select: { options: 25, label: 100, description: 100, value: 100, placeholder: 150 },
  customId: 100,
  modal: { title: 45, components: 5, label: 45, description: 100, textInput: 4000, placeholder: 100 },
  command: { name: 32, description: 100, options: 25, choices: 25, choiceName: 100, choiceValue: 100 },
  autocomplete: { choices: 25 },
  thread: { name: 100, tags: 5 },
  /** Milliseconds within which an interaction has to be acknowledged. */
  acknowledgement: 3000,
  /** Milliseconds for which an interaction's token is good. */
  token: 15 * 60_000,
} as const;

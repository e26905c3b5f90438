/** The package types only its converters; these two tables (`source replacement|source replacement|…`) are all that is used of it. */
declare module 'opencc-js/dict/TSCharacters' {
  const table: string;
  export default table;
}
declare module 'opencc-js/dict/TSPhrases' {
  const table: string;
  export default table;
}

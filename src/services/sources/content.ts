/** What a version of a source keeps. */
export const SOURCE_FIELDS = [
  'title',
  'url',
  'publisher',
  'kind',
  'language',
  'publishedAt',
  'retrievedAt',
  'textSha256',
  'textLength',
] as const;

const emoji =
  /(?:(?![©®™#*\d])\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\uFE0E|\uFE0F|\u200D|\u20E3)+/gu;

/** Rewritten in this order, Markdown loses its marks, tags and addresses of links; line ends stay. */
export const plainTextRules: readonly (readonly [RegExp, string])[] = [
  [/^[^\S\n]*(?:```|~~~).*$/gmu, ""],
  [/^[^\S\n]*(?:[-*_][^\S\n]*){3,}$/gmu, ""],
  [/^[^\S\n]*(?:\|[^\S\n]*)?(?::?-+:?[^\S\n]*\|[^\S\n]*)+(?::?-+:?[^\S\n]*)?$/gmu, ""],
  [/^[^\S\n]*(?:>[^\S\n]?)*[^\S\n]*(?:#{1,6}(?=\s|$)|[-*+•](?=\s))?[^\S\n]*/gmu, ""],
  [/(?<=\S)[^\S\n]+#+[^\S\n]*$/gmu, ""],
  [/!?\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)/gu, "$1"],
  [/!?\[([^\]\n]{1,300})\]\[[^\]\n]{0,100}\]/gu, "$1"],
  [/<\/?[a-z][^<>\n]{0,300}>/giu, " "],
  [/(?<!\\)(?:\*{1,3}|~~|`+)/gu, ""],
  [/(?<![\p{L}\p{N}\\])_{1,3}(?=\S)|(?<=\S)(?<!\\)_{1,3}(?![\p{L}\p{N}])/gu, ""],
  [/\\([\\`*_{}[\]()#+\-.!|~>$])/gu, "$1"],
  [emoji, " "],
];

/** The words of a piece of Markdown. */
export function plainText(markdown: string): string {
  return plainTextRules.reduce((text, [pattern, words]) => text.replace(pattern, words), markdown);
}
